"""Which leaders look after which compounds, and compounds that nobody looks after."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from linli.apps.organisations import access
from linli.apps.organisations.models import Liaison, LiaisonCompound, OrganisationCompound
from linli.apps.organisations.queries.coverage import GAPS_SHOWN_MAX, inside
from linli.apps.organisations.rules.kinds import Line
from linli.apps.places import queries as places
from linli.apps.places.queries.inside import compounds_inside
from linli.platform.access import Actor, allowed, fetch
from linli.platform.dated import holding

PAGE_ROWS: Final = 50


@dataclass(frozen=True, slots=True)
class LiaisonRow:
    id: int
    leader: str
    unit: str
    area: str
    task: str
    valid_from: dt.date
    valid_to: dt.date | None
    compounds: tuple[tuple[int, str], ...]


def list_liaisons(
    *, actor: Actor, on: dt.date, area: int, after: int = 0, limit: int = PAGE_ROWS
) -> tuple[LiaisonRow, ...]:
    """Return the liaisons that hold on a day inside an area, in the order of keys. Two queries."""
    rows = allowed(
        Liaison.objects.as_of(on).filter(inside("area", area), pk__gt=after),
        actor=actor,
        action="read",
        table=access.LIAISONS,
    ).order_by("pk")
    values = list(
        rows.values_list(
            "id", "leader__name", "unit__name", "area__name", "task", "valid_from", "valid_to"
        )[: min(limit, 200)]
    )
    held: dict[int, list[tuple[int, str]]] = defaultdict(list)
    links = LiaisonCompound.objects.as_of(on).filter(liaison__in=[row[0] for row in values])
    for liaison, compound, name in links.order_by("id").values_list(
        "liaison_id", "compound_id", "compound__name"
    ):
        held[liaison].append((compound, name))
    return tuple(LiaisonRow(*row, tuple(held[row[0]])) for row in values)


def get_liaison(*, actor: Actor, pk: int) -> Liaison:
    """Return the liaison when the actor may end it."""
    return fetch(
        Liaison.objects.select_related("leader"),
        actor=actor,
        action="end",
        table=access.LIAISONS,
        pk=pk,
    )


def without_firm_and_liaison(on: dt.date, area: int) -> tuple[places.CompoundRow, ...]:
    """Return the compounds that have neither a property firm nor a leader who looks after them."""
    kept = set(
        OrganisationCompound.objects.filter(
            holding(on), inside("compound__community", area), line=Line.FIRM.value
        ).values_list("compound_id", flat=True)
    ) | set(
        LiaisonCompound.objects.filter(
            holding(on), inside("compound__community", area)
        ).values_list("compound_id", flat=True)
    )
    return tuple(row for row in compounds_inside(area) if row.id not in kept)[:GAPS_SHOWN_MAX]
