"""Look first, then store, and be able to take all of it back: the same rows as before."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.http import Http404

from linli.apps.accounts.models import RoleGrant
from linli.apps.accounts.tests.cast import Cast
from linli.apps.places.models import Area, Building, Home
from linli.apps.registers import actions, jobs
from linli.apps.registers.actions import storing
from linli.apps.registers.actions.intake import plan_of
from linli.apps.registers.models import Intake, IntakeChange
from linli.apps.registers.rules import State
from linli.apps.registers.tests.tables import (
    BUILDINGS_HEAD,
    HOMES_HEAD,
    SYSTEM,
    building,
    buildings,
    home,
    homes,
    places_of,
    snapshot,
    table,
)
from linli.foundation import clock
from linli.foundation.refusals import Refused
from linli.platform.models import Job, JournalLine
from linli.platform.registers import keeping

pytestmark = pytest.mark.django_db


def handed_in(cast: Cast, *rows: list[Any], register: str = "buildings") -> Intake:
    """Hand a table in as the secretary and let the worker look at it."""
    head = BUILDINGS_HEAD if register == "buildings" else HOMES_HEAD
    intake = actions.hand_in(
        actor=cast.secretary.actor,
        register=register,
        name="表.csv",
        content=table(head, rows),
        now=clock.now(),
    )
    jobs.check(intake=intake.pk, now=clock.now())
    intake.refresh_from_db()
    return intake


def stored(cast: Cast, intake: Intake) -> Intake:
    actions.ask_store(actor=cast.secretary.actor, pk=intake.pk, now=clock.now())
    jobs.store(intake=intake.pk, now=clock.now())
    intake.refresh_from_db()
    return intake


def undone(cast: Cast, intake: Intake) -> Intake:
    actions.ask_undo(actor=cast.secretary.actor, pk=intake.pk, now=clock.now())
    jobs.undo(intake=intake.pk, now=clock.now())
    intake.refresh_from_db()
    return intake


def test_nothing_is_stored_until_it_is_confirmed_and_undo_restores_every_row(cast: Cast) -> None:
    before = snapshot()
    rows = [building(f"{n}栋") for n in range(10, 40)] + [building("1栋", floors=9, year=2001)]

    intake = handed_in(cast, *rows)
    assert (intake.state, intake.added, intake.changed) == (State.READY, 30, 1)
    assert snapshot() == before

    assert stored(cast, intake).state == State.STORED
    assert Building.objects.get(name="1栋").floors == 9
    assert buildings(*rows).unchanged == 31
    assert (intake.content, intake.entries) == (None, [])

    assert undone(cast, intake).state == State.UNDONE
    assert snapshot() == before
    assert not IntakeChange.objects.exists()


def test_undo_restores_homes_and_the_number_of_households(cast: Cast) -> None:
    before = snapshot()
    rows = [home(f"3{n:02d}") for n in range(20)] + [home("101", floor=1, area=70, use="商铺")]

    intake = stored(cast, handed_in(cast, *rows, register="homes"))
    assert Building.objects.get(name="1栋").households == 21

    undone(cast, intake)
    assert snapshot() == before


def test_three_wrong_rows_of_many_are_told_and_nothing_is_stored(cast: Cast) -> None:
    rows = [home(f"{n:05d}") for n in range(2000)]
    rows[17][6], rows[900][4], rows[1999][2] = "大", "三层", "99栋"

    intake = handed_in(cast, *rows, register="homes")

    assert intake.state == State.FAULTY
    assert places_of(intake) == [(19, "专有面积（平方米）"), (902, "楼层"), (2001, "楼栋")]
    assert stored(cast, intake).state == State.FAULTY
    assert not Home.objects.filter(number="00000").exists()


def test_pressed_twice_is_stored_once(cast: Cast) -> None:
    intake = handed_in(cast, building("10栋"))
    for _ in range(2):
        actions.ask_store(actor=cast.secretary.actor, pk=intake.pk, now=clock.now())
    assert Job.objects.filter(name="registers.store").count() == 1
    for _ in range(2):
        jobs.store(intake=intake.pk, now=clock.now())

    assert Building.objects.filter(name="10栋").count() == 1
    assert JournalLine.objects.filter(verb="registers.store").count() == 1


def test_what_changed_after_the_preview_is_shown_again(cast: Cast) -> None:
    intake = handed_in(cast, building("1栋", floors=9))
    Building.objects.filter(name="1栋").update(floors=8)

    assert stored(cast, intake).state == State.READY
    assert intake.entries[0]["was"]["floors"] == 8
    assert "请再看一遍" in intake.faults[0]["sentence"]
    assert stored(cast, intake).state == State.STORED


def test_a_grid_that_is_gone_by_now_makes_the_table_faulty(cast: Cast) -> None:
    intake = handed_in(cast, building("10栋"))
    Area.objects.filter(name="枣冲社区第一网格").update(valid_to=dt.date(2026, 1, 1))

    assert stored(cast, intake).state == State.FAULTY
    assert places_of(intake) == [(2, "网格代码")]
    assert not Building.objects.filter(name="10栋").exists()


def test_undo_stops_at_what_moved_on_or_is_leaned_on(cast: Cast) -> None:
    intake = stored(cast, handed_in(cast, building("10栋"), building("1栋", floors=9)))
    Building.objects.filter(name="1栋").update(floors=10)
    homes(home("301", building="10栋"))
    before = snapshot()

    assert undone(cast, intake).state == State.STORED
    assert [fault["row"] for fault in intake.faults] == [2, 3]
    assert {fault["sentence"] for fault in intake.faults} == {keeping.MOVED_ON, keeping.LEANED_ON}
    assert snapshot() == before


def test_undo_stops_at_what_is_deleted(cast: Cast) -> None:
    intake = stored(cast, handed_in(cast, home("301"), register="homes"))
    Home.objects.filter(number="301").delete()

    assert undone(cast, intake).faults[0]["sentence"] == keeping.GONE


def test_a_failure_half_way_stores_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    intake = handed_in(cast, building("10栋"))
    before = snapshot()
    actions.ask_store(actor=cast.secretary.actor, pk=intake.pk, now=clock.now())
    monkeypatch.setattr("linli.platform.journal.record_each", _broken)

    with pytest.raises(RuntimeError):
        jobs.store(intake=intake.pk, now=clock.now())

    assert snapshot() == before
    monkeypatch.undo()
    jobs.store(intake=intake.pk, now=clock.now())
    assert Building.objects.filter(name="10栋").count() == 1


def _broken(**_: object) -> None:
    raise RuntimeError


def test_two_tables_at_once_are_both_kept_whole(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same building comes in between the second look and the writing."""
    intake = handed_in(cast, building("10栋"))
    actions.ask_store(actor=cast.secretary.actor, pk=intake.pk, now=clock.now())
    plan = plan_of

    def late(*args: Any, **kwargs: Any) -> Any:
        found = plan(*args, **kwargs)
        monkeypatch.undo()
        buildings(building("10栋"))
        return found

    monkeypatch.setattr(storing, "plan_of", late)
    jobs.store(intake=intake.pk, now=clock.now())
    intake.refresh_from_db()

    assert intake.state == State.READY
    assert "正好有人在改" in intake.faults[0]["sentence"]
    assert not Building.objects.filter(name="10栋").exists()  # the other stood in our transaction
    assert stored(cast, intake).state == State.STORED


@pytest.mark.parametrize("who", ["stranger", "resident", "grid_worker", "department_handler"])
def test_who_keeps_no_register_hands_nothing_in(cast: Cast, who: str) -> None:
    with pytest.raises(Http404):
        actions.hand_in(
            actor=getattr(cast, who).actor,
            register="buildings",
            name="a.csv",
            content=b"x",
            now=clock.now(),
        )


@pytest.mark.parametrize("act", [actions.ask_store, actions.ask_undo, actions.discard])
def test_a_table_is_for_who_handed_it_in(cast: Cast, act: Any) -> None:
    intake = handed_in(cast, building("10栋"))
    for who in (cast.city_officer, cast.platform_admin, cast.outsider, cast.resident):
        with pytest.raises(Http404):
            act(actor=who.actor, pk=intake.pk, now=clock.now())


def test_a_role_that_ended_before_the_store_stores_nothing(cast: Cast) -> None:
    intake = handed_in(cast, building("10栋"))
    actions.ask_store(actor=cast.secretary.actor, pk=intake.pk, now=clock.now())
    RoleGrant.objects.filter(account=cast.secretary.key).update(valid_to=dt.date(2025, 1, 1))

    jobs.store(intake=intake.pk, now=clock.now())
    intake.refresh_from_db()

    assert (intake.state, places_of(intake)) == (State.FAULTY, [(2, "社区代码")])


def test_a_table_thrown_away_leaves_only_that_it_came(cast: Cast) -> None:
    intake = handed_in(cast, building("10栋"))
    actions.discard(actor=cast.secretary.actor, pk=intake.pk, now=clock.now())
    intake.refresh_from_db()

    assert (intake.state, intake.content, intake.entries) == (State.DISCARDED, None, [])
    assert stored(cast, intake).state == State.DISCARDED


def test_what_has_served_its_time_goes(cast: Cast) -> None:
    waiting, done = handed_in(cast, building("10栋")), handed_in(cast, building("11栋"))
    stored(cast, done)
    late = clock.now() + dt.timedelta(days=31)

    actions.sweep(actor=SYSTEM, now=late)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.content) == (State.DISCARDED, None)
    assert not IntakeChange.objects.exists()
    with pytest.raises(Refused, match="too_late"):
        actions.ask_undo(actor=cast.secretary.actor, pk=done.pk, now=late)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"x", "registers.format"),
        ("a.csv", b"", "table.empty"),
        ("a.csv", b"x" * (20 * 1024 * 1024 + 1), "table.large"),
    ],
)
def test_what_cannot_be_a_table_is_refused_at_the_door(
    cast: Cast, name: str, content: bytes, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        actions.hand_in(
            actor=cast.secretary.actor,
            register="homes",
            name=name,
            content=content,
            now=clock.now(),
        )


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04 no archive", b"\xff\xff\xff", "楼栋,层数\n1,2".encode(), b"\xd0\xcf\x11\xe0 nothing", "\U0001f600".encode()],
)  # fmt: skip
def test_what_cannot_be_read_is_told_on_the_page(cast: Cast, content: bytes) -> None:
    intake = actions.hand_in(
        actor=cast.secretary.actor,
        register="homes",
        name="a.xlsx",
        content=content,
        now=clock.now(),
    )
    jobs.check(intake=intake.pk, now=clock.now())
    intake.refresh_from_db()

    assert (intake.state, len(intake.faults)) == (State.FAULTY, 1)
