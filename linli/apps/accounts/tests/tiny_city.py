"""A city small enough to hold in one's head, for the tests of every app.

梧州市
├ 万秀区 └ 东兴街道 ┬ 枣冲社区 ┬ 第一网格: 江滨花园 1栋, 2栋 (compound)
│                  │          └ 第二网格: 骑楼 8号 (a street house, in no compound)
│                  └ 珠山社区 └ 第一网格
└ 长洲区 └ 大塘街道 └ 大塘社区 └ 第一网格: (compound 鸳江名苑, no building yet)
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from linli.apps.places.models import Area, Building, Compound, GridBuilding, Home
from linli.foundation import clock
from linli.foundation.areas import Level, ancestor
from linli.foundation.keys import new_key

SINCE: Final = dt.date(2024, 1, 1)
LON, LAT = 111.3, 23.48

CITY: Final = 450400000000000
DISTRICT: Final = 450403000000000
OTHER_DISTRICT: Final = 450405000000000
SUBDISTRICT: Final = 450403002000000
OTHER_SUBDISTRICT: Final = 450405001000000
COMMUNITY: Final = 450403002004000
NEXT_COMMUNITY: Final = 450403002005000
OTHER_COMMUNITY: Final = 450405001001000
GRID: Final = 450403002004001
SECOND_GRID: Final = 450403002004002
NEXT_GRID: Final = 450403002005001
OTHER_GRID: Final = 450405001001001

_AREAS: Final = (
    (CITY, Level.CITY, "梧州市"),
    (DISTRICT, Level.DISTRICT, "万秀区"),
    (OTHER_DISTRICT, Level.DISTRICT, "长洲区"),
    (SUBDISTRICT, Level.SUBDISTRICT, "东兴街道"),
    (OTHER_SUBDISTRICT, Level.SUBDISTRICT, "大塘街道"),
    (COMMUNITY, Level.COMMUNITY, "枣冲社区"),
    (NEXT_COMMUNITY, Level.COMMUNITY, "珠山社区"),
    (OTHER_COMMUNITY, Level.COMMUNITY, "大塘社区"),
    (GRID, Level.GRID, "枣冲社区第一网格"),
    (SECOND_GRID, Level.GRID, "枣冲社区第二网格"),
    (NEXT_GRID, Level.GRID, "珠山社区第一网格"),
    (OTHER_GRID, Level.GRID, "大塘社区第一网格"),
)
_ABOVE: Final = dict(zip(tuple(Level)[1:], Level, strict=False))


@dataclass(frozen=True, slots=True)
class TinyCity:
    """The rows of the tiny city; areas are known by the constants of this module."""

    compound: Compound
    other_compound: Compound
    first: Building
    second: Building
    street_house: Building
    homes: tuple[Home, ...]  # two in `first`, one in `second`, one in `street_house`


def tiny_city() -> TinyCity:
    """Write the tiny city into the test's database."""
    Area.objects.bulk_create(
        Area(
            code=code,
            level=level,
            name=name,
            parent_id=None if level is Level.CITY else ancestor(code, _ABOVE[level]),
            lon=LON,
            lat=LAT,
            valid_from=SINCE,
        )
        for code, level, name in _AREAS
    )
    compound = _compound("江滨花园", COMMUNITY, "commodity")
    other = _compound("鸳江名苑", OTHER_COMMUNITY, "old")
    first = _building("1栋", compound, "CARD222", GRID)
    second = _building("2栋", compound, "CARD333", GRID)
    street_house = _building("骑楼8号", None, "CARD444", SECOND_GRID)
    homes = tuple(
        Home.objects.create(
            id=_key(), building=building, floor=floor, number=number, exclusive_area=8850
        )
        for building, floor, number in (
            (first, 1, "101"),
            (first, 1, "102"),
            (second, 6, "601"),
            (street_house, 2, "201"),
        )
    )
    return TinyCity(compound, other, first, second, street_house, homes)


def _key() -> int:
    return new_key(clock.now())


def _compound(name: str, community: int, kind: str) -> Compound:
    return Compound.objects.create(
        id=_key(), community_id=community, name=name, kind=kind, lon=LON, lat=LAT
    )


def _building(name: str, compound: Compound | None, card_code: str, grid: int) -> Building:
    building = Building.objects.create(
        id=_key(),
        community_id=COMMUNITY,
        compound=compound,
        name=name,
        lon=LON,
        lat=LAT,
        floors=6,
        card_code=card_code,
    )
    GridBuilding.objects.create(id=_key(), building=building, grid_id=grid, valid_from=SINCE)
    return building
