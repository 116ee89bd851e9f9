"""What comes back again and again: the same kind at the same compound, never by who reported it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Max, Q

from linli.apps.matters.access import PUBLIC
from linli.apps.matters.models import Matter
from linli.apps.matters.rules.kinds import Kind, kind_of
from linli.foundation.areas import Span
from linli.platform.access import within

REPEAT_DAYS: Final = 180
REPEATS_MIN: Final = 3
ROWS_MAX: Final = 20


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


def list_repeats(*, over: Span, now: dt.datetime, limit: int = ROWS_MAX) -> tuple[Repeat, ...]:
    """Return what came back at least `REPEATS_MIN` times and is not solved, most open first; one query."""
    since = now - dt.timedelta(days=REPEAT_DAYS)
    rows = (
        Matter.objects.filter(
            PUBLIC,
            within("community", (over,)),
            compound__isnull=False,
            received_at__gt=since,
            received_at__lte=now,
        )
        .values("kind", "compound", "compound__name", "community")
        .annotate(
            total=Count("id"), open=Count("id", filter=Q(is_open=True)), last_at=Max("received_at")
        )
        .filter(total__gte=REPEATS_MIN, open__gte=1)
        .order_by("-open", "-total", "kind", "compound")
        .values_list("kind", "compound", "compound__name", "community", "total", "open", "last_at")
    )
    return tuple(Repeat(*row) for row in rows[: min(limit, ROWS_MAX)])
