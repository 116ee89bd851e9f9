"""Who is there: places with names for the desk, the line of speakers, the reader's own places."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from linli.apps.meetings.access import attendee_of
from linli.apps.meetings.models import Attendee, Meeting, Speaker
from linli.apps.meetings.models.labels import PARTS, REPLIES
from linli.platform.access import Actor

ROWS_MAX: Final = 1000
PLACE: Final = (
    "id",
    "organisation__name",
    "person__name",
    "substitute__name",
    "account__display_name",
    "standing",
    "part",
    "reply",
    "present_at",
    "by_substitute",
    "at_desk",
    "seat_id",
)


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place at the meeting, as the desk sees it: with names."""

    id: int
    organisation: str | None
    person: str | None
    substitute: str | None
    account: str | None
    standing: str
    part: str
    reply: str
    present_at: dt.datetime | None
    by_substitute: bool
    at_desk: bool
    seat: int | None

    @property
    def name(self) -> str:
        return self.organisation or self.person or self.account or self.standing

    @property
    def part_name(self) -> str:
        return str(dict(PARTS)[self.part])

    @property
    def reply_name(self) -> str:
        return str(dict(REPLIES)[self.reply])


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """Somebody in the line; `name` is the unit or whom they stand for, the desk adds the person."""

    id: int
    name: str
    asked_at: dt.datetime
    is_speaking: bool


def list_places(meeting: int) -> tuple[PlaceRow, ...]:
    """Return every place at the meeting: seats in their order, then who else came. One query.

    For those who may `desk` only: it holds names.
    """
    return _places(Attendee.objects.filter(meeting=meeting))


def own_places(*, actor: Actor, meeting: int) -> tuple[PlaceRow, ...]:
    """Return the places that the actor holds: in person, as substitute, for a unit."""
    return _places(Attendee.objects.filter(attendee_of(actor), meeting=meeting))


def _places(rows: QuerySet[Attendee]) -> tuple[PlaceRow, ...]:
    return tuple(PlaceRow(*row) for row in rows.order_by("id").values_list(*PLACE)[:ROWS_MAX])


def seat_units(meeting: int) -> tuple[tuple[int, str], ...]:
    """Return the units that have a seat at the meeting: key and name."""
    rows = Attendee.objects.filter(meeting=meeting, organisation__isnull=False).order_by("id")
    return tuple(rows.values_list("organisation_id", "organisation__name")[:ROWS_MAX])


def list_speakers(meeting: Meeting) -> tuple[SpeakerRow, ...]:
    """Return who speaks and who waits, in the order of asking. One query."""
    rows = (
        Speaker.objects.filter(meeting=meeting, ended_at=None)
        .order_by("id")
        .values_list(
            "id",
            "attendee__organisation__name",
            "attendee__person__name",
            "attendee__account__display_name",
            "attendee__standing",
            "asked_at",
            "began_at",
        )
    )
    return tuple(
        SpeakerRow(pk, unit or person or account or standing, asked, began is not None)
        for pk, unit, person, account, standing, asked, began in rows[:ROWS_MAX]
    )
