"""A life told by the actions and the same life told by a bulk twin leave the same rows."""

from __future__ import annotations

import datetime as dt
import random  # noqa: TID251  # seeded
from typing import Any

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import HANDLING_DEPARTMENT, Cast
from linli.apps.matters import actions, queries
from linli.apps.matters.actions import Contact, Spot
from linli.apps.matters.models import Matter, MatterContact, MatterNote, MatterRating
from linli.apps.matters.rules import moves
from linli.apps.matters.rules.kinds import find_kind
from linli.apps.matters.seeds.twins import Book, Intake, Twin
from linli.apps.matters.tests.desk import ANSWER, NOW, OTHER_UNIT, WORDS, desk, later, report
from linli.foundation.clock import local_date
from linli.platform.access import ANYONE, Actor, system
from linli.platform.models import JournalLine

__all__ = ["desk"]

REASON = "不在我们的范围内，应由环保处理。"
AFRESH = {"id", "reference", "client_id", "follow_hash", "matter_id", "subject"}


def by_actions(cast: Cast) -> int:
    """Tell the life with the actions."""
    secretary, handler = cast.secretary.actor, cast.department_handler.actor
    receipt = report(
        secretary,
        kind="D04",
        channel="phone",
        spot=Spot(building=cast.city.first.pk, text="后门口"),
        contact=Contact("李女士", "13000000001"),
        answers={"time_of_day": "night"},
    )
    pk, code = receipt.id, receipt.follow_code
    actions.accept_matter(actor=secretary, pk=pk, now=later(hours=1))
    actions.triage_matter(
        actor=secretary, pk=pk, kind="D04", lane="ordinary", now=later(hours=1, minutes=5)
    )
    actions.dispatch_matter(
        actor=secretary,
        pk=pk,
        unit=HANDLING_DEPARTMENT,
        remark="请先联系网格员。",
        now=later(hours=2),
    )
    actions.return_dispatch(
        actor=handler, pk=pk, right_unit=OTHER_UNIT, reason=REASON, now=later(hours=5)
    )
    actions.dispatch_matter(actor=secretary, pk=pk, unit=HANDLING_DEPARTMENT, now=later(hours=6))
    actions.start_matter(actor=handler, pk=pk, now=later(hours=7))
    actions.add_note(actor=handler, pk=pk, text="约了晚上去看。", now=later(hours=7, minutes=10))
    actions.ask_information(actor=handler, pk=pk, question="一般几点最响？", now=later(hours=8))
    actions.answer_information(
        actor=ANYONE, pk=pk, words="晚上十点以后。", now=later(hours=30), follow_code=code
    )
    actions.wait_decision(actor=handler, pk=pk, reason="已列入议事会议题。", now=later(hours=31))
    actions.resume_matter(actor=handler, pk=pk, now=later(hours=60))
    actions.extend_deadline(
        actor=handler, pk=pk, due=later(days=20), reason="等店家装隔音垫。", now=later(hours=61)
    )
    actions.resolve_matter(actor=handler, pk=pk, answer=ANSWER, now=later(hours=70))
    actions.rate_matter(
        actor=ANYONE, pk=pk, value="fair", words="好一点", now=later(hours=71), follow_code=code
    )
    actions.reopen_matter(
        actor=ANYONE, pk=pk, words="又响起来了。", now=later(hours=80), follow_code=code
    )
    actions.start_matter(actor=handler, pk=pk, now=later(hours=90))
    actions.resolve_matter(actor=handler, pk=pk, answer=ANSWER, now=later(hours=100))
    actions.close_matter(actor=system("matters.close_unasked"), pk=pk, now=later(days=30))
    return pk


def dispatched_twice(twin: Twin, secretary: Actor, handler: Actor, unit: int) -> None:
    """Accept, sort, dispatch, take the one return and dispatch again."""
    kind = find_kind("D04", local_date(NOW))

    def at(**duration: float) -> dt.datetime:
        return later(**duration)

    t = at(hours=1)
    twin.step("accept", secretary, t, lambda facts: moves.accept(facts, at(hours=1)))
    t = at(hours=1, minutes=5)
    twin.step(
        "triage",
        secretary,
        t,
        lambda facts: moves.triage(facts, kind, "ordinary", at(hours=1, minutes=5)),
        is_public=False,
    )
    twin.step(
        "dispatch",
        secretary,
        at(hours=2),
        lambda facts: moves.dispatch(facts, unit, None, at(hours=2)),
        words=("reason", "请先联系网格员。", True),
    )
    twin.step(
        "return",
        handler,
        at(hours=5),
        lambda facts: moves.return_dispatch(facts, OTHER_UNIT, at(hours=5)),
        words=("reason", REASON, True),
        is_public=False,
    )
    twin.step(
        "dispatch",
        secretary,
        at(hours=6),
        lambda facts: moves.dispatch(facts, unit, None, at(hours=6)),
        words=("reason", "", True),
    )


def by_twin(cast: Cast) -> int:
    """Tell the same life with a twin."""
    secretary, handler = cast.secretary.actor, cast.department_handler.actor
    book = Book(random.Random(1))
    first = cast.city.first
    intake = Intake(
        kind="D04",
        words=WORDS,
        answers={"time_of_day": "night"},
        channel="phone",
        area=place.GRID,
        compound=cast.city.compound.pk,
        building=first.pk,
        lon=first.lon,
        lat=first.lat,
        place_text="后门口",
        name="李女士",
        phone="13000000001",
    )
    twin = Twin(book, intake, secretary, NOW)
    unit = HANDLING_DEPARTMENT
    dispatched_twice(twin, secretary, handler, unit)

    def at(**duration: float) -> dt.datetime:
        return later(**duration)

    twin.step("start", handler, at(hours=7), lambda facts: moves.start(facts, handler.account))
    twin.note(handler, "约了晚上去看。", at(hours=7, minutes=10))
    twin.step(
        "ask",
        handler,
        at(hours=8),
        lambda facts: moves.ask_information(facts, at(hours=8)),
        words=("question", "一般几点最响？", False),
    )
    twin.step(
        "inform",
        ANYONE,
        at(hours=30),
        lambda facts: moves.answer_information(facts, at(hours=30)),
        words=("answer", "晚上十点以后。", False),
    )
    twin.step(
        "wait_decision",
        handler,
        at(hours=31),
        moves.wait_decision,
        words=("reason", "已列入议事会议题。", False),
    )
    twin.step("resume", handler, at(hours=60), moves.resume)
    twin.step(
        "extend",
        handler,
        at(hours=61),
        lambda facts: moves.extend(facts, at(days=20), at(hours=61)),
        words=("reason", "等店家装隔音垫。", False),
    )
    _end(twin, handler)
    book.write()
    return twin.pk


def _end(twin: Twin, handler: Any) -> None:
    resolved = ("result", ANSWER, False)
    twin.step(
        "resolve",
        handler,
        later(hours=70),
        lambda facts: moves.resolve(facts, ANSWER, later(hours=70)),
        words=resolved,
    )
    twin.rate(ANYONE, "fair", "好一点", later(hours=71))
    twin.step(
        "reopen",
        ANYONE,
        later(hours=80),
        lambda facts: moves.reopen(facts, later(hours=80)),
        words=("objection", "又响起来了。", False),
    )
    twin.step("start", handler, later(hours=90), lambda facts: moves.start(facts, handler.account))
    twin.step(
        "resolve",
        handler,
        later(hours=100),
        lambda facts: moves.resolve(facts, ANSWER, later(hours=100)),
        words=resolved,
    )
    twin.step(
        "close",
        system("matters.close_unasked"),
        later(days=30),
        lambda facts: moves.close_unasked(facts, later(days=30)),
    )


def rows_of(pk: int) -> dict[str, list[dict[str, Any]]]:
    """Return all rows of a matter without what every matter has afresh."""
    tables: dict[str, Any] = {
        "matter": Matter.objects.filter(pk=pk),
        "contact": MatterContact.objects.filter(matter=pk),
        "notes": MatterNote.objects.filter(matter=pk).order_by("at", "id"),
        "ratings": MatterRating.objects.filter(matter=pk),
        "lines": JournalLine.objects.filter(subject_kind="matters.matter", subject=pk).order_by(
            "at", "id"
        ),
    }
    found = {
        name: [
            {column: value for column, value in row.items() if column not in AFRESH}
            for row in rows.values()
        ]
        for name, rows in tables.items()
    }
    for line in found["lines"]:
        line["after"].pop("note", None)  # a key, made afresh
    return found


def test_actions_and_twins_leave_the_same_rows(desk: Cast) -> None:
    told, twin = rows_of(by_actions(desk)), rows_of(by_twin(desk))

    assert len(told["lines"]) == 19
    assert told == twin
    assert queries.broken_invariants() == []
