"""What pages and the API get: frozen rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from linli.apps.disputes.rules.kinds import Kind, kind_of


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """A dispute in a list of its circle: no names, no words."""

    id: int
    reference: str
    kind: str
    state: str
    risk: str
    community_name: str
    compound_name: str
    registered_at: dt.datetime
    consent_due: dt.datetime
    due_at: dt.datetime | None
    confirm_until: dt.date | None
    court: str
    is_open: bool
    next_session: dt.datetime | None

    @property
    def kind_row(self) -> Kind:
        return kind_of(self.kind)

    def is_late(self, now: dt.datetime) -> bool:
        """Tell whether a time limit has passed: to ask the other side, or to mediate."""
        if self.state in {"registered", "consent_asked"}:
            return now > self.consent_due
        return self.state == "in_mediation" and self.due_at is not None and now > self.due_at


@dataclass(frozen=True, slots=True)
class Rows:
    """One page of a list; `after` is the key to go on from, empty at the end."""

    rows: tuple[DisputeRow, ...]
    after: str


@dataclass(frozen=True, slots=True)
class ConsentRow:
    answer: str
    way: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class SideRow:
    """A side as the reader may see it: phones only for who leads the case and for the side itself."""

    id: int
    number: int
    is_applicant: bool
    is_own: bool
    sort: str
    name: str
    phone: str
    is_minor: bool
    speaker_name: str
    speaker_phone: str
    speaker_basis: str
    has_account: bool
    has_code: bool
    consent: str
    consents: tuple[ConsentRow, ...]


@dataclass(frozen=True, slots=True)
class SeatRow:
    id: int
    account: int
    name: str
    proposed_by: int
    state: str
    at: dt.datetime
    accepted: tuple[int, ...]  # numbers of the sides


@dataclass(frozen=True, slots=True)
class SessionRow:
    number: int
    begins_at: dt.datetime
    setting: str
    place: str
    state: str
    held_at: dt.datetime | None
    came: tuple[int, ...]
    record: str
    next_step: str


@dataclass(frozen=True, slots=True)
class NoteRow:
    words: str
    at: dt.datetime
    scope: str
    author: str


@dataclass(frozen=True, slots=True)
class PerformanceRow:
    is_done: bool
    said_by: int
    at: dt.datetime
    proof: str


@dataclass(frozen=True, slots=True)
class DutyRow:
    number: int
    side: int
    words: str
    due_on: dt.date
    state: str
    lines: tuple[PerformanceRow, ...]


@dataclass(frozen=True, slots=True)
class ConfirmationRow:
    side: int
    way: str
    at: dt.datetime
    scan: str


@dataclass(frozen=True, slots=True)
class AgreementRow:
    number: int
    form: str
    words: str
    drawn_at: dt.datetime
    fingerprint: str
    effective_at: dt.datetime | None
    duties: tuple[DutyRow, ...]
    confirmations: tuple[ConfirmationRow, ...]


@dataclass(frozen=True, slots=True)
class LookRow:
    """Somebody who is no side opened the file."""

    at: dt.datetime
    name: str
    capacity: str
    what: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """A line of the history: what was done, in which capacity."""

    at: dt.datetime
    verb: str
    who: str
    after: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class DisputePage:
    """One dispute as somebody of its circle sees it."""

    id: int
    reference: str
    kind: str
    privacy: str
    risk: str
    channel: str
    words: str
    answers: Mapping[str, str]
    state: str
    is_open: bool
    area: int
    community_name: str
    compound_name: str
    building_name: str
    place_text: str
    desk: str
    matter_reference: str
    registered_at: dt.datetime
    consent_due: dt.datetime
    asked_at: dt.datetime | None
    began_at: dt.datetime | None
    due_at: dt.datetime | None
    agreed_at: dt.datetime | None
    ended_at: dt.datetime | None
    outcome: str
    way_out: str
    advice: str
    confirm_until: dt.date | None
    court: str
    court_on: dt.date | None
    capacity: str  # side, mediator or desk
    may: frozenset[str]
    sides: tuple[SideRow, ...] = ()
    seats: tuple[SeatRow, ...] = ()
    sessions: tuple[SessionRow, ...] = ()
    notes: tuple[NoteRow, ...] = ()
    agreements: tuple[AgreementRow, ...] = ()
    looks: tuple[LookRow, ...] = ()
    events: tuple[EventRow, ...] = ()

    @property
    def kind_row(self) -> Kind:
        return kind_of(self.kind)

    @property
    def own(self) -> tuple[SideRow, ...]:
        return tuple(side for side in self.sides if side.is_own)

    @property
    def agreement(self) -> AgreementRow | None:
        """Return the last draft, or the agreement in force."""
        return self.agreements[-1] if self.agreements else None

    def side(self, number: int) -> SideRow | None:
        return next((side for side in self.sides if side.number == number), None)
