"""What has happened in the territory."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BuildingAdded:
    building: int
    community: int
    grid: int


@dataclass(frozen=True, slots=True)
class BuildingMoved:
    """The building is in `grid` from the day `on`; until then it was in `before`."""

    building: int
    before: int
    grid: int
    on: dt.date


@dataclass(frozen=True, slots=True)
class ManagementChanged:
    compound: int
    before: str
    mode: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class CentreOpened:
    centre: int
    community: int


@dataclass(frozen=True, slots=True)
class CentreClosed:
    centre: int
    community: int
