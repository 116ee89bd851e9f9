"""The whole demo city as plain objects: land, roads, communities, grids, compounds, buildings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from linli.apps.places.seeds.blocks import Style, build_grid
from linli.apps.places.seeds.built import Block
from linli.apps.places.seeds.geometry import Ring, Shape, points, shrink
from linli.apps.places.seeds.mixture import (
    CompoundPlan,
    Unit,
    deal_kinds,
    mix,
    shares_to_counts,
    street_weight,
)
from linli.apps.places.seeds.names import WORDS, Namer
from linli.apps.places.seeds.terrain import Frame, Land, Piece, read_land
from linli.apps.places.seeds.townplan import (
    CommunityLand,
    GridLand,
    Quarter,
    QuarterLand,
    Road,
    RoadKind,
    Roads,
    hectares,
    plan_community,
    plan_piece,
)
from linli.foundation.chance import Dice


@dataclass(slots=True)
class CommunityPlan:
    """A community of the city file with its code, land and what stands on it."""

    code: int
    given: dict[str, Any]
    frame: Frame
    land: CommunityLand
    grids: list[tuple[GridLand, Block]] = field(default_factory=list)
    outlines: dict[int, tuple[CompoundPlan, Ring]] = field(default_factory=dict)

    @property
    def ring(self) -> Ring:
        return points(self.land.shape)


@dataclass(slots=True)
class Town:
    """One piece of land with all that is on it."""

    district: str
    frame: Frame
    piece: Piece
    roads: Roads
    quarters: list[QuarterLand]
    communities: list[CommunityPlan]


@dataclass(slots=True)
class City:
    lands: tuple[Land, ...]
    towns: list[Town]

    @property
    def communities(self) -> Iterator[CommunityPlan]:
        return (community for town in self.towns for community in town.communities)


def community_codes(communities: list[dict[str, Any]]) -> list[int]:
    """Return the code of each community of the city file: numbered within its subdistrict."""
    count: dict[str, int] = defaultdict(int)
    codes = []
    for each in communities:
        count[each["street"]] += 1
        codes.append(int(f"{WORDS['codes'][each['street']]}{count[each['street']]:03d}000"))
    return codes


def plan_city(city_file: dict[str, Any], dice: Dice) -> Iterator[City]:
    """Plan the city town by town; give it after each town, so that a progress bar can move."""
    given = city_file["communities"]
    codes = community_codes(given)
    recipes = _recipes(city_file, dice)
    types = {kind["code"]: kind for kind in city_file["generators"]["compound_types"]}
    city = City(read_land(), [])
    taken = {
        name
        for land in city.lands
        for piece in land.pieces
        for name in (piece.bank_road, piece.rim_road)
    }
    namers = {
        each["name"]: Namer(city_file["generators"], taken, dice) for each in city_file["districts"]
    }
    quarters = _quarters(city.lands, given)
    for land in city.lands:
        for piece in land.pieces:
            roads = Roads()
            lands = plan_piece(piece, quarters[id(piece)], roads, dice)
            town = Town(piece.district, land.frame, piece, roads, lands, [])
            for plot in (plot for quarter in lands for plot in quarter.communities):
                plan_community(plot, recipes[plot.index], roads, piece.anchor, dice)
                town.communities.append(
                    CommunityPlan(codes[plot.index], given[plot.index], land.frame, plot)
                )
            _name_roads(town, namers[piece.district])
            for community in town.communities:
                _build(community, roads, types, dice)
                _name_compounds(community, namers[piece.district])
            city.towns.append(town)
            yield city


def _recipes(city_file: dict[str, Any], dice: Dice) -> list[list[Unit]]:
    """Return what is built in each community: exactly the city's homes, compounds and grids."""
    generators, communities = city_file["generators"], city_file["communities"]
    kinds = iter(
        deal_kinds(generators["compound_types"], sum(each["compounds"] for each in communities))
    )
    means = {kind["code"]: float(kind["households_mean"]) for kind in generators["compound_types"]}
    totals = city_file["fitted_totals"]
    loose = round(totals["households"] * totals["households_outside_compounds_share"])
    streets = shares_to_counts([street_weight(each) for each in communities], loose)
    recipes = [
        mix(
            grids=each["grids"],
            kinds=[next(kinds) for _ in range(each["compounds"])],
            means=means,
            street=street,
            dice=dice,
        )
        for each, street in zip(communities, streets, strict=True)
    ]
    _place_demonstrations(generators["demonstration_compounds"], communities, recipes)
    return recipes


def _place_demonstrations(
    demonstrations: list[dict[str, Any]],
    communities: list[dict[str, Any]],
    recipes: list[list[Unit]],
) -> None:
    """Give each named demonstration compound to a district, as its largest commodity compound."""
    for wanted, district in zip(
        demonstrations, ("万秀区", "长洲区", "龙圩区", "岑溪市"), strict=True
    ):
        plans = [
            plan
            for each, units in zip(communities, recipes, strict=True)
            if each["district"] == district and each["synthetic"]
            for unit in units
            for grid in unit.grids
            for plan, _homes in grid.compounds
            if plan.kind == "commodity"
        ]
        chosen = max(plans, key=lambda plan: plan.homes)
        chosen.name, chosen.is_synthetic = wanted["name"], False


def _quarters(lands: tuple[Land, ...], given: list[dict[str, Any]]) -> dict[int, list[Quarter]]:
    """Return the subdistricts of each piece; one on both banks is shared out by the land there."""
    quarters: dict[int, list[Quarter]] = {}
    for land in lands:
        room = {name: 0.0 for piece in land.pieces for name in piece.subdistricts}
        for piece in land.pieces:
            for name in piece.subdistricts:
                room[name] += hectares(piece.shape)
        for piece in land.pieces:
            quarters[id(piece)] = []
            for name in piece.subdistricts:
                mine = [
                    (index, float(each["grids"]))
                    for index, each in enumerate(given)
                    if each["street"] == name
                ]
                taken = [each for some in quarters.values() for q in some for each in q.communities]
                mine = [each for each in mine if each not in taken]
                if _is_shared(name, land, piece):
                    mine = mine[: round(len(mine) * hectares(piece.shape) / room[name])]
                quarters[id(piece)].append(Quarter(name, mine))
    return quarters


def _is_shared(name: str, land: Land, piece: Piece) -> bool:
    """Tell whether the subdistrict goes on in a later piece of the land."""
    later = land.pieces[land.pieces.index(piece) + 1 :]
    return any(name in each.subdistricts for each in later)


def _name_roads(town: Town, namer: Namer) -> None:
    for road in town.roads.by_key.values():
        if road.name:
            continue
        if road.kind is RoadKind.MAIN:
            road.name = namer.main_road()
        elif road.kind is RoadKind.STREET:
            road.name = namer.street()


def _build(
    community: CommunityPlan, roads: Roads, types: dict[str, dict[str, Any]], dice: Dice
) -> None:
    styles: dict[int, Style] = {}
    for land in community.land.grids:
        community.grids.append((land, build_grid(land, roads, styles, types, dice)))
    for unit, shape in community.land.units:
        if unit.is_one_compound:
            plan = unit.grids[0].compounds[0][0]
            outline = shrink(shape, roads.setback)
            community.outlines[id(plan)] = (plan, outline)
    for _land, block in community.grids:
        for plan, plot in block.outlines:
            community.outlines.setdefault(id(plan), (plan, points(plot)))


def _name_compounds(community: CommunityPlan, namer: Namer) -> None:
    for plan, _ring in community.outlines.values():
        if not plan.name:
            plan.name = namer.compound(plan.kind)


def road_beside(shape: Shape, roads: Roads) -> Road | None:
    """Return the named road with the longest run beside the plot."""
    runs: dict[int, float] = defaultdict(float)
    for one, other in zip(shape, shape[1:] + shape[:1], strict=True):
        runs[one.along] += abs(one.x - other.x) + abs(one.y - other.y)
    named = [key for key in runs if roads.by_key[key].name]
    return roads.by_key[max(named, key=lambda key: runs[key])] if named else None
