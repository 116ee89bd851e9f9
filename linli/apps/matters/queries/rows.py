"""The frozen rows that pages, API and exports show. They hold no name of a reporter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from linli.apps.matters.models.labels import STATES
from linli.apps.matters.rules.clock import Clock, clock_of
from linli.apps.matters.rules.escalation import RUNGS, rung_of
from linli.apps.matters.rules.kinds import Kind, kind_of
from linli.apps.matters.rules.states import OPEN, State

Row = TypeVar("Row")
STATE_NAMES: Final = dict(STATES)


class Raised(Protocol):
    """What has a deadline and the rung that was told."""

    @property
    def rung(self) -> int: ...
    @property
    def rung_due(self) -> dt.datetime | None: ...
    @property
    def due_at(self) -> dt.datetime: ...


def raised_to(one: Raised) -> str:
    """Return the rung that was told of the deadline in force, empty for none."""
    rung = rung_of(one.rung, one.rung_due, one.due_at)
    return RUNGS[rung - 1] if rung else ""


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A line of a list of somebody whom the matter concerns; `summary` is the start of its words."""

    id: int
    reference: str
    kind: str
    lane: str
    state: str
    channel: str
    privacy: str
    summary: str
    community: int
    community_name: str
    compound_name: str
    building_name: str
    place_text: str
    unit: int | None
    unit_name: str
    handler: int | None
    received_at: dt.datetime
    due_at: dt.datetime
    waiting_since: dt.datetime | None
    resolved_at: dt.datetime | None
    closed_at: dt.datetime | None
    close_round: int
    urges: int
    rung: int
    rung_due: dt.datetime | None

    @property
    def raised_to(self) -> str:
        """Return the rung that was told of this deadline, empty for none."""
        return raised_to(self)

    @property
    def kind_facts(self) -> Kind:
        return kind_of(self.kind)

    @property
    def state_name(self) -> str:
        return str(STATE_NAMES[self.state])

    @property
    def is_open(self) -> bool:
        return State(self.state) in OPEN

    @property
    def place(self) -> str:
        return f"{self.compound_name}{self.building_name}" or self.community_name

    def clock(self, now: dt.datetime) -> Clock:
        return clock_of(
            self.kind_facts.limit,
            self.due_at,
            now=now,
            waiting_since=self.waiting_since,
            stopped_at=self.resolved_at or self.closed_at,
        )


@dataclass(frozen=True, slots=True)
class PublicRow:
    """What everybody may know of a matter: kind, place at the level of the compound, state, answer."""

    reference: str
    kind: str
    state: str
    community: int
    community_name: str
    compound_name: str
    received_at: dt.datetime
    resolved_at: dt.datetime | None
    answer: str

    @property
    def kind_facts(self) -> Kind:
        return kind_of(self.kind)

    @property
    def place(self) -> str:
        return self.compound_name or self.community_name


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows and the cursor of those that follow, empty at the end."""

    rows: tuple[Row, ...]
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the life of a matter, oldest first: a line of the journal, words, a photo, a rating.

    `source` is line, words, photo or rating; `verb` is the journal's verb, the kind of words, the
    photo's kind or the value of the rating; `who` is a role or the name of staff, never a reporter's.
    """

    source: str
    id: int
    at: dt.datetime
    who: str
    verb: str
    text: str
    data: Mapping[str, object]
    is_private: bool


@dataclass(frozen=True, slots=True)
class MatterPage:
    """All that this actor may see of one matter; `is_full` is false for the public form."""

    id: int
    reference: str
    kind: str
    request: str
    lane: str
    state: str
    privacy: str
    channel: str
    words: str
    answers: Mapping[str, str]
    area: int
    area_name: str
    community: int
    community_name: str
    compound: int | None
    compound_name: str
    building: int | None
    building_name: str
    place_text: str
    lon: float | None
    lat: float | None
    unit: int | None
    unit_name: str
    unit_phone: str
    proposed_unit: int | None
    proposed_unit_name: str
    handler: int | None
    handler_name: str
    duplicate_of: str
    received_at: dt.datetime
    response_due: dt.datetime
    responded_at: dt.datetime | None
    triaged_at: dt.datetime | None
    dispatched_at: dt.datetime | None
    due_at: dt.datetime
    waiting_since: dt.datetime | None
    paused_minutes: int
    extended_at: dt.datetime | None
    returned_at: dt.datetime | None
    resolved_at: dt.datetime | None
    closed_at: dt.datetime | None
    close_round: int
    urged_at: dt.datetime | None
    urges: int
    rung: int
    rung_due: dt.datetime | None
    answer: str
    way_out: str
    has_contact: bool
    is_full: bool
    is_reporter: bool
    is_own: bool
    may: frozenset[str]
    clock: Clock
    entries: tuple[Entry, ...]

    @property
    def kind_facts(self) -> Kind:
        return kind_of(self.kind)

    @property
    def is_open(self) -> bool:
        return State(self.state) in OPEN

    @property
    def place(self) -> str:
        return f"{self.compound_name}{self.building_name}" or self.community_name
