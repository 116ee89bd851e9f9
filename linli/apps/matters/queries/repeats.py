"""What comes back again and again: the same kind at the same compound, never by who reported it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Max, Q, QuerySet

from linli.apps.matters.access import PUBLIC, chronic_spans
from linli.apps.matters.models import Matter, PlaceCare
from linli.apps.matters.rules.kinds import Kind, kind_of
from linli.foundation.areas import Span
from linli.platform.access import Actor, within

REPEAT_DAYS: Final = 180
REPEATS_MIN: Final = 3
ROWS_MAX: Final = 20
CHRONIC_MAX: Final = 60


@dataclass(frozen=True, slots=True)
class Repeat:
    """A kind that keeps coming back at a compound: how often since `REPEAT_DAYS`, how many open."""

    kind: str
    compound: int
    compound_name: str
    community: int
    total: int
    open: int
    last_at: dt.datetime

    @property
    def kind_facts(self) -> Kind:
        return kind_of(self.kind)


@dataclass(frozen=True, slots=True)
class Chronic:
    """What keeps coming back, and what staff last wrote is done about it."""

    repeat: Repeat
    care: str
    care_at: dt.datetime | None


def list_repeats(*, over: Span, now: dt.datetime, limit: int = ROWS_MAX) -> tuple[Repeat, ...]:
    """Return what came back at least `REPEATS_MIN` times and is not solved, most open first; one query."""
    rows = _counted(now, within("community", (over,)), least_open=1)
    return tuple(Repeat(*row) for row in rows[: min(limit, ROWS_MAX)])


def list_chronic(
    *, actor: Actor, now: dt.datetime, limit: int = CHRONIC_MAX
) -> tuple[Chronic, ...]:
    """Return what keeps coming back where the actor coordinates, solved for now or not; two queries."""
    spans = chronic_spans(actor)
    if not spans:
        return ()
    found = [Repeat(*row) for row in _counted(now, within("community", spans))[:limit]]
    cares: dict[tuple[int, str], tuple[str, dt.datetime]] = {}
    noted = PlaceCare.objects.filter(compound__in={each.compound for each in found})
    for compound, kind, words, at in noted.order_by("id").values_list(
        "compound", "kind", "words", "at"
    ):
        cares[compound, kind] = words, at
    nothing = ("", None)
    return tuple(Chronic(each, *cares.get((each.compound, each.kind), nothing)) for each in found)


def get_repeat(*, compound: int, kind: str, now: dt.datetime) -> Repeat | None:
    """Return what keeps coming back at one compound, or `None`."""
    row = _counted(now, Q(compound=compound, kind=kind)).first()
    return Repeat(*row) if row else None


def _counted(now: dt.datetime, condition: Q, *, least_open: int = 0) -> QuerySet[Matter, Any]:
    since = now - dt.timedelta(days=REPEAT_DAYS)
    return (
        Matter.objects.filter(
            PUBLIC,
            condition,
            compound__isnull=False,
            received_at__gt=since,
            received_at__lte=now,
        )
        .values("kind", "compound", "compound__name", "community")
        .annotate(
            total=Count("id"), open=Count("id", filter=Q(is_open=True)), last_at=Max("received_at")
        )
        .filter(total__gte=REPEATS_MIN, open__gte=least_open)
        .order_by("-open", "-total", "kind", "compound")
        .values_list("kind", "compound", "compound__name", "community", "total", "open", "last_at")
    )
