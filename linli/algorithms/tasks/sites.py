"""Siting for the studio: which candidates to open, with the bound that no other choice can pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from linli.algorithms.kernels import Floats, Integers
from linli.algorithms.sites import (
    Reach,
    SitePlan,
    fewest_sites,
    most_households,
    shortest_ways,
)
from linli.algorithms.tasks.circle import centre_positions, minutes_today
from linli.algorithms.tasks.network import read_walk
from linli.foundation.refusals import Refused

Tell = Callable[..., None]


def run(request: dict[str, Any], tell: Tell) -> dict[str, Any]:
    """Choose among candidates.

    Parameters
    ----------
    request : dict
        What the circle wants; `site_lon`, `site_lat`, `capacity` (empty: without);
        `goal` (most, all, median); `count`; `seconds`, the limit of the exact search; `seed`.
    """
    tell("prepare")
    if not request["lon"]:
        raise Refused("circle.no_homes", "这个范围里没有住宅楼，请换一个范围或先登记楼栋。")
    walk = read_walk(request)
    today = minutes_today(walk, centre_positions(request, walk))
    lon, lat = (np.array(request[name], np.float64) for name in ("site_lon", "site_lat"))
    places = walk.plane.points(np.stack([lon, lat], axis=1)) if len(lon) else np.empty((0, 2))
    tell("walk")
    reach = walk.reach(places, request["limit"])
    open_to = np.where(today <= request["limit"], 0, walk.households)
    tell("choose")
    plan = choose(request, reach, open_to)
    minutes = np.minimum(today, minutes_of(reach, plan.chosen, len(today)))
    return {
        "chosen": plan.chosen.tolist(),
        "gain": [int(open_to[homes_of(reach, site)].sum()) for site in range(reach.candidates)],
        "value": round(plan.value, 1),
        "bound": round(plan.bound, 1),
        "optimal": bool(plan.optimal),
        "unreached": plan.unreached,
        "asked": int(open_to.sum()),
        "assigned": plan.assigned.tolist(),
        "minutes": [round(float(item), 1) if np.isfinite(item) else None for item in minutes],
        "on_streets": walk.network is not None,
    }


def choose(request: dict[str, Any], reach: Reach, households: Integers) -> SitePlan:
    """One of the three questions."""
    generator = np.random.default_rng(request["seed"])
    seconds = float(request["seconds"])
    if request["goal"] == "most":
        return most_households(reach, households, request["count"], generator, seconds)
    if request["goal"] == "all":
        return fewest_sites(reach, households, generator, seconds)
    capacity = np.array(request["capacity"], np.int64) if request["capacity"] else None
    return shortest_ways(reach, households, request["count"], capacity, seconds)


def homes_of(reach: Reach, site: int) -> Integers:
    """Homes that a candidate reaches."""
    return reach.home[reach.start[site] : reach.start[site + 1]]


def minutes_of(reach: Reach, chosen: Integers, homes: int) -> Floats:
    """Minutes of every home to the nearest chosen site; infinite beyond the limit."""
    minutes = np.full(homes, np.inf)
    for site in chosen:
        rows = slice(int(reach.start[site]), int(reach.start[site + 1]))
        np.minimum.at(minutes, reach.home[rows], reach.cost[rows])
    return minutes
