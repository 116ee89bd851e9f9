"""One meeting with all that the reader may see of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import BooleanField, Case, Count, Q, Value, When
from django.http import Http404

from linli.apps.meetings.access import TABLE
from linli.apps.meetings.models import AgendaItem, Attendee, Meeting, MinutesVersion, Need, Opinion
from linli.apps.meetings.models.labels import (
    MINUTES,
    SOURCES,
    STATES,
    VERDICTS,
    kind_name,
)
from linli.apps.meetings.rules.kinds import Kind, find_kind
from linli.apps.meetings.rules.minutes import Minutes
from linli.apps.meetings.rules.running import State, is_door_open
from linli.foundation.clock import local_date
from linli.platform import files
from linli.platform.access import Actor, allowed, rule_of

PAPER_KIND: Final = "meetings.paper"


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item of the agenda with the keys of its papers."""

    id: int
    number: int
    title: str
    text: str
    minutes: int
    source_kind: str
    source: int | None
    outcome: str
    papers: tuple[str, ...]

    @property
    def source_name(self) -> str:
        return str(dict(SOURCES).get(self.source_kind, ""))


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """An opinion and its answer; who said it is told to nobody."""

    id: int
    words: str
    verdict: str
    reason: str

    @property
    def verdict_name(self) -> str:
        return str(dict(VERDICTS).get(self.verdict, ""))


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need, and the matter that it became or the answer."""

    id: int
    words: str
    reference: str | None
    answer: str

    @property
    def is_settled(self) -> bool:
        return bool(self.reference or self.answer)


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A meeting with agenda, voices and published minutes; how many are there, never who."""

    meeting: Meeting
    body_name: str
    area_name: str
    kind: Kind
    items: tuple[ItemRow, ...]
    opinions: tuple[OpinionRow, ...]
    needs: tuple[NeedRow, ...]
    minutes: str
    invited: int
    present: int
    seats_present: int
    may: frozenset[str]

    @property
    def kind_name(self) -> str:
        return kind_name(self.meeting.kind)

    @property
    def state_name(self) -> str:
        return str(STATES[State(self.meeting.state)])

    @property
    def minutes_name(self) -> str:
        return str(MINUTES[Minutes(self.meeting.minutes_state)])

    def is_door_open(self, now: dt.datetime) -> bool:
        """Tell whether people may come in now."""
        return is_door_open(self.meeting.state, self.meeting.starts_at, now=now)

    @property
    def is_quorate(self) -> bool:
        return self.seats_present >= self.meeting.needed

    @property
    def missing(self) -> int:
        return max(0, self.meeting.needed - self.seats_present)

    @property
    def minutes_total(self) -> int:
        return sum(item.minutes for item in self.items)


def get_page(*, actor: Actor, reference: str) -> MeetingPage:
    """Return the meeting under its public reference, or raise `Http404`; at most six queries."""
    rows = Meeting.objects.select_related("body", "area").filter(reference=reference)
    readable = allowed(rows, actor=actor, action="read", table=TABLE)
    marks: dict[str, Any] = {
        f"may_{action}": Case(
            When(rule_of(TABLE, action, actor), then=Value(value=True)),
            default=Value(value=False),
            output_field=BooleanField(),
        )
        for action in TABLE
    }
    meeting = readable.annotate(**marks).first()
    if meeting is None:
        raise Http404
    may = frozenset(action for action in TABLE if getattr(meeting, f"may_{action}"))
    kind = find_kind(meeting.kind, local_date(meeting.called_at))
    counts = Attendee.objects.filter(meeting=meeting).aggregate(
        invited=Count("id", filter=Q(seat__isnull=False)),
        present=Count("id", filter=Q(present_at__isnull=False)),
        seats=Count("id", filter=Q(present_at__isnull=False, seat__isnull=False)),
    )
    return MeetingPage(
        meeting=meeting,
        body_name=meeting.body.name,
        area_name=meeting.area.name,
        kind=kind,
        items=_items(meeting, is_inside=bool(may & {"agenda", "invited"}), kind=kind),
        opinions=_opinions(meeting) if kind.input == "opinions" else (),
        needs=_needs(meeting) if kind.input == "needs" else (),
        minutes=_published(meeting),
        invited=counts["invited"],
        present=counts["present"],
        seats_present=counts["seats"],
        may=may,
    )


def _items(meeting: Meeting, *, is_inside: bool, kind: Kind) -> tuple[ItemRow, ...]:
    rows = list(
        AgendaItem.objects.filter(meeting=meeting)
        .order_by("number")
        .values_list("id", "number", "title", "text", "minutes", "source_kind", "source", "outcome")
    )
    held = (
        files.list_files_of(kind=PAPER_KIND, owners=[row[0] for row in rows])
        if rows and (is_inside or kind.is_public)
        else {}
    )
    return tuple(
        ItemRow(*row, papers=tuple(file.key for file in held.get(row[0], []))) for row in rows
    )


def _opinions(meeting: Meeting) -> tuple[OpinionRow, ...]:
    rows = Opinion.objects.filter(meeting=meeting).order_by("id")
    return tuple(OpinionRow(*row) for row in rows.values_list("id", "words", "verdict", "reason"))


def _needs(meeting: Meeting) -> tuple[NeedRow, ...]:
    rows = Need.objects.filter(meeting=meeting).order_by("id")
    found = rows.values_list("id", "words", "matter__reference", "answer")
    return tuple(NeedRow(*row) for row in found)


def _published(meeting: Meeting) -> str:
    if meeting.minutes_state != Minutes.PUBLISHED:
        return ""
    newest = MinutesVersion.objects.filter(meeting=meeting).order_by("-number")
    return newest.values_list("text", flat=True).first() or ""
