"""Outlines of grids that were changed by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from linli.algorithms.files.coordinates import plane_around
from linli.algorithms.tasks.shapes import territories

Tell = Callable[..., None]


def run(request: dict[str, Any], tell: Tell) -> dict[str, Any]:
    """Outline the grids anew.

    Parameters
    ----------
    request : dict
        Columns `lon`, `lat`, `grid` (from 0) and `area`; `land`, a ring for each area.
    """
    tell("prepare")
    degrees = np.stack([np.array(request["lon"], float), np.array(request["lat"], float)], axis=1)
    grid, area = (np.array(request[name], np.int64) for name in ("grid", "area"))
    rings = territories(plane_around(degrees), degrees, grid, area, request["land"])
    return {"rings": rings}
