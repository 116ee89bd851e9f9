"""What stands in a grid, as it will be written: buildings, outlines of compounds, greens."""

from __future__ import annotations

from dataclasses import dataclass

from linli.apps.places.seeds.geometry import Point, Ring, Shape
from linli.apps.places.seeds.mixture import CompoundPlan
from linli.apps.places.seeds.townplan import Road


@dataclass(slots=True)
class Built:
    """A building as it will stand in the register, in metres."""

    compound: CompoundPlan | None
    ring: Ring
    middle: Point
    homes: int
    floors: int
    entrances: int
    per_floor: int
    has_lift: bool
    year: int
    road: Road | None = None
    number: int = 0


@dataclass(slots=True)
class Block:
    """What stands in one grid: compound outlines, buildings, greens."""

    outlines: list[tuple[CompoundPlan, Shape]]
    built: list[Built]
    greens: list[Ring]
