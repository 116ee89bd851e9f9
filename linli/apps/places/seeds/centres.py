"""Service centres in the demo compounds, and three neighbour places beside each."""

from __future__ import annotations

import datetime as dt
from typing import Final

from linli.apps.places.models import NeighbourPlace, ServiceCentre
from linli.apps.places.seeds.geometry import Point, is_inside, spread_of
from linli.apps.places.seeds.mixture import shares_to_counts
from linli.apps.places.seeds.names import WORDS
from linli.apps.places.seeds.registers import CompoundEntry, Registers, Row
from linli.foundation.areas import Level, ancestor
from linli.foundation.chance import Dice
from linli.platform import bulk

PLACES_PER_CENTRE: Final = 3
AREA_M2: Final = (300, 560)
OPENED_SINCE: Final = dt.date(2019, 3, 1)
OPENED_DAYS: Final = 2300
TRIES: Final = 40
KINDS: Final = {
    "童趣乐园": "play_place",
    "红色书吧": "book_bar",
    "健身角": "fitness_corner",
    "棋牌凉亭": "chess_pavilion",
    "议事亭": "talk_pavilion",
    "老年活动室": "elder_room",
    "电动车充电棚": "charging_shed",
    "邻里花园": "neighbour_garden",
}
CENTRE: Final = [
    "id",
    "community",
    "compound",
    "name",
    "address",
    "lon",
    "lat",
    "area_m2",
    "floor_type",
    "hours",
    "rooms",
    "serves_party",
    "serves_government",
    "serves_market",
    "serves_social",
    "has_ramp",
    "has_accessible_toilet",
    "has_low_counter",
    "state",
    "opened_on",
]
PLACE: Final = [
    "id",
    "community",
    "compound",
    "centre",
    "kind",
    "name",
    "lon",
    "lat",
    "hours",
    "inscription",
]


def write_centres(registers: Registers) -> None:
    """Write each district's centres, in its largest compounds of every community."""
    centres: list[Row] = []
    chosen: list[tuple[int, CompoundEntry]] = []
    for entry in _sites(registers):
        key = registers.key()
        chosen.append((key, entry))
        centres.append(_centre(key, entry, registers.dice))
    bulk.insert(ServiceCentre, CENTRE, centres)
    bulk.insert(NeighbourPlace, PLACE, _places(registers, chosen))


def _sites(registers: Registers) -> list[CompoundEntry]:
    sites: list[CompoundEntry] = []
    for district in registers.file["districts"]:
        code = int(district["code"]) * 10**9
        by_community: dict[int, list[CompoundEntry]] = {}
        for entry in registers.compounds:
            if ancestor(entry.community, Level.DISTRICT) == code:
                by_community.setdefault(entry.community, []).append(entry)
        counts = shares_to_counts(
            [float(len(entries)) for entries in by_community.values()], district["centres"]
        )
        for entries, count in zip(by_community.values(), counts, strict=True):
            largest = sorted(entries, key=lambda entry: -sum(b.homes for b in entry.built))
            sites += largest[:count]
    return sites


def _centre(key: int, entry: CompoundEntry, dice: Dice) -> Row:
    house = dice.choice(entry.built)
    is_new = entry.kind in {"commodity", "resettlement", "affordable"}
    return (
        key,
        entry.community,
        entry.id,
        f"{entry.name}党群服务中心",
        entry.address,
        *entry.frame.round(house.middle),
        dice.randrange(*AREA_M2),
        dice.choice(("stilt_floor", "built", "stilt_floor") if is_new else ("idle_site", "shared")),
        dice.choice(WORDS["hours"]),
        dice.sample(WORDS["rooms"], dice.randrange(3, 7)),
        True,
        dice.random() < 0.86,
        dice.random() < 0.74,
        dice.random() < 0.91,
        dice.random() < 0.9,
        dice.random() < 0.55,
        dice.random() < 0.62,
        "open",
        OPENED_SINCE + dt.timedelta(days=dice.randrange(0, OPENED_DAYS)),
    )


def _places(registers: Registers, centres: list[tuple[int, CompoundEntry]]) -> list[Row]:
    generators = registers.file["generators"]
    shares = [each["share"] for each in generators["place_kinds"]]
    counts = shares_to_counts(shares, len(centres) * PLACES_PER_CENTRE)
    stock = {each["zh"]: n for each, n in zip(generators["place_kinds"], counts, strict=True)}
    texts = [*generators["themed_installations"]]
    rows: list[Row] = []
    for key, entry in centres:
        for kind in _three_kinds(stock, registers.dice):
            stock[kind] -= 1
            inscription = registers.dice.choice(texts) if registers.dice.random() < 0.06 else ""
            rows.append(
                (
                    registers.key(),
                    entry.community,
                    entry.id,
                    key,
                    KINDS[kind],
                    f"{entry.name}{kind}",
                    *entry.frame.round(_open_spot(entry, registers.dice)),
                    registers.dice.choice(WORDS["hours"]),
                    inscription,
                )
            )
    return rows


def _three_kinds(stock: dict[str, int], dice: Dice) -> list[str]:
    """Return three different kinds, those with most left the likeliest."""
    marks = {kind: left * dice.uniform(0.5, 1.0) for kind, left in stock.items()}
    return sorted(stock, key=lambda kind: -marks[kind])[:PLACES_PER_CENTRE]


def _open_spot(entry: CompoundEntry, dice: Dice) -> Point:
    """Return a point inside the compound that no building covers, as far as one is found."""
    low, high = spread_of(entry.ring)
    for _ in range(TRIES):
        x, y = dice.uniform(low[0], high[0]), dice.uniform(low[1], high[1])
        if is_inside(x, y, entry.ring) and not any(is_inside(x, y, b.ring) for b in entry.built):
            return x, y
    return entry.built[0].middle
