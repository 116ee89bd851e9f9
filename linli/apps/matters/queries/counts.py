"""How many and how long, for the public pages. Numbers of matters, never of people."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q

from linli.apps.matters.access import PUBLIC
from linli.apps.matters.models import Matter

RECORD_ROWS_MAX: Final = 20_000
CELL_MIN: Final = 5
KINDS_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class PublicCount:
    """Matters of a community in public form: open now, and solved since a day."""

    open: int
    solved: int


def count_public(*, community: int, since: dt.datetime) -> PublicCount:
    """Return the numbers for a community: one query."""
    shown = Matter.objects.filter(PUBLIC, community=community)
    counts = shown.filter(Q(is_open=True) | Q(resolved_at__gte=since)).aggregate(
        open=Count("id", filter=Q(is_open=True)),
        solved=Count("id", filter=Q(resolved_at__gte=since)),
    )
    return PublicCount(**counts)


@dataclass(frozen=True, slots=True)
class PublicRecord:
    """What was asked and answered at a place since a day.

    `typical` is the time within which half of the answers came, `None` below five of them; `kinds`
    are the most frequent kinds of which there are at least five (ethics rule E-19).
    """

    asked: int
    answered: int
    open: int
    typical: dt.timedelta | None
    kinds: tuple[tuple[str, int], ...]


def public_record(
    *, community: int, compound: int | None = None, since: dt.datetime
) -> PublicRecord:
    """Return the record of a community, or of one of its compounds: one query."""
    shown = Matter.objects.filter(PUBLIC, community=community)
    if compound is not None:
        shown = shown.filter(compound=compound)
    recent = shown.filter(
        Q(is_open=True) | Q(received_at__gte=since) | Q(resolved_at__gte=since)
    ).order_by("-id")
    rows = list(
        recent.values_list("kind", "is_open", "received_at", "resolved_at")[:RECORD_ROWS_MAX]
    )
    asked = [kind for kind, _open, received, _done in rows if received >= since]
    waits = sorted(done - received for _k, _o, received, done in rows if done and done >= since)
    return PublicRecord(
        asked=len(asked),
        answered=len(waits),
        open=sum(is_open for _kind, is_open, _received, _done in rows),
        typical=waits[(len(waits) - 1) // 2] if len(waits) >= CELL_MIN else None,
        kinds=tuple(
            (kind, count)
            for kind, count in Counter(asked).most_common(KINDS_SHOWN)
            if count >= CELL_MIN
        ),
    )
