"""Bodies, their seats, and the meetings for a calendar."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q

from linli.apps.meetings.access import BODIES
from linli.apps.meetings.models import Body, Meeting, Seat
from linli.apps.meetings.models.labels import PARTS, body_kind_name
from linli.apps.meetings.queries.lists import ROW, MeetingRow
from linli.apps.meetings.rules.kinds import all_kinds, find_body_kind
from linli.foundation.areas import Span
from linli.platform.access import Actor, allowed, fetch, rule_of, within
from linli.platform.dated import holding

ROWS_MAX: Final = 50
CALENDAR_MAX: Final = 200
CALENDAR_DAYS: Final = 400


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body in a list."""

    id: int
    kind: str
    name: str
    area: int
    area_name: str
    seats: int

    @property
    def kind_name(self) -> str:
        return body_kind_name(self.kind)


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat; names of persons are for the body's own people only."""

    id: int
    organisation: str | None
    person: str | None
    substitute: str | None
    part: str
    standing: str
    valid_from: dt.date

    @property
    def part_name(self) -> str:
        return str(dict(PARTS)[self.part])


@dataclass(frozen=True, slots=True)
class BodyPage:
    """A body with its seats as far as the reader may see them."""

    body: Body
    area_name: str
    seats: tuple[SeatRow, ...]
    may: frozenset[str]

    @property
    def kind_name(self) -> str:
        return body_kind_name(self.body.kind)

    @property
    def is_public(self) -> bool:
        return is_feed_public(self.body.kind)

    @property
    def holds(self) -> tuple[str, ...]:
        return find_body_kind(self.body.kind).holds


def is_feed_public(kind: str) -> bool:
    """Tell whether all that such a body holds is public, so that its calendar needs no secret."""
    public = {each.code for each in all_kinds() if each.is_public}
    return {*find_body_kind(kind).holds} <= public


def list_bodies(
    *,
    actor: Actor,
    on: dt.date,
    kind: str = "",
    over: Span | None = None,
    leads: bool = False,
    after: int = 0,
) -> tuple[BodyRow, ...]:
    """Return the bodies that the actor may read (or leads), in the order of keys; one query."""
    action = "lead" if leads else "read"
    rows = allowed(Body.objects.as_of(on), actor=actor, action=action, table=BODIES)
    rows = rows.filter(pk__gt=after)
    if kind:
        rows = rows.filter(kind=kind)
    if over is not None:
        rows = rows.filter(within("area", (over,)))
    counted = rows.annotate(held=Count("seats", filter=holding(on, "seats__"))).order_by("pk")
    found = counted.values_list("id", "kind", "name", "area_id", "area__name", "held")
    return tuple(BodyRow(*row) for row in found[:ROWS_MAX])


def get_body(*, actor: Actor, pk: int, on: dt.date) -> BodyPage:
    """Return a body, or raise `Http404`; units in seats are public, persons are not. Three queries."""
    rows = Body.objects.select_related("area")
    body = fetch(rows, actor=actor, action="read", table=BODIES, pk=pk)
    may = frozenset(
        action
        for action in BODIES
        if Body.objects.filter(rule_of(BODIES, action, actor), pk=pk).exists()
    )
    seats = Seat.objects.as_of(on).filter(body=pk).order_by("id")
    found = seats.values_list(
        "id",
        "organisation__name",
        "person__name",
        "substitute__name",
        "part",
        "standing",
        "valid_from",
    )
    shown = tuple(SeatRow(*row) for row in found[:200])
    if "seats" not in may:
        shown = tuple(
            SeatRow(row.id, row.organisation, None, None, row.part, row.standing, row.valid_from)
            for row in shown
        )
    return BodyPage(body, body.area.name, shown, may)


def list_calendar(
    *, body: int, feed: str | None, now: dt.datetime
) -> tuple[Body, tuple[tuple[MeetingRow, dt.datetime], ...]] | None:
    """Return a body and its meetings for a calendar, newest first, each with when it last changed.

    The secret of the feed opens every body's; without it only bodies all of whose meetings are public.
    """
    found = Body.objects.filter(pk=body).first()
    if found is None or not (feed == found.feed or (feed is None and is_feed_public(found.kind))):
        return None
    since = now - dt.timedelta(days=CALENDAR_DAYS)
    rows = (
        Meeting.objects.filter(Q(body=found) & Q(starts_at__gt=since))
        .order_by("-starts_at")
        .values_list(*ROW, "changed_at")[:CALENDAR_MAX]
    )
    return found, tuple((MeetingRow(*row[:-1]), row[-1]) for row in rows)
