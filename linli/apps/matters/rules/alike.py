"""How alike two reports are: where, of what kind, in which words, how long apart. Never who reported.

A score above `Gauge.least` is worth showing: "is it this one?" The reporter, or the desk, decides.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from linli.apps.matters.rules.states import DATA
from linli.foundation.wording import Model

NEAR_METRES: Final = 150.0
METRES_A_DEGREE: Final = 111_320.0
HINTS_MAX: Final = 3
LONG_AGO: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
FRESH_DAYS: Final = 2.0
FADE_DAYS: Final = 6.0
WORDS_WEIGH: Final = 1.2

_NUMBERED: Final = re.compile(r"(\d{1,4})\s*(号楼|栋|幢|座|单元|楼|层|号)")
_SAME_UNIT: Final = {"号楼": "栋", "幢": "栋", "座": "栋", "层": "楼"}


@dataclass(frozen=True, slots=True)
class Gauge:
    """What a place is worth, and from which score on a likeness is shown."""

    same_building: float = 1.0
    other_building: float = 0.3
    same_compound: float = 0.6
    same_area: float = 0.35
    least: float = 0.42


USUAL: Final = Gauge()


@dataclass(frozen=True, slots=True)
class Said:
    """What a report says, as far as likeness goes."""

    kind: str
    words: str
    community: int
    area: int | None = None
    compound: int | None = None
    building: int | None = None
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class Candidate(Said):
    """An open matter near by."""

    id: int = 0
    reference: str = ""
    received_at: dt.datetime = LONG_AGO


@dataclass(frozen=True, slots=True)
class Likeness:
    id: int
    score: float


@cache
def _reaches() -> dict[str, str]:
    content = json.loads((DATA / "reaches.json").read_text(encoding="utf-8"))
    return {kind: reach for reach, kinds in content["reaches"].items() for kind in kinds}


def reach_of(kind: str) -> str:
    """Return how far such a thing is noticed: person (only who asks), building, compound or street."""
    return _reaches().get(kind, "building")


def likest(
    model: Model,
    said: Said,
    candidates: Iterable[Candidate],
    now: dt.datetime,
    gauge: Gauge = USUAL,
) -> tuple[Likeness, ...]:
    """Return the candidates most like `said`, the likest first, at most three. O(candidates × letters)."""
    if reach_of(said.kind) == "person":
        return ()
    shares = {fit.kind: fit.share for fit in model.rank(said.words)}
    own = model.worths(said.words)
    scored = [
        Likeness(each.id, _score(model, said, each, now, gauge, shares, own))
        for each in candidates
        if reach_of(each.kind) != "person"
    ]
    worth_showing = [each for each in scored if each.score >= gauge.least]
    return tuple(sorted(worth_showing, key=lambda each: (-each.score, -each.id))[:HINTS_MAX])


def _score(  # noqa: PLR0913, PLR0917  # the facts of one comparison
    model: Model,
    said: Said,
    other: Candidate,
    now: dt.datetime,
    gauge: Gauge,
    shares: Mapping[str, float],
    own: Mapping[int, float],
) -> float:
    place = _place(said, other, gauge)
    if not place:
        return 0.0
    kind = 1.0 if said.kind == other.kind else shares.get(other.kind, 0.0)
    theirs = model.worths(other.words)
    common = sum(worth * theirs.get(bucket, 0.0) for bucket, worth in own.items())
    return place * _freshness(other, now) * (kind + WORDS_WEIGH * common) * _numbers(said, other)


def _place(said: Said, other: Candidate, gauge: Gauge) -> float:
    """Return what the places have to do with each other, 0 when nothing."""
    reach = reach_of(said.kind)
    if said.building is not None and said.building == other.building:
        return gauge.same_building
    near = _nearness(said, other)
    if said.compound is not None and said.compound == other.compound:
        if reach != "building":
            return gauge.same_building
        known = said.building is not None and other.building is not None
        return gauge.other_building if known else gauge.same_compound
    if near is not None:
        loose = said.building is None or other.building is None or reach == "street"
        return near if loose else near * gauge.other_building
    same_area = said.area is not None and said.area == other.area
    return gauge.same_area if same_area else 0.0


def _nearness(said: Said, other: Said) -> float | None:
    """Return 1 at the same point and ½ at 150 metres; `None` beyond, or where a point is unknown."""
    if said.lon is None or said.lat is None or other.lon is None or other.lat is None:
        return None
    east = (said.lon - other.lon) * math.cos(math.radians(said.lat))
    metres = math.hypot(east, said.lat - other.lat) * METRES_A_DEGREE
    return 1 - metres / NEAR_METRES / 2 if metres <= NEAR_METRES else None


def _freshness(other: Candidate, now: dt.datetime) -> float:
    """Return how much an open matter of that age still counts: the second report comes soon."""
    days = (now - other.received_at) / dt.timedelta(days=1)
    return 1.0 if days <= FRESH_DAYS else 1 / (1 + (days - FRESH_DAYS) / FADE_DAYS)


def numbers_in(words: str) -> dict[str, set[int]]:
    """Return the numbers of buildings, entrances and floors that words name.

    >>> numbers_in("3号楼2单元5层")
    {'栋': {3}, '单元': {2}, '楼': {5}}
    """
    found: dict[str, set[int]] = {}
    for number, unit in _NUMBERED.findall(words):
        found.setdefault(_SAME_UNIT.get(unit, unit), set()).add(int(number))
    return found


def _numbers(said: Said, other: Said) -> float:
    """Return less when both name a building or a floor, and not the same."""
    ours, theirs = numbers_in(said.words), numbers_in(other.words)
    factor = 1.0
    for unit, weight in (("栋", 0.3), ("单元", 0.6), ("楼", 0.7)):
        if ours.get(unit) and theirs.get(unit) and not ours[unit] & theirs[unit]:
            factor *= weight
    return factor


def box_around(lon: float, lat: float) -> tuple[float, float, float, float]:
    """Return west, south, east, north of a box that holds all within 150 metres."""
    north = NEAR_METRES / METRES_A_DEGREE
    east = north / max(math.cos(math.radians(lat)), 0.01)
    return lon - east, lat - north, lon + east, lat + north
