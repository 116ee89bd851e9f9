"""Territories for a map: every spot of the land belongs to the grid of the nearest building."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from linli.algorithms.files.coordinates import Plane
from linli.algorithms.kernels import Floats, Integers

Ring = list[list[float]]
AROUND_METRES = 60.0
ROUGH_METRES = 2.0
DIGITS = 6


def territories(
    plane: Plane, degrees: Floats, grid: Integers, area: Integers, land: list[Ring]
) -> list[list[Ring]]:
    """Rings of each grid in degrees, the largest first.

    Parameters
    ----------
    degrees : ndarray of float, shape (n, 2)
    grid, area : ndarray of int, shape (n,)
    land : list of rings
        Outline of each area in degrees; an empty one leaves 60 m around the buildings.
    """
    position = plane.points(degrees)
    cells = np.empty(len(degrees), object)
    for number in np.unique(area):
        rows = np.flatnonzero(area == number)
        ring = land[number] if 0 <= number < len(land) else []
        cells[rows] = cut_land(position[rows], outline_of(plane, ring))
    found = []
    for number in range(int(grid.max()) + 1):
        whole = shapely.union_all(cells[grid == number]).simplify(ROUGH_METRES)
        found.append(rings_of(plane, whole))
    return found


def outline_of(plane: Plane, ring: Ring) -> Any:
    """An area in metres; nothing for one without an outline."""
    if len(ring) < 3:
        return None
    shape = shapely.polygons(np.array(ring, np.float64))
    return shapely.make_valid(plane.geometry(np.array([shape], object))[0])


def cut_land(position: Floats, outline: Any) -> NDArray[Any]:
    """The piece of land nearest to each building; of buildings at one spot the first takes all."""
    around = shapely.buffer(shapely.points(position), AROUND_METRES)
    land = shapely.union_all(around) if outline is None else outline
    spots, first = np.unique(position, axis=0, return_index=True)
    pieces = np.full(len(position), shapely.Polygon(), object)
    if len(spots) < 2:
        pieces[first] = land
        return pieces
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(spots), extend_to=land))
    cell, spot = shapely.STRtree(shapely.points(spots)).query(cells, predicate="intersects")
    pieces[first[spot]] = shapely.intersection(cells[cell], land)
    return pieces


def rings_of(plane: Plane, shape: Any) -> list[Ring]:
    """Outer rings in degrees, large ones first; crumbs are left out."""
    parts = [part for part in shapely.get_parts(shape) if shapely.get_type_id(part) == 3]
    parts.sort(key=lambda part: -shapely.area(part))
    rings = []
    for part in parts:
        corners = plane.degrees(shapely.get_coordinates(shapely.get_exterior_ring(part)))
        rings.append(np.round(corners, DIGITS).tolist())
    return rings
