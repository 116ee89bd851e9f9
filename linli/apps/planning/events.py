"""What has happened in the studio."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GridsInForce:
    """New grids hold in the area from the day `on`."""

    study: int
    area: int
    on: dt.date
