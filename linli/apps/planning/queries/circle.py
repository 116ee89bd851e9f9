"""Who reaches a service centre: by area, on request with one more hall; candidates of a siting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from linli.apps.planning.models import Spot, Study, StudyBuilding
from linli.apps.planning.rules.packing import unpack_reach
from linli.apps.planning.rules.reaching import (
    Coverage,
    Home,
    WhatIf,
    metres_between,
    total,
    what_if,
)
from linli.foundation.refusals import Refused

NEAR_DEGREES: Final = (0.002, 0.006, 0.02)
SPOTS_MAX: Final = 500
BLOCKS_MAX: Final = 40
SNAP_METRES_MAX: Final = 1000
METRES_PER_DEGREE: Final = 111_320.0


@dataclass(frozen=True, slots=True)
class AreaCoverage:
    """The coverage of an area with its name."""

    name: str
    row: Coverage


def _rows(result: Mapping[str, Any]) -> list[Coverage]:
    return [Coverage(**row) for row in result["coverage"]]


def coverage_of(study: Study) -> tuple[tuple[AreaCoverage, ...], Coverage]:
    """Return the coverage of each area, and of all together. No query."""
    names: Mapping[str, str] = study.result["areas"]
    rows = _rows(study.result)
    return tuple(AreaCoverage(names[str(row.area)], row) for row in rows), total(rows)


@dataclass(frozen=True, slots=True)
class Block:
    """Buildings of a compound (or of none) that reach no centre in time."""

    area: int
    name: str
    buildings: int
    households: int


def not_reached(study: Study, minutes: float) -> tuple[Block, ...]:
    """Return compounds and streets whose homes are beyond the limit, most households first. One query."""
    rows = StudyBuilding.objects.filter(study=study).exclude(minutes__lte=minutes)
    found: dict[tuple[int, str], list[int]] = {}
    for area, compound, households in rows.values_list("area", "compound", "households"):
        counted = found.setdefault((area, compound), [0, 0])
        counted[0] += 1
        counted[1] += households
    blocks = [Block(area, name, *counted) for (area, name), counted in found.items()]
    return tuple(sorted(blocks, key=lambda one: (-one.households, one.area, one.name))[:BLOCKS_MAX])


@dataclass(frozen=True, slots=True)
class WhatIfPage:
    """What one more hall would change; `metres` from the point asked to the corner counted from."""

    lon: float
    lat: float
    metres: int
    answer: WhatIf
    after: Coverage
    names: Mapping[str, str]


def what_if_at(study: Study, lon: float, lat: float) -> WhatIfPage:
    """Answer what a hall at the point would change. At most five queries, no array library.

    Raises
    ------
    Refused
        `planning.far` when no prepared point is near.
    """
    spot = _nearest(study, lon, lat)
    away = metres_between((lon, lat), (spot.lon, spot.lat)) if spot else 0.0
    if spot is None or away > SNAP_METRES_MAX:
        raise Refused("planning.far", "这个点离本范围的道路太远，请在地图上另选一处。")
    extra = away * study.facts["detour"] / study.facts["pace"]
    numbers, tenths = unpack_reach(spot.reach)
    limit = study.facts["minutes"]
    minutes = {
        number: tenth / 10 + extra
        for number, tenth in zip(numbers, tenths, strict=True)
        if tenth / 10 + extra <= limit
    }
    rows = StudyBuilding.objects.filter(study=study, number__in=minutes)
    columns = ("number", "area", "households", "minutes")
    reached = {row[0]: Home(*row) for row in rows.values_list(*columns)}
    today = _rows(study.result)
    answer = what_if(today, reached, minutes)
    changed = {after.area: after for _, after in answer.rows}
    after = total(changed.get(row.area, row) for row in today)
    return WhatIfPage(spot.lon, spot.lat, round(away), answer, after, study.result["areas"])


def _nearest(study: Study, lon: float, lat: float) -> Spot | None:
    """Return the prepared point nearest to the one asked for, looking wider and wider."""
    for reach in NEAR_DEGREES:
        around = Spot.objects.filter(
            study=study,
            lat__range=(lat - reach, lat + reach),
            lon__range=(lon - reach, lon + reach),
        ).defer("reach")
        near = sorted(around, key=lambda one: metres_between((lon, lat), (one.lon, one.lat)))
        if near and metres_between((lon, lat), (near[0].lon, near[0].lat)) <= reach * METRES_PER_DEGREE / 2:  # fmt: skip
            return near[0]
    return near[0] if near else None


@dataclass(frozen=True, slots=True)
class SpotRow:
    """A candidate of a siting, or one of the best points of a circle."""

    number: int
    name: str
    lon: float
    lat: float
    gain: int
    capacity: int
    is_chosen: bool


def spots_of(study: Study, *, limit: int = SPOTS_MAX) -> tuple[SpotRow, ...]:
    """Return the points of a study, chosen ones first, then those that reach most. One query."""
    rows = Spot.objects.filter(study=study).order_by("-is_chosen", "-gain", "number")
    columns = ("number", "name", "lon", "lat", "gain", "capacity", "is_chosen")
    return tuple(SpotRow(*row) for row in rows.values_list(*columns)[:limit])
