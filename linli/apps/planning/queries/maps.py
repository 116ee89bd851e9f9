"""What the map of a study draws, as GeoJSON: the plan or today, homes by minutes, chosen places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from linli.apps.places.queries import ground
from linli.apps.planning.models import PlanGrid, Spot, Study, StudyBuilding
from linli.apps.planning.rules.reaching import band_of
from linli.apps.planning.rules.studies import Kind

TINTS: Final = 6
FEATURES_MAX: Final = 20_000
DIGITS: Final = 5

Feature = dict[str, Any]


def study_map(study: Study, which: str, *, pin: int | None = None) -> Feature:
    """Return the map of a study; `which` is `plan` or `today` for grids. At most three queries.

    `pin` is the number of a building to mark.
    """
    found = _grids(study, is_plan=which != "today") if study.kind == Kind.GRIDS else _minutes(study)
    if pin is not None:
        rows = StudyBuilding.objects.filter(study=study, number=pin)
        found["features"] += [
            _point("matter", lon, lat, id=f"p{pin}", name=name, icon="building", tone="warn")
            for lon, lat, name in rows.values_list("lon", "lat", "name")
        ]
    return found


def _grids(study: Study, *, is_plan: bool) -> Feature:
    columns = (
        "number",
        "name",
        "households",
        "lon",
        "lat",
        "near",
        "grid" if is_plan else "before",
    )
    rows = list(
        StudyBuilding.objects.filter(study=study)
        .order_by("number")
        .values_list(*columns)[:FEATURES_MAX]
    )
    grid_of = {row[0]: row[6] for row in rows}
    tints = tints_of(grid_of, ((row[0], row[5]) for row in rows))
    features = _plan_shapes(study, tints) if is_plan else _today_shapes(study, tints)
    for number, name, households, lon, lat, _near, grid in rows:
        facts = {
            "id": str(number),
            "name": f"{name} · {households}",
            "tint": tints.get(grid, "none"),
        }
        features.append(_point("plan_building", lon, lat, **facts))
    return {"type": "FeatureCollection", "features": features}


def tints_of(
    grid_of: dict[int, int | None], near: Iterable[tuple[int, list[int]]]
) -> dict[int | None, str]:
    """Return a tint for each grid so that neighbours differ where six tints allow it."""
    touching: dict[int, set[int]] = defaultdict(set)
    for number, others in near:
        own = grid_of[number]
        for other in others:
            grid = grid_of.get(other)
            if own is not None and grid is not None and grid != own:
                touching[own].add(grid)
    tint: dict[int, int] = {}
    for grid in sorted({each for each in grid_of.values() if each is not None}):
        taken = {tint[other] for other in touching[grid] if other in tint}
        free = [each for each in range(TINTS) if each not in taken]
        tint[grid] = free[grid % len(free)] if free else grid % TINTS
    return {grid: f"plan-{number}" for grid, number in tint.items()}


def _plan_shapes(study: Study, tints: dict[int | None, str]) -> list[Feature]:
    rows = PlanGrid.objects.filter(study=study, buildings__gt=0).order_by("number")
    areas: dict[str, str] = study.result["areas"]
    features = []
    columns = ("number", "area", "name", "households", "rings")
    for number, area, name, households, rings in rows.values_list(*columns):
        facts = {
            "id": f"g{number}",
            "name": f"{name.removeprefix(areas[str(area)])} · {households}",
            "tint": tints.get(number, "none"),
            "href": f"/planning/{study.pk}/grids/{number}/",
        }
        features += [_shape("plan", ring, **facts) for ring in rings]
    return features


def _today_shapes(study: Study, tints: dict[int | None, str]) -> list[Feature]:
    if study.buildings_file_id is not None:
        return []
    return [
        _shape("plan", outline, id=f"t{code}", name=name, tint=tints.get(code, "none"))
        for code, name, outline in ground.grids_inside(study.area_id)
        if outline
    ]


def _minutes(study: Study) -> Feature:
    rows = StudyBuilding.objects.filter(study=study).order_by("number")
    features = []
    columns = ("number", "name", "lon", "lat", "households", "minutes")
    for number, name, lon, lat, households, minutes in rows.values_list(*columns)[:FEATURES_MAX]:
        said = "—" if minutes is None else f"{minutes:g}′"
        facts = {"id": str(number), "name": f"{name} · {households} · {said}"}
        features.append(_point("plan_building", lon, lat, tint=f"band-{band_of(minutes)}", **facts))
    chosen = Spot.objects.filter(study=study, is_chosen=True).order_by("number")
    features += [
        _point("centre", lon, lat, id=f"s{number}", name=name)
        for number, name, lon, lat in chosen.values_list("number", "name", "lon", "lat")
    ]
    return {"type": "FeatureCollection", "features": features}


def _point(layer: str, lon: float, lat: float, **facts: str) -> Feature:
    spot = [round(lon, DIGITS), round(lat, DIGITS)]
    return {
        "type": "Feature",
        "properties": {"layer": layer, **facts},
        "geometry": {"type": "Point", "coordinates": spot},
    }


def _shape(layer: str, ring: list[list[float]], **facts: str) -> Feature:
    spots = [[round(lon, DIGITS), round(lat, DIGITS)] for lon, lat in ring]
    if spots and spots[0] != spots[-1]:
        spots.append(spots[0])
    return {
        "type": "Feature",
        "properties": {"layer": layer, **facts},
        "geometry": {"type": "Polygon", "coordinates": [spots]},
    }
