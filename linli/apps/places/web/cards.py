"""Printable cards for the door of a building: a QR code that begins a report with the place known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.apps.places import queries
from linli.apps.places.queries import BuildingRow
from linli.apps.places.web import links
from linli.apps.places.web.public import get_building, get_compound
from linli.foundation import clock

CARDS_MAX = 120


@dataclass(frozen=True, slots=True)
class DoorCard:
    building: BuildingRow
    grid: str
    address: str


def _cards(rows: Iterable[BuildingRow]) -> list[DoorCard]:
    buildings = list(rows)
    grids = queries.grids_of([row.id for row in buildings], clock.local_date(clock.now()))
    names = queries.area_names(grids.values())
    return [
        DoorCard(row, names.get(grids.get(row.id, 0), ""), links.card_address(row.card_code))
        for row in buildings
    ]


@require_safe
def building(request: HttpRequest, pk: int) -> HttpResponse:
    """The card of one building, A6."""
    row = get_building(pk)
    context = {"title": row.full_name, "cards": _cards([row]), "back": f"/buildings/{pk}/"}
    return render(request, "places/cards.html", context)


@require_safe
def compound(request: HttpRequest, pk: int) -> HttpResponse:
    """The cards of all buildings of a compound, four to a sheet of A4."""
    row = get_compound(pk)
    today = clock.local_date(clock.now())
    rows = queries.list_buildings(compound=pk, on=today, limit=CARDS_MAX)
    context = {"title": row.name, "cards": _cards(rows), "back": f"/compounds/{pk}/"}
    return render(request, "places/cards.html", context)
