# ruff: noqa: ARG001  # the router hands the request to every function
"""JSON: areas, buildings by name or card, the nearest. Keys are strings: scripts lose digits."""

from __future__ import annotations

from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from pydantic import Field

from linli.apps.places import queries
from linli.foundation import clock

router = Router(tags=["places"])


class AreaOut(Schema):
    """An area; `code` has fifteen digits."""

    code: str
    level: str
    name: str
    name_en: str
    parent: str | None
    lon: float
    lat: float


class BuildingOut(Schema):
    id: str
    name: str
    compound: str | None
    compound_name: str
    community: str
    community_name: str
    grid: str | None
    lon: float
    lat: float
    floors: int
    households: int


class FindOut(Schema):
    """A find: `kind` is compound, street or building."""

    kind: str
    id: str
    name: str
    detail: str
    lon: float
    lat: float


Code = Annotated[int, Field(ge=0, lt=10**15)]
Key = Annotated[int, Field(ge=0, lt=2**63)]
Words = Annotated[str, Field(min_length=1, max_length=60)]
Limit = Annotated[int, Field(ge=1, le=50)]


def _area(row: queries.AreaRow) -> AreaOut:
    parent = None if row.parent is None else str(row.parent)
    return AreaOut(
        code=str(row.code),
        level=row.level,
        name=row.name,
        name_en=row.name_en,
        parent=parent,
        lon=row.lon,
        lat=row.lat,
    )


@router.get("/areas/{code}", response=AreaOut, summary="An area by its code")
def get_area(request: HttpRequest, code: Code) -> AreaOut:
    row = queries.get_area(code)
    if row is None:
        raise Http404
    return _area(row)


@router.get("/areas", response=list[AreaOut], summary="The areas below one, or the city")
def list_areas(request: HttpRequest, parent: Code | None = None) -> list[AreaOut]:
    rows = queries.list_areas("city") if parent is None else queries.list_children(parent)
    return [_area(row) for row in rows]


@router.get("/places", response=list[FindOut], summary="Compounds, streets, buildings by name")
def search(
    request: HttpRequest,
    q: Words,
    limit: Limit = 20,
) -> list[FindOut]:
    return [
        FindOut(
            kind=row.kind,
            id=str(row.id),
            name=row.name,
            detail=row.detail,
            lon=row.lon,
            lat=row.lat,
        )
        for row in queries.search_places(q, limit=limit)
    ]


@router.get("/buildings/card/{code}", response=BuildingOut, summary="The building of a QR card")
def by_card(request: HttpRequest, code: str) -> BuildingOut:
    return _building(queries.get_building_by_card(code))


@router.get("/buildings/{pk}", response=BuildingOut, summary="A building by its key")
def get_building(request: HttpRequest, pk: Key) -> BuildingOut:
    return _building(queries.get_building(pk))


def _building(row: queries.BuildingRow | None) -> BuildingOut:
    if row is None:
        raise Http404
    grid = queries.grid_of(row.id, clock.local_date(clock.now()))
    return BuildingOut(
        id=str(row.id),
        name=row.full_name,
        compound=None if row.compound is None else str(row.compound),
        compound_name=row.compound_name,
        community=str(row.community),
        community_name=row.community_name,
        grid=None if grid is None else str(grid),
        lon=row.lon,
        lat=row.lat,
        floors=row.floors,
        households=row.households,
    )
