"""Decisions about the territory on plain facts: codes, addresses, distances, states."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from linli.foundation.areas import DIGITS, SIZE, Level, ancestor
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


def read_area_code(cell: str) -> int:
    """Return a division code of 4, 6, 9, 12 or 15 digits as the fifteen that Linli keeps."""
    if not cell.isdecimal() or len(cell) not in DIGITS.values():
        raise Refused("cell.area_code", "区划代码应为4、6、9、12或15位数字。")
    return int(cell.ljust(15, "0"))


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


# ── Changes of the registers ──────────────────────────────────────────────────────────────────────
FUTURE_DAYS_MAX: Final = 366
COMMUNITY_METRES_MAX: Final = 5000.0
HOMES_PER_FLOOR_MAX: Final = 40
HOMES_PER_BUILDING_MAX: Final = 3000


@dataclass(frozen=True, slots=True)
class BuildingFacts:
    """What is known of a building; `compound` is `None` for a street house."""

    name: str
    lon: float
    lat: float
    floors: int
    entrances: int
    has_lift: bool = False
    year: int | None = None
    compound: int | None = None


@dataclass(frozen=True, slots=True)
class HomesPlan:
    """Homes alike on every floor from `first_floor` up; `exclusive_area` in 0.01 m²."""

    per_floor: int
    first_floor: int
    exclusive_area: int


@dataclass(frozen=True, slots=True)
class CompoundFacts:
    name: str
    kind: str
    lon: float
    lat: float
    address: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class CentreFacts:
    """A service centre as its register page shows it."""

    name: str
    address: str
    lon: float
    lat: float
    area_m2: int
    floor_type: str
    hours: str = ""
    rooms: tuple[str, ...] = ()
    serves_party: bool = True
    serves_government: bool = False
    serves_market: bool = False
    serves_social: bool = False
    has_ramp: bool = False
    has_accessible_toilet: bool = False
    has_low_counter: bool = False
    compound: int | None = None


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    name: str
    kind: str
    lon: float
    lat: float
    hours: str = ""
    inscription: str = ""
    is_open: bool = True
    compound: int | None = None


@dataclass(frozen=True, slots=True)
class HomeFacts:
    entrance: int
    floor: int
    number: str


def plan_homes(*, floors: int, entrances: int, plan: HomesPlan) -> tuple[HomeFacts, ...]:
    """Return the homes of a new building, numbered floor by floor as doors are (302)."""
    if not 0 <= plan.per_floor <= HOMES_PER_FLOOR_MAX:
        raise Refused(
            "places.homes_per_floor", "每单元每层的户数应在 0 到 40 之间。", field="per_floor"
        )
    if plan.per_floor and not 1 <= plan.first_floor <= floors:
        raise Refused(
            "places.first_floor", "住宅起始楼层应在 1 层到顶层之间。", field="first_floor"
        )
    homes = tuple(
        HomeFacts(entrance, floor, f"{floor}{unit:02d}")
        for entrance in range(1, entrances + 1)
        for floor in range(plan.first_floor, floors + 1)
        for unit in range(1, plan.per_floor + 1)
    )
    if len(homes) > HOMES_PER_BUILDING_MAX:
        raise Refused(
            "places.too_many_homes",
            "一栋楼的房屋不能超过 3000 套，请核对层数和户数。",
            field="per_floor",
        )
    return homes


def check_day(*, on: dt.date, since: dt.date, today: dt.date) -> None:
    """Refuse a change that begins before the state it ends, or more than a year ahead."""
    if on <= since:
        raise Refused(
            "places.day_too_early",
            "起始日期应晚于现状开始的日期（%(since)s），请改选后面的日期。",
            field="on",
            since=since.isoformat(),
        )
    if (on - today).days > FUTURE_DAYS_MAX:
        raise Refused(
            "places.day_too_late", "起始日期不能超过一年以后，请改选近一些的日期。", field="on"
        )


def check_other_grid(*, before: int, grid: int) -> None:
    if before == grid:
        raise Refused("places.same_grid", "楼栋已经在这个网格里，请选择另一个网格。", field="grid")


def check_decision(*, mode: str, decision: str, decided_on: dt.date | None, on: dt.date) -> None:
    """Refuse a change of the management mode without the record of who decided it, and when."""
    if mode != "none" and (not decision.strip() or decided_on is None):
        raise Refused(
            "places.undecided",
            "变更管理模式要有决定依据和决定日期，请填写会议或协议的名称。",
            field="decision" if not decision.strip() else "decided_on",
        )
    if decided_on is not None and decided_on > on:
        raise Refused(
            "places.decided_later", "决定日期不能晚于开始执行的日期。", field="decided_on"
        )


def check_mode(*, before: str, mode: str) -> None:
    if before == mode:
        raise Refused("places.same_mode", "小区现在就是这种管理模式，请选择另一种。", field="mode")


def check_opening(*, state: str, on: dt.date, today: dt.date) -> None:
    """Refuse to open a centre twice or in the future."""
    if state == "open":
        raise Refused("places.centre_open", "服务中心已经开放。")
    if on > today:
        raise Refused("places.opens_later", "开放日期不能晚于今天，请在开放当天登记。", field="on")


def check_closing(*, state: str, opened_on: dt.date | None, on: dt.date, today: dt.date) -> None:
    """Refuse to close a centre that is not open, before it opened, or in the future."""
    if state != "open":
        raise Refused("places.centre_not_open", "服务中心没有开放，不需要关闭。")
    if on > today or (opened_on is not None and on < opened_on):
        raise Refused(
            "places.closing_day", "关闭日期应在开放日期和今天之间，请改选日期。", field="on"
        )


def check_point(*, lon: float, lat: float, middle: Point) -> None:
    """Refuse a point that is far from the community it is said to lie in."""
    if metres_between((lon, lat), middle) > COMMUNITY_METRES_MAX:
        raise Refused(
            "places.point_elsewhere", "这个点离本社区太远，请在地图上重新点选位置。", field="lon"
        )


def read_point(lon: str, lat: str) -> Point | None:
    """Return the point that two texts write, `None` when they write none on earth.

    >>> read_point("111.3", "23.48")
    (111.3, 23.48)
    """
    try:
        point = float(lon), float(lat)
    except ValueError:
        return None
    is_on_earth = abs(point[0]) <= 180 and abs(point[1]) <= 90
    return point if is_on_earth else None
