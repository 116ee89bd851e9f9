"""Where the town can be built: rivers, their banks and the pieces of land between."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from linli.apps.places.rules import METRES_PER_DEGREE
from linli.apps.places.seeds.geometry import (
    Corner,
    Point,
    Ring,
    Shape,
    against_the_clock,
    beside,
    smooth,
)

TERRAIN_FILE: Final = Path(__file__).parents[1] / "data" / "terrain.json"
STEP: Final = 90.0
EMBANKMENT: Final = 18.0
BANK: Final = 1
RIM: Final = 2


@dataclass(frozen=True, slots=True)
class Frame:
    """A flat map in metres around an origin."""

    lon: float
    lat: float

    def flat(self, point: Sequence[float]) -> Point:
        return (
            (point[0] - self.lon) * METRES_PER_DEGREE * math.cos(math.radians(self.lat)),
            (point[1] - self.lat) * METRES_PER_DEGREE,
        )

    def round(self, point: Sequence[float]) -> Point:
        """Return the point as degrees, to 0.1 m."""
        scale = METRES_PER_DEGREE * math.cos(math.radians(self.lat))
        return (
            round(self.lon + point[0] / scale, 6),
            round(self.lat + point[1] / METRES_PER_DEGREE, 6),
        )


@dataclass(frozen=True, slots=True)
class River:
    name: str
    name_en: str
    curve: Ring
    left: Ring
    right: Ring

    @property
    def ring(self) -> Ring:
        return [*self.left, *self.right[::-1]]


@dataclass(frozen=True, slots=True)
class Piece:
    """Land that one district builds on, with the point where its old town began."""

    district: str
    subdistricts: tuple[str, ...]
    shape: Shape
    anchor: Point
    bank_road: str
    rim_road: str


@dataclass(frozen=True, slots=True)
class Land:
    frame: Frame
    rivers: tuple[River, ...]
    islands: tuple[tuple[str, str, Ring], ...]
    bridges: tuple[tuple[str, str, Ring], ...]
    pieces: tuple[Piece, ...]


def read_land() -> tuple[Land, ...]:
    """Return the lands of the terrain file."""
    file = json.loads(TERRAIN_FILE.read_text(encoding="utf-8"))
    return tuple(_land(each) for each in file["frames"])


def _land(drawn: dict[str, Any]) -> Land:
    frame = Frame(*drawn["origin"])
    rivers = tuple(_river(frame, each) for each in drawn["rivers"])
    by_name = {river.name: river for river in rivers}
    islands = tuple(
        (each["name"], each["name_en"], smooth([frame.flat(p) for p in each["ring"]], STEP))
        for each in drawn["islands"]
    )
    bridges = tuple(
        (each["name"], each["name_en"], _across(frame, by_name[each["river"]], each["at"]))
        for each in drawn["bridges"]
    )
    pieces = tuple(_piece(frame, by_name, each) for each in drawn["pieces"])
    return Land(frame, rivers, islands, bridges, pieces)


def _river(frame: Frame, drawn: dict[str, Any]) -> River:
    controls = [frame.flat(point) for point in drawn["points"]]
    curve = smooth(controls, STEP)
    widths = _widths(controls, drawn["widths"], curve)
    sides = [beside(curve, 1.0), beside(curve, -1.0)]
    left, right = (
        [
            (x + (px - x) * width / 2, y + (py - y) * width / 2)
            for (x, y), (px, py), width in zip(curve, side, widths, strict=True)
        ]
        for side in sides
    )
    return River(drawn["name"], drawn["name_en"], curve, left, right)


def _across(frame: Frame, river: River, at: Sequence[float]) -> Ring:
    """Return the line across the river, from embankment to embankment, nearest to the point."""
    index = min(
        range(len(river.curve)), key=lambda each: math.dist(river.curve[each], frame.flat(at))
    )
    return [beside(river.left, EMBANKMENT)[index], beside(river.right, -EMBANKMENT)[index]]


def _widths(controls: Ring, widths: list[float], curve: Ring) -> list[float]:
    """Return the river's width at each point of the curve, smoothly between the given ones."""
    found = []
    for point in curve:
        weights = [1 / (math.dist(point, control) + 1) ** 2 for control in controls]
        total = sum(weights)
        found.append(sum(w * each for w, each in zip(weights, widths, strict=True)) / total)
    return found


def _piece(frame: Frame, rivers: dict[str, River], drawn: dict[str, Any]) -> Piece:
    banks = [_bank(frame, rivers[part["bank"]], part) for part in drawn["ring"] if "bank" in part]
    shape = [Corner(x, y, BANK) for bank in banks for x, y in bank]
    shore = [point for bank in banks for point in bank]
    back = [
        _nearer(frame.flat(point), shore, drawn["depth"])
        for part in drawn["ring"]
        for point in part.get("line", ())
    ]
    start, *rim, _end = smooth([shore[-1], *back, shore[0]], STEP)
    shape[-1] = Corner(*start, RIM)
    shape += [Corner(x, y, RIM) for x, y in rim]
    return Piece(
        drawn["district"],
        tuple(drawn["subdistricts"]),
        against_the_clock(shape),
        frame.flat(drawn["anchor"]),
        drawn["bank_road"],
        drawn["rim_road"],
    )


def _nearer(point: Point, shore: Ring, depth: float) -> Point:
    """Return the point moved towards the shore, to `depth` of its distance."""
    near = min(shore, key=lambda each: math.dist(each, point))
    return near[0] + (point[0] - near[0]) * depth, near[1] + (point[1] - near[1]) * depth


def _bank(frame: Frame, river: River, part: dict[str, Any]) -> Ring:
    """Return the embankment beside the river between the points nearest to `from` and `to`."""
    line = (
        beside(river.left, EMBANKMENT)
        if part["side"] == "left"
        else beside(river.right, -EMBANKMENT)
    )
    start, stop = (
        min(range(len(line)), key=lambda index: math.dist(line[index], frame.flat(part[end])))
        for end in ("from", "to")
    )
    return line[start : stop + 1] if start <= stop else line[stop : start + 1][::-1]
