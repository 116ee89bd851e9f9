"""Draw grids for the studio: numbers of buildings in, grids with names, outlines and reasons out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import shapely

from linli.algorithms.files.city import in_water
from linli.algorithms.files.coordinates import plane_around
from linli.algorithms.grids import (
    Buildings,
    Drawing,
    GridException,
    GridRules,
    check,
    draw,
    neighbours,
    redraw,
    verify,
)
from linli.algorithms.grids.redraw import match_names
from linli.algorithms.kernels import Integers
from linli.algorithms.tasks.shapes import territories

Tell = Callable[..., None]
EVIDENCE_SHOWN = 12
HOUSEHOLDS_MAX = 100_000


def run(request: dict[str, Any], tell: Tell) -> dict[str, Any]:
    """Draw, redraw or check the grids of an area.

    Parameters
    ----------
    request : dict
        Columns `lon`, `lat`, `households`, `compound` (-1: none), `area`, `before` (-1: none),
        `units`; `land`, a ring for each area; `barriers`, GeoJSON geometries; `low`, `high`,
        `target`, `fewest`, `whole`, `mode` (draw, least, shape), `seed`.
    """
    tell("prepare")
    degrees = np.stack([column(request, "lon", float), column(request, "lat", float)], axis=1)
    plane = plane_around(degrees) if len(degrees) else None
    buildings = read_buildings(request, degrees, plane)
    rules = GridRules(request["low"], request["high"], request["target"], request["fewest"])
    area, before = column(request, "area", int), column(request, "before", int)
    barriers = read_barriers(request, plane)
    pairs = neighbours(buildings.position, area, barriers)
    tell("draw", 0, 1)
    drawing, names = divide(request, buildings, pairs, before, rules, tell)
    assert verify(drawing, buildings, rules) == [], "a drawing must add up"
    tell("prove")
    grid = drawing.grid_of_building(len(buildings))
    assert plane is not None
    return {
        "grid": grid.tolist(),
        "near": near_lists(pairs, len(buildings)),
        "grids": describe(drawing, names, territories(plane, degrees, grid, area, request["land"])),
        "split": split_buildings(drawing, len(buildings)),
        "fewest_possible": drawing.fewest_possible,
        "exceptions": [told(item, int(item.grid)) for item in drawing.exceptions],
        "before": check_before(buildings, pairs, before, rules),
        "in_barrier": np.flatnonzero(in_water(buildings.position, barriers)).tolist(),
        "alone": np.flatnonzero(np.bincount(pairs.ravel(), minlength=len(buildings)) == 0).tolist(),
    }


def column(request: dict[str, Any], name: str, kind: type) -> Any:
    """One column of the request as an array."""
    return np.array(request[name], np.float64 if kind is float else np.int64)


def read_buildings(request: dict[str, Any], degrees: Any, plane: Any) -> Buildings:
    """Buildings in metres; without `whole`, compounds count for nothing."""
    compound = column(request, "compound", int)
    return Buildings(
        plane.points(degrees) if plane is not None else degrees,
        column(request, "households", int),
        compound if request["whole"] else np.full(len(compound), -1, np.int64),
        column(request, "units", int),
    )


def read_barriers(request: dict[str, Any], plane: Any) -> list[Any]:
    """Rivers and main roads in metres."""
    if not request["barriers"] or plane is None:
        return []
    shapes = [shapely.from_geojson(text) for text in request["barriers"]]
    return list(plane.geometry(shapely.make_valid(np.array(shapes, object))))


def divide(
    request: dict[str, Any],
    buildings: Buildings,
    pairs: Integers,
    before: Integers,
    rules: GridRules,
    tell: Tell,
) -> tuple[Drawing, Integers]:
    """The drawing, and for each of its grids the old one that it follows or a number above all."""
    generator = np.random.default_rng(request["seed"])
    if request["mode"] != "draw" and (before >= 0).any():
        shape = request["mode"] == "shape"
        done = redraw(buildings, pairs, before, rules, generator, best_shape=shape)
        return done.drawing, done.names

    def report(done: int, total: int) -> None:
        tell("draw", done, total)

    drawing = draw(buildings, pairs, rules, generator, report)
    grid = drawing.grid_of_building(len(buildings))
    return drawing, follow(grid, before, buildings.households, len(drawing.households))


def follow(grid: Integers, before: Integers, households: Integers, grids: int) -> Integers:
    """Old grid with which each new one shares most households; numbers above all old ones else."""
    last = int(before.max(initial=-1))
    names = last + 1 + np.arange(grids)
    known = before >= 0
    if known.any():
        weight = households[known].astype(np.float64)
        found = match_names(grid[known], before[known], weight, HOUSEHOLDS_MAX + last, last)
        taken = found <= last
        names[grid[known][taken]] = found[taken]
    return names


def near_lists(pairs: Integers, count: int) -> list[list[int]]:
    """Which buildings each one touches."""
    near: list[list[int]] = [[] for _ in range(count)]
    for one, other in pairs.tolist():
        near[one].append(other)
        near[other].append(one)
    return near


def describe(drawing: Drawing, names: Integers, rings: list[Any]) -> list[dict[str, Any]]:
    """Each grid with its households, the old one it follows and its outline."""
    return [
        {"households": int(households), "name": int(names[number]), "rings": rings[number]}
        for number, households in enumerate(drawing.households)
    ]


def split_buildings(drawing: Drawing, count: int) -> list[list[int]]:
    """Rows [building, first unit, units, grid] of buildings that were divided."""
    parts = np.bincount(drawing.building, minlength=count)[drawing.building]
    rows = np.stack([drawing.building, drawing.first_unit, drawing.units, drawing.grid], axis=1)
    found: list[list[int]] = rows[parts > 1].tolist()
    return found


def told(item: GridException, grid: int) -> dict[str, Any]:
    """An exception with the buildings it rests on."""
    return {
        "grid": grid,
        "households": item.households,
        "reason": item.reason.value,
        "needed": item.needed,
        "evidence": item.evidence[:EVIDENCE_SHOWN].tolist(),
    }


def check_before(
    buildings: Buildings, pairs: Integers, before: Integers, rules: GridRules
) -> dict[str, Any]:
    """What can be said of today's grids; the names are numbers of `before`."""
    kept = np.flatnonzero(before >= 0)
    if len(kept) == 0:
        return {"exceptions": [], "torn": []}
    place = np.full(len(before), -1, np.int64)
    place[kept] = np.arange(len(kept))
    inner = place[pairs]
    inner = inner[(inner >= 0).all(axis=1)]
    if len(inner) == 0 and len(kept) > 1:
        return {"exceptions": [], "torn": []}
    some = Buildings(
        buildings.position[kept], buildings.households[kept], buildings.compound[kept], buildings.units[kept]
    )  # fmt: skip
    report = check(some, inner, before[kept], rules)
    exceptions = [told(item, int(report.names[item.grid])) for item in report.exceptions]
    return {"exceptions": exceptions, "torn": report.torn.tolist()}
