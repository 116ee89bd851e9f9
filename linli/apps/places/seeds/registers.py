"""Writing the planned city into the tables: areas, map features, compounds, buildings, homes."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from linli.apps.places.models import Area, Building, Compound, GridBuilding, Home, MapFeature
from linli.apps.places.models.homes import CARD_CODE_LETTERS
from linli.apps.places.seeds.built import Built
from linli.apps.places.seeds.city import City, CommunityPlan, Town, road_beside
from linli.apps.places.seeds.geometry import Ring, centroid, points
from linli.apps.places.seeds.names import WORDS
from linli.apps.places.seeds.terrain import Frame, Land
from linli.apps.places.seeds.townplan import RoadKind
from linli.foundation.areas import Level, ancestor
from linli.foundation.chance import Dice
from linli.foundation.keys import CODE_LETTERS, key_floor
from linli.platform import bulk

GRIDS_SINCE: Final = dt.date(2020, 1, 1)
MOVED_ON: Final = dt.date(2025, 7, 1)
MOVED_SHARE: Final = 0.01

Row = tuple[object, ...]


@dataclass(slots=True)
class CompoundEntry:
    """A compound as it was written, for what is placed in it afterwards."""

    id: int
    name: str
    kind: str
    community: int
    address: str
    ring: Ring
    frame: Frame
    built: list[Built]


class Registers:
    """What the writing needs: the file, the moment, the dice, and keys that rise one by one."""

    def __init__(self, city_file: dict[str, Any], now: dt.datetime, dice: Dice) -> None:
        self.file = city_file
        self.dice = dice
        self.today = now.date()
        self._keys = itertools.count(key_floor(now))
        self._cards: set[str] = set()
        self.kinds = {each["code"]: each for each in city_file["generators"]["compound_types"]}
        self.compounds: list[CompoundEntry] = []

    def key(self) -> int:
        return next(self._keys)

    def card(self) -> str:
        """Return a card code that no other building has."""
        while True:
            code = "".join(self.dice.choices(CODE_LETTERS, k=CARD_CODE_LETTERS))
            if code not in self._cards:
                self._cards.add(code)
                return code


def degrees(frame: Frame, ring: Sequence[Sequence[float]]) -> list[list[float]]:
    return [list(frame.round(point)) for point in ring]


# ── Areas ─────────────────────────────────────────────────────────────────────────────────────────
def write_areas(registers: Registers, city: City) -> None:
    """Write the city, its districts, subdistricts, communities and grids, upper levels first."""
    rows = [*_communities(city), *_grids(city)]
    upper = _upper(registers, rows)
    bulk.insert(
        Area,
        [
            "code",
            "level",
            "name",
            "name_en",
            "parent",
            "outline",
            "lon",
            "lat",
            "synthetic",
            "valid_from",
        ],
        (_finished(row) for row in [*upper, *rows]),
    )
    bulk.insert(MapFeature, FEATURE, _waters(registers, city.lands))


def _finished(row: Row) -> Row:
    """Return the row with the middle of its outline and the day since which it holds."""
    *facts, outline, synthetic = row
    lon, lat = centroid(outline)  # type: ignore[arg-type]  # the outline of the row
    return (*facts, outline, round(lon, 6), round(lat, 6), synthetic, GRIDS_SINCE)


def _communities(city: City) -> Iterator[Row]:
    for each in city.communities:
        name = each.given["name"]
        parent = ancestor(each.code, Level.SUBDISTRICT)
        outline = degrees(each.frame, each.ring)
        english = WORDS["english"][name]
        yield each.code, Level.COMMUNITY, name, english, parent, outline, each.given["synthetic"]


def _grids(city: City) -> Iterator[Row]:
    for each in city.communities:
        name = each.given["name"].removesuffix("社区")
        english = WORDS["english"][each.given["name"]].removesuffix(" Community")
        for number, (land, _block) in enumerate(each.grids, start=1):
            outline = degrees(each.frame, points(land.shape))
            yield (
                each.code + number,
                Level.GRID,
                f"{name}第{number}网格",
                f"{english} Grid {number}",
                each.code,
                outline,
                True,
            )


def _upper(registers: Registers, rows: list[Row]) -> list[Row]:
    """Return city, districts and subdistricts, outlined by the hull of what lies in them."""
    file = registers.file
    districts = {each["name"]: int(each["code"]) * 10**9 for each in file["districts"]}
    streets = {each["street"]: districts[each["district"]] for each in file["communities"]}
    city = int(WORDS["city_code"]) * 10**9
    named: list[tuple[int, Level, str, int | None]] = [(city, Level.CITY, file["city"], None)]
    named += [(code, Level.DISTRICT, name, city) for name, code in districts.items()]
    named += [
        (int(WORDS["codes"][name]) * 10**6, Level.SUBDISTRICT, name, parent)
        for name, parent in streets.items()
    ]
    spots: list[tuple[int, list[list[float]]]] = [
        (row[0], row[5])  # type: ignore[misc]  # code and outline
        for row in rows
        if row[1] == Level.COMMUNITY
    ]
    return [
        (
            code,
            level,
            name,
            WORDS["english"][name],
            parent,
            hull([p for each, ring in spots if ancestor(each, level) == code for p in ring]),
            False,
        )
        for code, level, name, parent in named
    ]


def hull(spots: list[list[float]]) -> list[list[float]]:
    """Return the convex hull of the points, against the clock (Andrew's monotone chain)."""
    ordered = sorted(spots)
    return [*_chain(ordered)[:-1], *_chain(ordered[::-1])[:-1]]


def _chain(ordered: list[list[float]]) -> list[list[float]]:
    chain: list[list[float]] = []
    for spot in ordered:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], spot) <= 0:
            chain.pop()
        chain.append(spot)
    return chain


def _turn(a: list[float], b: list[float], c: list[float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


# ── What the map draws beside ─────────────────────────────────────────────────────────────────────
FEATURE: Final = ("id", "kind", "name", "name_en", "area", "lon", "lat", "geometry")


def _feature(  # a row
    registers: Registers, kind: str, names: tuple[str, str], area: int, frame: Frame, line: Ring
) -> Row:
    is_ring = kind in {"river", "green"}
    drawn = degrees(frame, line)
    middle = frame.round(centroid(line)) if is_ring else drawn[len(drawn) // 2]
    geometry = (
        {"type": "Polygon", "coordinates": [[*drawn, drawn[0]]]}
        if is_ring
        else {"type": "LineString", "coordinates": drawn}
    )
    return registers.key(), kind, *names, area, *middle, geometry


def _waters(registers: Registers, lands: tuple[Land, ...]) -> Iterator[Row]:
    """Give rivers, islands and bridges, each under its district, or the city when several share it."""
    codes = {each["name"]: int(each["code"]) * 10**9 for each in registers.file["districts"]}
    city = int(WORDS["city_code"]) * 10**9
    for land in lands:
        owners = {codes[piece.district] for piece in land.pieces}
        area = owners.pop() if len(owners) == 1 else city
        for river in land.rivers:
            names = (river.name, river.name_en)
            yield _feature(registers, "river", names, area, land.frame, river.ring)
        for name, english, ring in land.islands:
            yield _feature(registers, "green", (name, english), area, land.frame, ring)
        for name, english, line in land.bridges:
            yield _feature(registers, "bridge", (name, english), area, land.frame, line)


def _roads(registers: Registers, town: Town) -> tuple[dict[int, int], list[Row]]:
    """Return the keys of the named roads as written, and their rows."""
    district = ancestor(town.communities[0].code, Level.DISTRICT)
    codes = {each.land.index: each.code for each in town.communities}
    written: dict[int, int] = {}
    rows = []
    for road in town.roads.by_key.values():
        if road.kind not in {RoadKind.MAIN, RoadKind.STREET}:
            continue
        area = district if road.community is None else codes[road.community]
        row = _feature(registers, road.kind, (road.name, ""), area, town.frame, road.line)
        written[road.key] = row[0]  # type: ignore[assignment]  # the key
        rows.append(row)
    return written, rows


def _greens(registers: Registers, community: CommunityPlan) -> Iterator[Row]:
    rings = [r for _land, block in community.grids for r in block.greens if len(r) > 2]
    words = registers.dice.sample(WORDS["street_words"], len(rings))
    for word, ring in zip(words, rings, strict=True):
        names = (f"{word}小游园", "")
        yield _feature(registers, "green", names, community.code, community.frame, ring)


# ── Compounds, buildings, homes ───────────────────────────────────────────────────────────────────
def write_town(registers: Registers, town: Town) -> None:
    """Write the roads, compounds, buildings and homes of one piece of land."""
    roads, rows = _roads(registers, town)
    for community in town.communities:
        rows += _greens(registers, community)
    bulk.insert(MapFeature, FEATURE, rows)
    for community in town.communities:
        compounds = _write_compounds(registers, town, community)
        _write_buildings(registers, community, compounds, roads)


def _write_compounds(
    registers: Registers, town: Town, community: CommunityPlan
) -> dict[int, CompoundEntry]:
    entries: dict[int, CompoundEntry] = {}
    rows: list[Row] = []
    shapes = {
        id(plan): land.shape for land, block in community.grids for plan, _o in block.outlines
    }
    for identity, (plan, ring) in community.outlines.items():
        road = road_beside(shapes[identity], town.roads)
        address = f"{road.name}{road.next_number(0)}号" if road else ""
        built = [b for _land, block in community.grids for b in block.built if b.compound is plan]
        key = registers.key()
        lon, lat = community.frame.round(centroid(ring))
        outline = degrees(community.frame, ring)
        entries[identity] = CompoundEntry(
            key, plan.name, plan.kind, community.code, address, ring, community.frame, built
        )
        rows.append(
            (
                key,
                community.code,
                plan.name,
                plan.kind,
                address,
                *(lon, lat, outline, built[0].year),
                plan.is_synthetic,
            )
        )
    columns = "id community name kind address lon lat outline year synthetic"
    bulk.insert(Compound, columns.split(), rows)
    registers.compounds += entries.values()
    return entries


def _write_buildings(
    registers: Registers,
    community: CommunityPlan,
    compounds: dict[int, CompoundEntry],
    roads: dict[int, int],
) -> None:
    buildings: list[Row] = []
    links: list[Row] = []
    homes: list[Row] = []
    numbers: dict[int, int] = {}
    for grid, (_land, block) in enumerate(community.grids, start=community.code + 1):
        for built in block.built:
            key = registers.key()
            where = id(built.compound)
            numbers[where] = numbers.get(where, 0) + 1
            compound = compounds[where].id if built.compound else None
            street = roads[built.road.key] if built.road else None
            name = f"{built.road.name}{built.number}号" if built.road else f"{numbers[where]}栋"
            buildings.append(
                (key, community.code, compound, street, name, *_body(registers, community, built))
            )
            links += _links(registers, key, grid, community)
            homes += _homes(registers, key, built)
    columns = "id community compound street name lon lat footprint floors entrances has_lift year"
    bulk.insert(Building, [*columns.split(), "households", "card_code"], buildings)
    bulk.insert(GridBuilding, ["id", "building", "grid", "valid_from", "valid_to"], links)
    bulk.insert(
        Home, ["id", "building", "entrance", "floor", "number", "exclusive_area", "use"], homes
    )


def _body(registers: Registers, community: CommunityPlan, built: Built) -> Row:
    return (
        *community.frame.round(built.middle),
        degrees(community.frame, built.ring),
        built.floors,
        built.entrances,
        built.has_lift,
        built.year,
        built.homes,
        registers.card(),
    )


def _links(registers: Registers, key: int, grid: int, community: CommunityPlan) -> list[Row]:
    """Return the building's grid, and for a few the one it was in before the lines were redrawn."""
    if registers.dice.random() >= MOVED_SHARE:
        return [(registers.key(), key, grid, GRIDS_SINCE, None)]
    count = len(community.grids)
    before = community.code + 1 + (grid - community.code) % count
    return [
        (registers.key(), key, before, GRIDS_SINCE, MOVED_ON),
        (registers.key(), key, grid, MOVED_ON, None),
    ]


def _homes(registers: Registers, building: int, built: Built) -> Iterator[Row]:
    """Give the homes from the top floor down, so that what is missing is missing on the ground."""
    kind = built.compound.kind if built.compound else "old"
    low, high = registers.file["generators"]["exclusive_area_m2"][kind]
    columns = [
        (entrance, unit, registers.dice.randrange(low * 100, high * 100))
        for entrance in range(1, built.entrances + 1)
        for unit in range(1, built.per_floor + 1)
    ]
    left = built.homes
    for floor in range(built.floors, 0, -1):
        for entrance, unit, size in columns[:left]:
            yield (
                registers.key(),
                building,
                entrance,
                floor,
                f"{floor}{unit:02d}",
                size,
                "dwelling",
            )
        left -= min(left, len(columns))
