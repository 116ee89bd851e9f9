"""The fifteen-minute circle for the studio: minutes today, and what each street corner would reach.

The answer holds, for some thousand points of the area, the homes that a centre there would reach.
So a web page can say what one more hall would change by looking up one row.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from linli.algorithms.circle import crow_metres, home_minutes, node_minutes, tie
from linli.algorithms.kernels import Floats, Integers
from linli.algorithms.tasks.network import Walk, read_walk
from linli.foundation.refusals import Refused

Tell = Callable[..., None]
POINTS_MAX = 3000
SPACING_METRES = 60.0
WIDER = 1.4
DIGITS = 6
CHUNK = 250


def run(request: dict[str, Any], tell: Tell) -> dict[str, Any]:
    """Measure who reaches a centre in how many minutes.

    Parameters
    ----------
    request : dict
        What `read_walk` wants; `centre_lon`, `centre_lat`; `limit` in minutes.
    """
    tell("prepare")
    if not request["lon"]:
        raise Refused("circle.no_homes", "这个范围里没有住宅楼，请换一个范围或先登记楼栋。")
    walk = read_walk(request)
    centres = centre_positions(request, walk)
    tell("walk")
    minutes = minutes_today(walk, centres)
    corners = corners_of(walk)
    points = []
    for first in range(0, len(corners), CHUNK):
        tell("points", first, len(corners))
        points += describe(walk, corners[first : first + CHUNK], minutes, request["limit"])
    return {
        "minutes": [round(float(item), 1) if np.isfinite(item) else None for item in minutes],
        "points": points,
        "on_streets": walk.network is not None,
        "off_street": off_street(walk),
        "joined": walk.joined,
        "spacing": spacing_of(walk, len(corners)),
    }


def centre_positions(request: dict[str, Any], walk: Walk) -> Floats:
    """Centres in metres; none is a result, not a mistake."""
    lon, lat = (np.array(request[name], np.float64) for name in ("centre_lon", "centre_lat"))
    return walk.plane.points(np.stack([lon, lat], axis=1)) if len(lon) else np.empty((0, 2))


def minutes_today(walk: Walk, centres: Floats) -> Floats:
    """Minutes of every home to the nearest centre; infinite where none can be reached."""
    direct = crow_metres(walk.position, centres) * walk.detour
    if walk.network is None or walk.homes is None:
        return direct / walk.pace
    at_nodes = node_minutes(walk.network, tie(walk.network, centres))
    minutes = home_minutes(walk.network, walk.homes, at_nodes)
    alone = walk.homes.node < 0
    minutes[alone] = direct[alone] / walk.pace
    return minutes


def corners_of(walk: Walk) -> Floats:
    """Points to ask about: street corners, or homes without streets, thinned to some thousand."""
    places = walk.position if walk.network is None else walk.network.position
    if walk.network is not None:
        low, high = walk.position.min(axis=0) - 300, walk.position.max(axis=0) + 300
        places = places[((places >= low) & (places <= high)).all(axis=1)]
    width = SPACING_METRES
    while True:
        kept = places[thin(places, width)]
        if len(kept) <= POINTS_MAX:
            return kept
        width *= WIDER


def thin(places: Floats, width: float) -> Integers:
    """One place of each square: the one nearest to its middle."""
    square = np.floor(places / width).astype(np.int64)
    away = np.hypot(*(places - (square + 0.5) * width).T)
    order = np.lexsort((away, square[:, 1], square[:, 0]))
    _, first = np.unique(square[order], axis=0, return_index=True)
    return np.sort(order[first])


def spacing_of(walk: Walk, points: int) -> int:
    """How far apart the points are in the middle, for the page to say."""
    span = walk.position.max(axis=0) - walk.position.min(axis=0)
    return round(float(np.sqrt(max(1.0, span[0] * span[1]) / max(1, points))))


def off_street(walk: Walk) -> list[int]:
    """Homes that no street is near to."""
    if walk.homes is None:
        return []
    rows: list[int] = np.flatnonzero(walk.homes.node < 0).tolist()
    return rows


def describe(walk: Walk, corners: Floats, today: Floats, limit: float) -> list[dict[str, Any]]:
    """For each corner the homes that would be nearer than today, with tenths of minutes."""
    reach = walk.reach(corners, limit)
    degrees = walk.plane.degrees(corners)
    found = []
    for number, (lon, lat) in enumerate(np.round(degrees, DIGITS).tolist()):
        rows = slice(int(reach.start[number]), int(reach.start[number + 1]))
        home, tenths = reach.home[rows], np.round(reach.cost[rows] * 10).astype(np.int64)
        nearer = reach.cost[rows] < today[home]
        found.append(
            {
                "lon": lon,
                "lat": lat,
                "home": home[nearer].tolist(),
                "tenths": tenths[nearer].tolist(),
            }
        )
    return found
