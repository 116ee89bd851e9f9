"""Lists of meetings: to come, past, the reader's own. One query each, paged by key."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet

from linli.apps.meetings.access import TABLE, attendee_of, clerk
from linli.apps.meetings.models import Attendee, Meeting
from linli.apps.meetings.models.labels import MINUTES, STATES, kind_name
from linli.apps.meetings.rules.minutes import Minutes
from linli.apps.meetings.rules.running import State
from linli.foundation.areas import Span
from linli.platform.access import Actor, allowed, rule_of, within

ROWS_MAX: Final = 50
ROW: Final = (
    "id",
    "reference",
    "kind",
    "title",
    "body_id",
    "body__name",
    "area_id",
    "place",
    "starts_at",
    "ends_at",
    "state",
    "minutes_state",
    "agenda_closes_on",
)


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting in a list."""

    id: int
    reference: str
    kind: str
    title: str
    body: int
    body_name: str
    area: int
    place: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    state: str
    minutes_state: str
    agenda_closes_on: dt.date

    @property
    def kind_name(self) -> str:
        return kind_name(self.kind)

    @property
    def state_name(self) -> str:
        return str(STATES[State(self.state)])

    @property
    def minutes_name(self) -> str:
        return str(MINUTES[Minutes(self.minutes_state)])


@dataclass(frozen=True, slots=True)
class Meetings:
    """One page of a list; `after` is the cursor to go on from, empty at the end."""

    rows: tuple[MeetingRow, ...]
    after: str


def _rows(rows: QuerySet[Meeting]) -> tuple[MeetingRow, ...]:
    return tuple(MeetingRow(*row) for row in rows.values_list(*ROW))


def _narrowed(
    rows: QuerySet[Meeting], body: int | None, over: Span | None, kind: str
) -> QuerySet[Meeting]:
    if body is not None:
        rows = rows.filter(body=body)
    if over is not None:
        rows = rows.filter(within("area", (over,)))
    return rows.filter(kind=kind) if kind else rows


def list_upcoming(  # what narrows the list
    *,
    actor: Actor,
    now: dt.datetime,
    body: int | None = None,
    over: Span | None = None,
    kind: str = "",
    limit: int = ROWS_MAX,
) -> tuple[MeetingRow, ...]:
    """Return the meetings that are on or still to come and that the actor may read, soonest first."""
    rows = allowed(
        Meeting.objects.order_by("starts_at", "id"), actor=actor, action="read", table=TABLE
    )
    to_come = Q(state=State.CALLED, ends_at__gt=now) | Q(state=State.OPEN)
    shown = _narrowed(rows.filter(to_come), body, over, kind)
    return _rows(shown[: min(limit, ROWS_MAX)])


def list_past(  # what narrows the list
    *,
    actor: Actor,
    body: int | None = None,
    over: Span | None = None,
    kind: str = "",
    after: str = "",
    limit: int = ROWS_MAX,
) -> Meetings:
    """Return the meetings that have ended and that the actor may read, newest first."""
    rows = allowed(
        Meeting.objects.order_by("-starts_at", "-id"), actor=actor, action="read", table=TABLE
    )
    shown = _narrowed(rows.filter(state=State.CLOSED), body, over, kind)
    cursor = _cursor(after)
    if cursor is not None:
        moment, key = cursor
        shown = shown.filter(Q(starts_at__lt=moment) | Q(starts_at=moment, id__lt=key))
    most = min(limit, ROWS_MAX)
    found = _rows(shown[: most + 1])
    last = found[most - 1] if len(found) > most else None
    return Meetings(
        found[:most], f"{last.starts_at.timestamp():.0f}-{last.id}" if last is not None else ""
    )


def _cursor(text: str) -> tuple[dt.datetime, int] | None:
    moment, _, key = text.partition("-")
    if not (moment.isascii() and moment.isdecimal() and key.isascii() and key.isdecimal()):
        return None
    if len(moment) > 10 or len(key) > 19:
        return None
    return dt.datetime.fromtimestamp(int(moment), tz=dt.UTC), int(key)


def list_mine(*, actor: Actor, now: dt.datetime, limit: int = 20) -> tuple[MeetingRow, ...]:
    """Return what waits for the actor: meetings to come to, and minutes to approve."""
    if actor.account is None:
        return ()
    own = Attendee.objects.filter(attendee_of(actor))
    to_come = Q(pk__in=own.values("meeting")) & (
        Q(state=State.CALLED, ends_at__gt=now) | Q(state=State.OPEN)
    )
    present = own.filter(present_at__isnull=False)
    to_approve = Q(pk__in=present.values("meeting"), minutes_state=Minutes.DRAFTED)
    rows = Meeting.objects.filter(to_come | to_approve).order_by("starts_at", "id")
    return _rows(rows[:limit])


def list_to_write_up(*, actor: Actor, limit: int = 20) -> tuple[MeetingRow, ...]:
    """Return the meetings that have ended and whose minutes wait for those who lead the body."""
    rows = Meeting.objects.filter(
        rule_of({"clerk": clerk}, "clerk", actor), state=State.CLOSED
    ).exclude(minutes_state=Minutes.PUBLISHED)
    return _rows(rows.order_by("-starts_at", "-id")[:limit])


def yearly_held(*, body: int, kind: str, year: int) -> int:
    """Return how many meetings of a kind the body has held in a calendar year."""
    found = Meeting.objects.filter(
        body=body, kind=kind, state=State.CLOSED, starts_at__year=year
    ).aggregate(held=Count("id"))
    return int(found["held"])


def key_of(reference: str) -> int | None:
    """Return the key of the meeting with a public reference."""
    return Meeting.objects.filter(reference=reference).values_list("id", flat=True).first()
