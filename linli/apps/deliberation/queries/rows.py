"""The frozen rows that pages and the API show. They hold no name of who raised, seconded or said what."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from linli.apps.deliberation.models import Topic
from linli.apps.deliberation.models.labels import STANCES
from linli.apps.deliberation.rules.lanes import Lane, LaneSet, Suggestion, find_lane_set
from linli.apps.deliberation.rules.procedures import (
    Evidence,
    Part,
    Procedure,
    Step,
    find_procedure,
)
from linli.apps.deliberation.rules.stages import STAGES, Stage
from linli.apps.deliberation.rules.topics import Facts


@dataclass(frozen=True, slots=True)
class HallRow:
    """A hall in a list."""

    id: int
    name: str
    area: int
    area_name: str
    compound: int | None
    compound_name: str
    room: str
    hours: str
    has_rules: bool
    open_topics: int

    @property
    def place(self) -> str:
        return self.compound_name or self.area_name


@dataclass(frozen=True, slots=True)
class Halls:
    rows: tuple[HallRow, ...]
    after: int


@dataclass(frozen=True, slots=True)
class SeatRow:
    """Who sits in a hall: a person in a public part, or an organisation."""

    id: int
    kind: str
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class RulesRow:
    """The rules in force, in their words and as the engines read them."""

    number: int
    procedure: Procedure
    lanes: LaneSet
    vote_rule: str
    seconds: int
    text: str
    published_at: dt.datetime


@dataclass(frozen=True, slots=True)
class BookingRow:
    """A part of a day for which the room is taken; `is_own` marks the reader's booking."""

    id: int
    on: dt.date
    slot: str
    purpose: str
    is_sitting: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class HallPage:
    """A hall as its page shows it to one reader."""

    id: int
    name: str
    area: int
    area_name: str
    compound: int | None
    compound_name: str
    centre: int | None
    body: int
    room: str
    hours: str
    convener: str
    organisation: str
    phone: str
    is_closed: bool
    rules: RulesRow | None
    seats: tuple[SeatRow, ...]
    bookings: tuple[BookingRow, ...]
    may: frozenset[str]

    @property
    def is_open(self) -> bool:
        return self.rules is not None and not self.is_closed

    @property
    def place(self) -> str:
        return f"{self.area_name} {self.compound_name}".strip()

    @property
    def may_keep(self) -> bool:
        return bool(self.may & {"keep", "publish_rules"})


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic in a list."""

    id: int
    reference: str
    title: str
    hall: int
    hall_name: str
    compound_name: str
    stage: str
    lane: str
    percent: int
    is_open: bool
    raised_at: dt.datetime
    entered_at: dt.datetime
    due_at: dt.datetime
    procedure_code: str
    lane_set: str
    is_hidden: bool

    @property
    def procedure(self) -> Procedure:
        return find_procedure(self.procedure_code)

    @property
    def step(self) -> int:
        """Return the number of the step that the topic stands in, 0 at its end."""
        return self.procedure.step_of(Stage(self.stage)) if self.is_open else 0

    @property
    def lane_facts(self) -> Lane | None:
        return find_lane_set(self.lane_set).find(self.lane) if self.lane else None


@dataclass(frozen=True, slots=True)
class Topics:
    rows: tuple[TopicRow, ...]
    after: int


@dataclass(frozen=True, slots=True)
class IdeaRow:
    """An idea with what was said to it; `voice` is the reader's own."""

    number: int
    given_as: str
    is_relayed: bool
    text: str
    at: dt.datetime
    hidden_reason: str
    agree: int
    disagree: int
    passed: int
    voice: str
    is_own: bool

    @property
    def spoken(self) -> int:
        return self.agree + self.disagree + self.passed


@dataclass(frozen=True, slots=True)
class OptionRow:
    number: int
    title: str
    text: str
    yuan: int
    payer: str
    item: int
    unit: int
    unit_name: str
    ideas: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AnswerRow:
    stance: str
    text: str
    unit_name: str
    at: dt.datetime

    @property
    def stance_name(self) -> str:
        return str(dict(STANCES)[self.stance])


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    result: str
    option: int | None
    text: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class ProgressRow:
    round: int
    percent: int
    text: str
    proof: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class TriageRow:
    before: str
    lane: str
    suggested: str
    because: tuple[str, ...]
    reason: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A linked matter as everybody may know it: its kind, when, where it stands."""

    reference: str
    kind: str
    state: str
    received_at: dt.datetime
    is_outcome: bool


@dataclass(frozen=True, slots=True)
class MeetingRow:
    key: int
    reference: str
    starts_at: dt.datetime
    published_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """What a resident found not done when a round was reviewed."""

    round: int
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """A public line of the journal: what, when, in which capacity."""

    verb: str
    at: dt.datetime
    who: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TopicPage:
    """All of a topic that one reader sees."""

    topic: Topic
    hall_name: str
    area_name: str
    compound_name: str
    unit_name: str
    procedure: Procedure
    lanes: LaneSet
    facts: Facts
    evidence: tuple[tuple[Evidence, bool], ...]
    parts: frozenset[Part]
    may: frozenset[str]
    has_seconded: bool
    has_reviewed: bool
    ideas: tuple[IdeaRow, ...]
    options: tuple[OptionRow, ...]
    answers: tuple[AnswerRow, ...]
    outcome: OutcomeRow | None
    progress: tuple[ProgressRow, ...]
    triages: tuple[TriageRow, ...]
    matters: tuple[MatterRow, ...]
    meetings: tuple[MeetingRow, ...]
    complaints: tuple[ComplaintRow, ...]
    lines: tuple[Line, ...]
    is_own: bool = False
    vote_reference: str = ""
    is_vote_void: bool = False
    suggestion: Suggestion | None = field(default=None)

    @property
    def stage(self) -> Stage:
        return Stage(self.topic.stage)

    @property
    def place(self) -> str:
        return f"{self.area_name} {self.compound_name}".strip()

    @property
    def step_number(self) -> int:
        """Return the step that the topic stands in; at its end, the one after the last."""
        if self.stage in STAGES:
            return self.procedure.step_of(self.stage)
        return len(self.procedure.steps) + 1

    @property
    def step(self) -> Step | None:
        return self.procedure.steps[self.step_number - 1] if self.topic.is_open else None

    @property
    def lane(self) -> Lane | None:
        return self.lanes.find(self.topic.lane) if self.topic.lane else None

    def can(self, act: str) -> bool:
        """Tell whether the reader may do an act that the procedure gives to some parts only."""
        if not self.topic.is_open:
            return False
        rule = self.procedure.rule_of(self.stage)
        return bool(rule.who.get(act, frozenset()) & self.parts)
