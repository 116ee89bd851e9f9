"""Area codes: the state's statistical division codes, carried on to the grid, as whole numbers.

A code has fifteen digits: 2 province, 2 city, 2 district, 3 subdistrict, 3 community, 3 grid, and
zeros for the levels below its own. So everything inside an area is one range of numbers, which
both databases find in an ordinary index: no tree to walk, no text to match.

>>> span(450403002000000, Level.SUBDISTRICT)
Span(low=450403002000000, high=450403003000000)
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Level(StrEnum):
    CITY = "city"
    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"
    COMMUNITY = "community"
    GRID = "grid"


DIGITS: Final = {
    Level.CITY: 4,
    Level.DISTRICT: 6,
    Level.SUBDISTRICT: 9,
    Level.COMMUNITY: 12,
    Level.GRID: 15,
}
SIZE: Final[dict[Level, int]] = {level: 10 ** (15 - digits) for level, digits in DIGITS.items()}
LEVELS: Final = tuple(DIGITS)


@dataclass(frozen=True, slots=True)
class Span:
    """The codes from `low` up to, not including, `high`."""

    low: int
    high: int

    def __contains__(self, code: int) -> bool:
        return self.low <= code < self.high


def span(code: int, level: Level) -> Span:
    """Return the codes that lie inside the area `code`, which is of `level`."""
    size = SIZE[level]
    low = code - code % size
    return Span(low, low + size)


def ancestor(code: int, level: Level) -> int:
    """Return the code of the area of `level` that `code` lies in.

    >>> ancestor(450403002004011, Level.COMMUNITY)
    450403002004000
    """
    return code - code % SIZE[level]
