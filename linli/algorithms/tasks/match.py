"""Matching for the studio: proposals with their reasons; a person confirms each."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import shapely

from linli.algorithms.files.coordinates import plane_around
from linli.algorithms.files.match_command import hours, skills, whole
from linli.algorithms.files.read import Table
from linli.algorithms.matching import Helpers, Needs, match
from linli.foundation.refusals import Refused

Tell = Callable[..., None]


def run(request: dict[str, Any], tell: Tell) -> dict[str, Any]:
    """Propose helpers.

    Parameters
    ----------
    request : dict
        `needs` and `helpers`, each with `lon`, `lat` and `columns` by name (skills, start, end,
        room, load); `metres`, the longest way; `candidates` looked at for each need.
    """
    tell("prepare")
    asked, offered = read_side(request["needs"]), read_side(request["helpers"])
    if len(asked) == 0 or len(offered) == 0:
        raise Refused("match.empty", "需求或帮手为空，无法匹配，请检查文件。")
    plane = plane_around(asked.points())
    known: dict[str, int] = {}
    needs = Needs(plane.points(asked.points()), skills(asked, known), *hours(asked))
    helpers = Helpers(
        plane.points(offered.points()),
        skills(offered, known),
        *hours(offered),
        whole(offered, ("room",), 1),
        whole(offered, ("load",), 0),
    )
    tell("match")
    found = match(needs, helpers, float(request["metres"]), int(request["candidates"]))
    return {
        "proposals": [
            {
                "need": item.need,
                "helper": item.helper,
                "metres": round(item.metres),
                "load_before": item.load_before,
                "others": item.others,
                "next_metres": round(item.next_metres) if math.isfinite(item.next_metres) else None,
            }
            for item in found.proposals
        ],
        "crowded_out": list(found.crowded_out),
        "hopeless": list(found.hopeless),
    }


def read_side(side: dict[str, Any]) -> Table:
    """One side as a table of points."""
    points = np.stack([np.array(side["lon"], float), np.array(side["lat"], float)], axis=1)
    columns = {name: np.array(values, object) for name, values in side["columns"].items()}
    return Table(np.asarray(shapely.points(points)), columns)
