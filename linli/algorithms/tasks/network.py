"""The walking network of the studio: lines that cross are joined, long ones get a node every 40 m."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from scipy.spatial import cKDTree

from linli.algorithms.circle import DETOUR, Access, Network, build_network, slower, tie
from linli.algorithms.files.coordinates import Plane, plane_around
from linli.algorithms.files.sites_command import pack, reach_on
from linli.algorithms.grids.neighbours import JOIN_ROUNDS, join_pieces
from linli.algorithms.kernels import Floats, Integers
from linli.algorithms.sites import Reach

STEP_METRES = 40.0
GAP_METRES = 120.0
NODE_DECIMALS = 1


@dataclass(frozen=True, slots=True)
class Walk:
    """Homes and how one walks among them: on streets, or as the crow flies with a detour.

    Attributes
    ----------
    degrees, position : ndarray of float, shape (n, 2)
    network : Network or None
        None without streets.
    homes : Access or None
    pace : float
        Metres a minute.
    detour : float
    joined : int
        Gaps between streets that were closed.
    """

    plane: Plane
    degrees: Floats
    position: Floats
    households: Integers
    network: Network | None
    homes: Access | None
    pace: float
    detour: float
    joined: int

    def reach(self, places: Floats, limit: float) -> Reach:
        """Homes within so many minutes of each place (metres in the plane)."""
        if self.network is None or self.homes is None:
            return self._reach_direct(places, limit)
        return reach_on(self.network, self.homes, tie(self.network, places), limit)

    def _reach_direct(self, places: Floats, limit: float) -> Reach:
        """The same in a straight line with a detour."""
        if len(places) == 0:
            empty = np.empty(0, np.int64)
            return Reach(np.zeros(1, np.int64), empty, np.empty(0), len(self.position))
        rows: Any = cKDTree(self.position).query_ball_point(places, limit * self.pace / self.detour)
        site = np.repeat(np.arange(len(places)), [len(row) for row in rows])
        home = np.concatenate([np.array(row, np.int64) for row in rows])
        metres = np.hypot(*(self.position[home] - places[site]).T)
        shape = (len(places), len(self.position))
        return pack(site, home, metres * self.detour / self.pace, shape)


def read_walk(request: dict[str, Any]) -> Walk:
    """Read homes, streets and the way of walking from a request.

    Parameters
    ----------
    request : dict
        Columns `lon`, `lat`, `households`; `streets`, GeoJSON lines (empty: straight lines);
        `water`, GeoJSON shapes that no gap is closed across; `pace` in metres a minute; `detour`.
    """
    degrees = np.stack([np.array(request["lon"], float), np.array(request["lat"], float)], axis=1)
    plane = plane_around(degrees)
    position = plane.points(degrees)
    network, joined = read_streets(request["streets"], request["water"], plane, request["pace"])
    return Walk(
        plane,
        degrees,
        position,
        np.array(request["households"], np.int64),
        network,
        tie(network, position) if network is not None else None,
        float(request["pace"]),
        float(request["detour"]),
        joined,
    )


def read_streets(
    lines: list[str], water: list[str], plane: Plane, pace: float
) -> tuple[Network | None, int]:
    """Build the network, joined wherever two lines meet or cross, and count the gaps closed."""
    if not lines:
        return None, 0
    shapes = plane.geometry(np.array([shapely.from_geojson(text) for text in lines], object))
    parts = shapely.get_parts(shapely.segmentize(shapely.union_all(shapes), STEP_METRES))
    parts = parts[shapely.get_type_id(parts) == 1]
    if len(parts) == 0:
        return None, 0
    rivers = plane.geometry(np.array([shapely.from_geojson(text) for text in water], object))
    points, line = shapely.get_coordinates(parts, return_index=True)
    nodes, at = np.unique(np.round(points, NODE_DECIMALS), axis=0, return_inverse=True)
    at = at.ravel()
    same = line[1:] == line[:-1]
    segments = np.stack([at[:-1][same], at[1:][same]], axis=1).astype(np.int64)
    metres = np.hypot(*(points[1:] - points[:-1])[same].T)
    links = join_gaps(nodes, segments, list(rivers))
    segments = np.concatenate([segments, links])
    metres = np.concatenate(
        [metres, np.hypot(*(nodes[links[:, 0]] - nodes[links[:, 1]]).T) * DETOUR]
    )
    return slower(build_network(nodes, segments, metres), pace), len(links)


def join_gaps(nodes: Floats, segments: Integers, water: Sequence[Any]) -> Integers:
    """Shortest links between streets that end a few steps from each other, none across water.

    Streets are drawn by hand and seldom meet to the metre; without this, whole rows of houses
    would count as cut off.
    """
    whole = np.zeros(len(nodes), np.int64)
    links = [np.empty((0, 2), np.int64)]
    for _ in range(JOIN_ROUNDS):
        found = join_pieces(nodes, whole, np.concatenate([segments, *links]), water, GAP_METRES)
        if len(found) == 0:
            break
        links.append(found)
    return np.concatenate(links)
