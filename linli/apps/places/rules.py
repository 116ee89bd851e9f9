"""Decisions about the territory on plain facts: codes, addresses, distances, states."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from linli.foundation.areas import SIZE, Level, ancestor
from linli.foundation.refusals import Refused

Point = tuple[float, float]
Ring = Sequence[Sequence[float]]

SEARCH_TEXT_CHARACTERS_MAX: Final = 60
SEARCH_WORDS_MAX: Final = 4
METRES_PER_DEGREE: Final = 111_320.0
CENTRE_AREA_STANDARD_M2: Final = 300
GRID_HOUSEHOLDS_MIN: Final = 300
GRID_HOUSEHOLDS_MAX: Final = 500

# 幢, 座 and 号楼 are other words for the same thing; the register says 栋.
_BUILDING_WORDS: Final = re.compile(r"(\d+)\s*(?:幢|座|号楼|號樓|棟)")
_WORDS: Final = re.compile(r"\d+[栋号]?|[^\W\d_]+")
_INSIDE: Final = re.compile(r"(?<=[栋号])(?:\s*\d+\s*单元)?\s*\d*\s*[室房层楼]?\s*$")


def read_address(text: str) -> tuple[str, ...]:
    """Return the words of an address that a register can be searched for.

    >>> read_address("云龙花园３号楼2单元302")
    ('云龙花园', '3栋')
    """
    plain = unicodedata.normalize("NFKC", text)[:SEARCH_TEXT_CHARACTERS_MAX].strip().lower()
    plain = _BUILDING_WORDS.sub(r"\1栋", plain)
    plain = _INSIDE.sub("", plain)
    return tuple(_WORDS.findall(plain)[:SEARCH_WORDS_MAX])


def metres_between(one: Point, other: Point) -> float:
    """Return the distance of two points (lon, lat) in metres; flat, good within a city."""
    scale = math.cos(math.radians((one[1] + other[1]) / 2))
    east = (one[0] - other[0]) * scale
    return math.hypot(east, one[1] - other[1]) * METRES_PER_DEGREE


def is_inside(point: Point, ring: Ring) -> bool:
    """Tell whether `point` lies inside the closed or open `ring` (even-odd rule)."""
    lon, lat = point
    inside = False
    last = ring[-1] if ring else (0.0, 0.0)
    for corner in ring:
        crosses = (corner[1] > lat) != (last[1] > lat)
        if (
            crosses
            and lon
            < (last[0] - corner[0]) * (lat - corner[1]) / (last[1] - corner[1]) + (corner[0])
        ):
            inside = not inside
        last = corner
    return inside


def ancestors(code: int) -> tuple[int, ...]:
    """Return the codes of the areas that hold `code`, from the city to itself, each once.

    >>> ancestors(450403008001000)
    (450400000000000, 450403000000000, 450403008000000, 450403008001000)
    """
    codes = (ancestor(code, level) for level in Level)
    return tuple(dict.fromkeys(codes))


def level_of(code: int) -> Level:
    """Return the level whose zeros `code` ends in."""
    return next(level for level in Level if code % SIZE[level] == 0)


def community_of(code: int) -> int:
    return ancestor(code, Level.COMMUNITY)


def check_grid_of_community(*, grid: int, community: int) -> None:
    """Refuse to put a building of one community into a grid of another."""
    if community_of(grid) != community or level_of(grid) is not Level.GRID:
        raise Refused(
            "places.grid_elsewhere",
            "这个网格不在楼栋所在的社区，请选择本社区的网格。",
            field="grid",
        )


def check_compound_of_community(*, compound_community: int, community: int) -> None:
    """Refuse to put a building into a compound of another community."""
    if compound_community != community:
        raise Refused(
            "places.compound_elsewhere",
            "这个小区不在楼栋所在的社区，请选择本社区的小区。",
            field="compound",
        )
