"""The demo city's meetings: the twins write what the acts write; every kind and state is there."""

from __future__ import annotations

import datetime as dt
import random  # noqa: TID251  # seeded, for a test
import uuid
from typing import Any

import pytest
from django.db.models import Model

from linli.apps.accounts.tests.cast import PROPERTY_FIRM
from linli.apps.accounts.tests.tiny_city import CITY, COMMUNITY, SINCE
from linli.apps.meetings import actions, seeds
from linli.apps.meetings.models import (
    AgendaItem,
    Approval,
    Attendee,
    Body,
    Decision,
    DecisionStep,
    Meeting,
    MinutesVersion,
    Rating,
    Seat,
)
from linli.apps.meetings.seeds import NewBody, NewDecision, NewItem, NewSeat, Sitting
from linli.apps.meetings.seeds.city import ALLIANCE
from linli.apps.meetings.seeds.stories import SYSTEM
from linli.apps.meetings.tests.table import AFTER, BEGINS, CALLED, DUE, Table, table
from linli.apps.organisations.models import Organisation
from linli.foundation.clock import LOCAL
from linli.platform.models import JournalLine

__all__ = ["table"]
pytestmark = pytest.mark.django_db
LATER = AFTER + dt.timedelta(days=1)
TABLES = (
    AgendaItem, Approval, Attendee, Body, Decision, DecisionStep, Meeting, MinutesVersion, Seat,
    JournalLine,
)  # fmt: skip
# Made anew in each row, or keys of rows that are.
KEYS = {"id", "reference", "door", "feed", "subject"}
TITLE, PLACE, TEXT = "停车位怎么分", "党群服务中心二楼", "会议议定东侧空地划线。"
STEP = ("in_progress", "已经量好", AFTER)


def rows() -> dict[str, list[Any]]:
    """Return every row of the tables without its keys."""
    return {table.__name__: sorted(map(repr, map(_facts, table.objects.all()))) for table in TABLES}


def _facts(row: Model) -> dict[str, Any]:
    facts = {}
    for field in row._meta.concrete_fields:
        is_own = field.name in KEYS or (field.is_relation and field.related_model in TABLES)
        value = getattr(row, field.attname)
        if field.name in {"before", "after"}:
            value = {k: v for k, v in value.items() if k not in {"seat", "item"}}
        facts[field.name] = bool(value) if is_own or field.name == "body" else value
    return facts


def by_acts(persons: list[int]) -> None:
    facts: dict[str, Any] = {"actor": SYSTEM, "now": CALLED}
    body = actions.found_body(kind="hall", name="甲厅", area=COMMUNITY, **facts).pk
    actions.seat_member(body=body, organisation=PROPERTY_FIRM, part="chair", **facts)
    for person in persons:
        actions.seat_member(body=body, person=person, standing="居民代表", **facts)
    meeting = actions.call_meeting(
        client_id=uuid.uuid4(),
        body=body,
        kind="hall_sitting",
        title=TITLE,
        starts_at=BEGINS,
        ends_at=BEGINS + dt.timedelta(hours=2),
        place=PLACE,
        area=COMMUNITY,
        **facts,
    ).pk
    item = actions.add_item(meeting=meeting, title="充电棚", minutes=20, **facts).pk
    now: dict[str, Any] = {"actor": SYSTEM, "now": BEGINS}
    for place in Attendee.objects.filter(meeting=meeting).order_by("id")[:3]:
        actions.register_at_desk(meeting=meeting, attendee=place.pk, **now)
    actions.open_meeting(meeting=meeting, **now)
    actions.record_outcome(item=item, outcome="同意建", **now)
    decision = actions.record_decision(
        meeting=meeting,
        title="建棚",
        measure="东侧空地建棚",
        unit=PROPERTY_FIRM,
        due_on=DUE,
        **now,
    ).pk
    actions.close_meeting(actor=SYSTEM, meeting=meeting, now=AFTER)
    actions.draft_minutes(actor=SYSTEM, meeting=meeting, text=TEXT, now=LATER)
    for place in Attendee.objects.filter(meeting=meeting).order_by("id")[:2]:
        actions.record_signature(
            actor=SYSTEM, meeting=meeting, version=1, attendee=place.pk, now=LATER
        )
    actions.publish_minutes(actor=SYSTEM, meeting=meeting, now=LATER)
    actions.report_progress(actor=SYSTEM, decision=decision, words=STEP[1], now=STEP[2])


def by_twins(persons: list[int]) -> None:
    seats = [NewSeat(organisation=PROPERTY_FIRM, part="chair")]
    seats += [NewSeat(person=person, standing="居民代表") for person in persons]
    (body,) = seeds.write_bodies([NewBody("hall", "甲厅", COMMUNITY, CALLED, tuple(seats))])
    seeds.write_sittings(
        [
            Sitting(
                body=body,
                kind="hall_sitting",
                title=TITLE,
                place=PLACE,
                called_at=CALLED,
                begins=BEGINS,
                items=(NewItem("充电棚", 20, "同意建"),),
                here=(0, 1, 2),
                text=TEXT,
                decisions=(NewDecision("建棚", "东侧空地建棚", PROPERTY_FIRM, DUE, (STEP,)),),
            )
        ]
    )


def test_twins_write_what_the_acts_write(table: Table) -> None:
    from django.db import transaction

    persons = [table.persons[name].pk for name in ("resident", "volunteer", "neighbour")]
    found = []
    for write in (by_acts, by_twins):
        before = rows()
        mark = transaction.savepoint()
        write(persons)
        after = rows()
        found.append({name: _new(before[name], after[name]) for name in after})
        transaction.savepoint_rollback(mark)

    assert found[0] == found[1]
    assert len(found[0]["JournalLine"]) == 19


def _new(before: list[str], after: list[str]) -> list[str]:
    left = list(after)
    for row in before:
        left.remove(row)
    return left


@pytest.fixture
def told(table: Table) -> Table:
    """The demo's meetings in the tiny city, with the units that they ask for."""
    account = table.cast.secretary.account
    assert account is not None
    account.username = "liang"
    account.save()
    for number, code in enumerate(dict.fromkeys((*ALLIANCE, "housing"))):
        if not Organisation.objects.filter(code=code, area=CITY).exists():
            Organisation.objects.create(
                id=9000 + number, code=code, kind="department", name=code, area_id=CITY,
                valid_from=SINCE,
            )  # fmt: skip
    now = dt.datetime(2026, 11, 25, 15, 0, tzinfo=LOCAL)
    facts: dict[str, Any] = {"now": now, "dice": random.Random(7)}
    seeds.load(city_file={}, report=lambda _step, _done, _total: None, **facts)
    return table


@pytest.mark.usefixtures("told")
def test_the_demo_shows_every_kind_and_state() -> None:
    kinds = set(Meeting.objects.values_list("kind", flat=True))
    assert kinds == {
        "joint_conference", "property_alliance", "leading_group", "decision_hearing",
        "residents_talk", "service_review", "owners_assembly",
    }  # fmt: skip
    held = Meeting.objects.filter(kind="joint_conference", state="closed")
    assert held.count() == 4
    states = set(Decision.objects.values_list("state", flat=True))
    assert states == {"open", "in_progress", "done", "checked", "closed"}
    assert set(Meeting.objects.values_list("state", flat=True)) >= {"called", "closed"}
    assert Body.objects.get(kind="joint_conference", name__startswith="梧州").seats.count() == 19


@pytest.mark.usefixtures("told")
def test_one_review_is_shown_and_one_is_not() -> None:
    counts = {
        meeting.title: Rating.objects.filter(meeting=meeting).count()
        for meeting in Meeting.objects.filter(kind="service_review")
    }
    assert sorted(counts.values()) == [9, 23]


def test_many_halls_may_sit_at_the_same_moment(table: Table) -> None:
    seats = tuple(NewSeat(person=person.pk) for person in table.persons.values())
    bodies = seeds.write_bodies(
        NewBody("hall", f"{number}号厅", COMMUNITY, CALLED, seats) for number in range(120)
    )
    items = (NewItem("充电棚", 20, "同意建"), NewItem("停车位", 20, "再议"))
    plans = [
        Sitting(body, "hall_sitting", TITLE, PLACE, CALLED, BEGINS, items, (0, 1, 2, 3), TEXT)
        for body in bodies
        for _time in range(3)
    ]

    assert len(set(seeds.write_sittings(plans))) == 360
    assert AgendaItem.objects.count() == 720
