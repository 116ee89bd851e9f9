"""Who reaches a service centre in how many minutes, by area; what one more hall would change."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

BANDS: Final = (5.0, 10.0, 15.0)
METRES_PER_DEGREE: Final = 111_320.0


@dataclass(slots=True)
class Coverage:
    """Households of an area within 5, 10 and 15 minutes, beyond, and with no way at all."""

    area: int
    households: int = 0
    within: list[int] = field(default_factory=lambda: [0, 0, 0])
    unreached: int = 0
    no_way: int = 0

    @property
    def percent(self) -> int:
        return math.floor(100 * self.within[-1] / self.households) if self.households else 0

    def add(self, households: int, minutes: float | None, sign: int = 1) -> None:
        """Count a building in (or out, with sign -1)."""
        count = sign * households
        self.households += count
        for at, limit in enumerate(BANDS):
            if minutes is not None and minutes <= limit:
                self.within[at] += count
        if minutes is None or minutes > BANDS[-1]:
            self.unreached += count
        if minutes is None:
            self.no_way += count


@dataclass(frozen=True, slots=True)
class Home:
    """A building in a study of walking times; `minutes` is `None` where no way leads to a centre."""

    number: int
    area: int
    households: int
    minutes: float | None


def coverage(homes: Iterable[Home]) -> list[Coverage]:
    """Return the coverage of each area, in the order of areas."""
    found: dict[int, Coverage] = {}
    for home in homes:
        found.setdefault(home.area, Coverage(home.area)).add(home.households, home.minutes)
    return [found[area] for area in sorted(found)]


def total(rows: Iterable[Coverage]) -> Coverage:
    """Return the sum of areas."""
    whole = Coverage(0)
    for row in rows:
        whole.households += row.households
        whole.within = [one + other for one, other in zip(whole.within, row.within, strict=True)]
        whole.unreached += row.unreached
        whole.no_way += row.no_way
    return whole


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a hall at a point would change: rows of areas that change, before and after."""

    nearer: int
    gained: int
    rows: tuple[tuple[Coverage, Coverage], ...]


def what_if(
    today: Sequence[Coverage], reached: Mapping[int, Home], homes: Mapping[int, float]
) -> WhatIf:
    """Return what changes when `homes` (number → new minutes) are that much nearer.

    Parameters
    ----------
    reached : mapping of int to Home
        The homes named in `homes` as they are today; others need not be given.
    """
    before = {row.area: row for row in today}
    after: dict[int, Coverage] = {}
    nearer = gained = 0
    for number, minutes in homes.items():
        home = reached[number]
        if home.minutes is not None and home.minutes <= minutes:
            continue
        now = before[home.area]
        row = after.setdefault(
            home.area,
            Coverage(now.area, now.households, list(now.within), now.unreached, now.no_way),
        )
        row.add(home.households, home.minutes, -1)
        row.add(home.households, minutes)
        nearer += home.households
        was_outside = home.minutes is None or home.minutes > BANDS[-1]
        gained += home.households if was_outside and minutes <= BANDS[-1] else 0
    return WhatIf(nearer, gained, tuple((before[area], after[area]) for area in sorted(after)))


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance of two points (lon, lat); flat, good within a city."""
    scale = math.cos(math.radians((one[1] + other[1]) / 2))
    return math.hypot((one[0] - other[0]) * scale, one[1] - other[1]) * METRES_PER_DEGREE


def band_of(minutes: float | None) -> int:
    """Return 0, 1, 2 within 5, 10, 15 minutes, 3 beyond, 4 where no way leads to a centre."""
    if minutes is None:
        return len(BANDS) + 1
    return next((at for at, limit in enumerate(BANDS) if minutes <= limit), len(BANDS))
