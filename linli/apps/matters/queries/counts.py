"""How many, for the public page of a community. Numbers of matters, never of people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q

from linli.apps.matters.access import PUBLIC
from linli.apps.matters.models import Matter


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
