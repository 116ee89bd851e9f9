"""Many bodies and sittings at once: the same rows as the acts would write, put in by the hundred.

`tests/test_seeds.py` proves it. What is left out: the mark against a second try of the same call
(it goes after some days anyway), and events, which demo data has no listener for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from linli.apps.meetings.models import (
    AgendaItem,
    Approval,
    Attendee,
    Body,
    Decision,
    DecisionStep,
    Meeting,
    MinutesVersion,
    Seat,
)
from linli.apps.meetings.rules.calling import agenda_closes
from linli.apps.meetings.rules.kinds import find_kind
from linli.apps.meetings.rules.running import seats_needed
from linli.foundation.clock import chance, local_date
from linli.foundation.keys import TAIL_SIZE, key_floor, new_code
from linli.platform import bulk
from linli.platform.models import JournalLine

LABEL: Final = "demo"
HOURS: Final = dt.timedelta(hours=2)
DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NewSeat:
    """A seat for an organisation, or for a person with or without a substitute."""

    organisation: int | None = None
    person: int | None = None
    substitute: int | None = None
    part: str = "member"
    standing: str = ""


@dataclass(frozen=True, slots=True)
class NewBody:
    kind: str
    name: str
    area: int
    since: dt.datetime
    seats: tuple[NewSeat, ...] = ()
    compound: int | None = None


@dataclass(frozen=True, slots=True)
class MadeBody:
    """A body that was written, with the keys of its seats."""

    id: int
    kind: str
    area: int
    seats: tuple[tuple[int, NewSeat], ...]


@dataclass(frozen=True, slots=True)
class NewItem:
    title: str
    minutes: int
    outcome: str


@dataclass(frozen=True, slots=True)
class NewDecision:
    """What a sitting decided; `steps` are (state, words, moment)."""

    title: str
    measure: str
    unit: int
    due_on: dt.date
    steps: tuple[tuple[str, str, dt.datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class Sitting:
    """A sitting that was held and whose minutes are out. `here`: which seats came, by their place."""

    body: MadeBody
    kind: str
    title: str
    place: str
    called_at: dt.datetime
    begins: dt.datetime
    items: tuple[NewItem, ...]
    here: tuple[int, ...]
    text: str
    decisions: tuple[NewDecision, ...] = ()


BODY = ("id", "kind", "name", "area", "compound", "feed", "valid_from")
SEAT = (
    "id", "body", "organisation", "person", "substitute", "part", "standing", "valid_from",
)  # fmt: skip
MEETING = (
    "id", "reference", "body", "body_kind", "kind", "title", "area", "place", "starts_at",
    "ends_at", "agenda_closes_on", "state", "minutes_state", "door", "needed", "called_at",
    "changed_at", "opened_at", "closed_at",
)  # fmt: skip
ITEM = ("id", "meeting", "number", "title", "minutes", "outcome")
ATTENDEE = (
    "id", "meeting", "seat", "organisation", "person", "substitute", "part", "standing",
    "present_at", "at_desk",
)  # fmt: skip
VERSION = ("id", "meeting", "number", "text", "made_at")
APPROVAL = ("id", "version", "attendee", "at", "on_paper")
DECISION = (
    "id", "meeting", "body", "body_kind", "kind", "area", "number", "title", "measure", "unit",
    "due_on", "state", "moved_at",
)  # fmt: skip
STEP = ("id", "decision", "state", "words", "at")
LINE = (
    "id", "at", "verb", "subject_kind", "subject", "area", "label", "channel", "before", "after",
)  # fmt: skip
Rows = list[tuple[Any, ...]]
_tails: dict[int, int] = {}


def _key(at: dt.datetime) -> int:
    """Return a key for a row made at `at`, other than any made here for that moment before.

    Hundreds of sittings begin at one moment and are not written in the order of time: `new_key`,
    which starts anew by chance whenever the moment changes, would sooner or later meet itself.
    """
    floor = key_floor(at)
    tail = _tails.get(floor)
    if tail is None:
        tail = chance(TAIL_SIZE // 2)
    _tails[floor] = tail + 1
    assert tail < TAIL_SIZE
    return floor + tail


@dataclass
class Book:
    """Rows by table, collected first and written in one go."""

    rows: dict[str, Rows] = field(default_factory=dict)

    def add(self, table: str, *values: Any) -> None:
        self.rows.setdefault(table, []).append(values)

    def line(  # the columns of a line
        self,
        verb: str,
        table: str,
        subject: int,
        area: int,
        at: dt.datetime,
        /,
        before: dict[str, object] | None = None,
        **after: object,
    ) -> None:
        facts = (f"meetings.{verb}", f"meetings.{table}", subject, area, LABEL, "system")
        self.add("line", _key(at), at, *facts, before or {}, after)

    def write(self) -> None:
        for table, model, columns in (
            ("body", Body, BODY),
            ("seat", Seat, SEAT),
            ("meeting", Meeting, MEETING),
            ("item", AgendaItem, ITEM),
            ("attendee", Attendee, ATTENDEE),
            ("version", MinutesVersion, VERSION),
            ("approval", Approval, APPROVAL),
            ("decision", Decision, DECISION),
            ("step", DecisionStep, STEP),
            ("line", JournalLine, LINE),
        ):
            bulk.insert(model, columns, self.rows.get(table, []))


def write_bodies(plans: Iterable[NewBody]) -> list[MadeBody]:
    """Write bodies with their seats; what `found_body` and `seat_member` do one by one."""
    book, made = Book(), []
    for plan in plans:
        key, day = _key(plan.since), local_date(plan.since)
        feed = new_code(32)
        book.add("body", key, plan.kind, plan.name, plan.area, plan.compound, feed, day)
        book.line("body_founded", "body", key, plan.area, plan.since, kind=plan.kind)
        seats = tuple((_key(plan.since), seat) for seat in plan.seats)
        for pk, seat in seats:
            holder = (seat.organisation, seat.person, seat.substitute, seat.part, seat.standing)
            book.add("seat", pk, key, *holder, day)
            book.line("seated", "body", key, plan.area, plan.since, kind=plan.kind, seat=pk)
        made.append(MadeBody(key, plan.kind, plan.area, seats))
    book.write()
    return made


def write_sittings(plans: Sequence[Sitting]) -> list[int]:
    """Write sittings from their notice to their published minutes; return their keys."""
    book = Book()
    keys = [_sitting(book, plan) for plan in plans]
    book.write()
    return keys


def _sitting(book: Book, plan: Sitting) -> int:
    body, rules = plan.body, find_kind(plan.kind, local_date(plan.called_at))
    key, ends = _key(plan.called_at), plan.begins + HOURS
    book.add(
        "meeting", key, new_code(8), body.id, body.kind, plan.kind, plan.title, body.area,
        plan.place, plan.begins, ends, agenda_closes(rules, plan.begins), "closed", "published",
        new_code(6), seats_needed(len(body.seats), rules.quorum), plan.called_at, ends,
        plan.begins, ends,
    )  # fmt: skip
    book.line("called", "meeting", key, body.area, plan.called_at, kind=plan.kind)
    for number, item in enumerate(plan.items, start=1):
        pk = _key(plan.called_at)
        book.add("item", pk, key, number, item.title, item.minutes, item.outcome)
        book.line("item_added", "meeting", key, body.area, plan.called_at, item=pk, source="")
        book.line("item_outcome", "meeting", key, body.area, plan.begins, item=pk)
    here = _attendees(book, plan, key)
    book.line("opened", "meeting", key, body.area, plan.begins)
    book.line("closed", "meeting", key, body.area, ends)
    for number, decision in enumerate(plan.decisions, start=1):
        _decision(book, plan, key, number, decision)
    _minutes(book, plan, key, here)
    return key


def _attendees(book: Book, plan: Sitting, key: int) -> list[int]:
    """Write a place for each seat; return those who came."""
    came, here = [], frozenset(plan.here)
    for place, (seat, holder) in enumerate(plan.body.seats):
        pk, is_here = _key(plan.called_at), place in here
        book.add(
            "attendee", pk, key, seat, holder.organisation, holder.person, holder.substitute,
            holder.part, holder.standing, plan.begins if is_here else None, is_here,
        )  # fmt: skip
        if is_here:
            came.append(pk)
            book.line("came_to_desk", "meeting", key, plan.body.area, plan.begins)
    return came


def _decision(book: Book, plan: Sitting, key: int, number: int, made: NewDecision) -> None:
    body, pk = plan.body, _key(plan.begins)
    state, moved = "open", plan.begins
    book.line("decision_made", "decision", pk, body.area, plan.begins, state=state)
    for after, words, at in made.steps:
        book.add("step", _key(at), pk, after, words, at)
        book.line("decision_moved", "decision", pk, body.area, at, {"state": state}, state=after)
        state, moved = after, at
    book.add(
        "decision", pk, key, body.id, body.kind, plan.kind, body.area, number, made.title,
        made.measure, made.unit, made.due_on, state, moved,
    )  # fmt: skip


def _minutes(book: Book, plan: Sitting, key: int, here: Sequence[int]) -> None:
    """Write the minutes, signed by as many as it takes, a day later."""
    at = plan.begins + HOURS + DAY
    version = _key(at)
    book.add("version", version, key, 1, plan.text, at)
    book.line("minutes_written", "meeting", key, plan.body.area, at, version=1)
    for attendee in here[: len(here) // 2 + 1]:
        book.add("approval", _key(at), version, attendee, at, True)
        book.line("minutes_approved", "meeting", key, plan.body.area, at, version=1, on_paper=True)
    book.line("minutes_published", "meeting", key, plan.body.area, at)
