"""What the map draws, as GeoJSON: the whole city in outline, and one community in detail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from linli.apps.places.models import (
    Area,
    Building,
    Compound,
    MapFeature,
    NeighbourPlace,
    ServiceCentre,
)
from linli.apps.places.queries.areas import in_force

DIGITS: Final = 5
FEATURES_MAX: Final = 5000

Feature = dict[str, Any]


def city_map() -> Feature:
    """Return rivers, main roads, bridges and the outlines of communities. Two queries."""
    communities = Area.objects.filter(in_force(None), level=Area.Level.COMMUNITY).order_by("code")
    features = MapFeature.objects.filter(area__level__in=["city", "district"]).order_by("id")
    return _collection(
        [
            *_drawn(features.values_list("id", "kind", "name", "geometry")[:FEATURES_MAX]),
            *(
                _area(code, "community", name, outline)
                for code, name, outline in communities.values_list("code", "name", "outline")
            ),
        ]
    )


def community_map(code: int) -> Feature:
    """Return a community's streets, greens, grids, compounds, buildings, centres. Six queries."""
    grids = Area.objects.filter(in_force(None), parent=code, level=Area.Level.GRID).order_by("code")
    features = MapFeature.objects.filter(area=code).order_by("id")
    return _collection(
        [
            *_drawn(features.values_list("id", "kind", "name", "geometry")[:FEATURES_MAX]),
            *(
                _area(grid, "grid", name, outline)
                for grid, name, outline in grids.values_list("code", "name", "outline")
            ),
            *_compounds(code),
            *_buildings(code),
            *_points(code),
        ]
    )


def _compounds(community: int) -> Iterator[Feature]:
    rows = Compound.objects.filter(community=community).order_by("id")
    for pk, name, outline in rows.values_list("id", "name", "outline")[:FEATURES_MAX]:
        if outline:
            yield _feature(
                pk, "compound", name, "Polygon", [_ring(outline)], href=f"/compounds/{pk}/"
            )


def _buildings(community: int) -> Iterator[Feature]:
    rows = Building.objects.filter(community=community).order_by("id")
    columns = ("id", "name", "compound__name", "footprint", "lon", "lat")
    for pk, name, compound, footprint, lon, lat in rows.values_list(*columns)[:FEATURES_MAX]:
        facts = {"href": f"/buildings/{pk}/", "compound": compound or ""}
        full = f"{compound or ''}{name}"
        if footprint:
            yield _feature(pk, "building", full, "Polygon", [_ring(footprint, 6)], **facts)
        else:
            yield _feature(pk, "building", full, "Point", _spot((lon, lat)), **facts)


def _points(community: int) -> Iterator[Feature]:
    open_centres = ServiceCentre.objects.filter(community=community, state="open").order_by("id")
    for pk, name, *spot in open_centres.values_list("id", "name", "lon", "lat")[:FEATURES_MAX]:
        yield _feature(pk, "centre", name, "Point", _spot(spot), href=f"/centres/{pk}/")
    places = NeighbourPlace.objects.filter(community=community, is_open=True).order_by("id")
    columns = ("id", "name", "kind", "lon", "lat")
    for pk, name, kind, *spot in places.values_list(*columns)[:FEATURES_MAX]:
        yield _feature(pk, "place", name, "Point", _spot(spot), kind=kind)


def _drawn(rows: Iterable[tuple[int, str, str, Feature]]) -> Iterator[Feature]:
    for pk, kind, name, geometry in rows:
        lines = geometry["coordinates"]
        if geometry["type"] == "Polygon":
            yield _feature(pk, kind, name, "Polygon", [_ring(line) for line in lines])
        else:
            yield _feature(pk, kind, name, "LineString", [_spot(spot) for spot in lines])


def _area(code: int, layer: str, name: str, outline: list[list[float]]) -> Feature:
    return _feature(code, layer, name, "Polygon", [_ring(outline)] if outline else [])


def _feature(  # a feature of the format
    pk: int, layer: str, name: str, shape: str, coordinates: object, **facts: str
) -> Feature:
    return {
        "type": "Feature",
        "properties": {"layer": layer, "id": str(pk), "name": name, **facts},
        "geometry": {"type": shape, "coordinates": coordinates},
    }


def _ring(ring: list[list[float]], digits: int = DIGITS) -> list[list[float]]:
    """Return the ring closed, as the format wants it."""
    spots = [_spot(spot, digits) for spot in ring]
    return spots if spots[0] == spots[-1] else [*spots, spots[0]]


def _spot(spot: Iterable[float], digits: int = DIGITS) -> list[float]:
    return [round(each, digits) for each in spot]


def _collection(features: list[Feature]) -> Feature:
    return {"type": "FeatureCollection", "features": features}
