"""Finding a place by what people write: fragments of a compound's, building's or street's name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Concat

from linli.apps.places.models import Building, Compound, MapFeature
from linli.apps.places.queries.buildings import BuildingRow, building_rows
from linli.apps.places.rules import Point, metres_between, read_address

RESULTS_MAX = 50
CANDIDATES_MAX = 300


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A find: `kind` is compound, building or street; `community` 0 for a street of many."""

    kind: str
    id: int
    name: str
    detail: str
    community: int
    lon: float
    lat: float
    metres: int | None = None


def search_places(text: str, *, near: Point | None = None, limit: int = 20) -> tuple[PlaceRow, ...]:
    """Return compounds, then streets, then buildings that hold every word of `text`.

    The best match comes first within a kind, then the nearest to `near` (lon, lat). Three queries.
    """
    words = read_address(text)
    if not words:
        return ()
    found = [*_compounds(words), *_streets(words), *_buildings(words)]
    exact = "".join(words)
    ranked = sorted(
        (_with_distance(row, near) for row in found),
        key=lambda row: (
            row.name != exact,
            not row.name.endswith(words[-1]),
            KINDS.index(row.kind),
            row.metres or 0,
            len(row.name),
        ),
    )
    return tuple(ranked[: min(limit, RESULTS_MAX)])


KINDS = ("compound", "street", "building")


def _holds(field: str, words: tuple[str, ...]) -> Q:
    return reduce(and_, (Q(**{f"{field}__icontains": word}) for word in words))


def _compounds(words: tuple[str, ...]) -> list[PlaceRow]:
    rows = Compound.objects.filter(_holds("name", words)).order_by("id")
    values = rows.values_list("id", "name", "community__name", "community_id", "lon", "lat")
    return [PlaceRow("compound", *row) for row in values[:CANDIDATES_MAX]]


def _streets(words: tuple[str, ...]) -> list[PlaceRow]:
    rows = MapFeature.objects.filter(
        _holds("name", words), kind__in=["main_road", "street"]
    ).order_by("id")
    values = rows.values_list("id", "name", "area__name", "area_id", "lon", "lat")
    return [PlaceRow("street", *row) for row in values[:CANDIDATES_MAX]]


def _buildings(words: tuple[str, ...]) -> list[PlaceRow]:
    rows: QuerySet[Building] = Building.objects.annotate(
        full=Concat(Coalesce("compound__name", Value("")), "name", output_field=TextField())
    )
    return [
        building_place(row)
        for row in building_rows(rows.filter(_holds("full", words)).order_by("id"), CANDIDATES_MAX)
    ]


def building_place(row: BuildingRow) -> PlaceRow:
    return PlaceRow(
        "building", row.id, row.full_name, row.community_name, row.community, row.lon, row.lat
    )


def _with_distance(row: PlaceRow, near: Point | None) -> PlaceRow:
    if near is None:
        return row
    away = round(metres_between(near, (row.lon, row.lat)))
    return PlaceRow(
        row.kind, row.id, row.name, row.detail, row.community, row.lon, row.lat, metres=away
    )
