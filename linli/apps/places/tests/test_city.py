"""The drawn city: sums, tiling, nothing in the water, nothing outside its grid."""

from __future__ import annotations

import json
import random  # noqa: TID251  # the dice of a test
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from linli.apps.places.seeds.city import City, plan_city
from linli.apps.places.seeds.geometry import area, is_inside, points

pytestmark = pytest.mark.pure

CITY = Path(__file__).parents[3] / "config" / "demo" / "city_wuzhou.json"
FILE: dict[str, Any] = json.loads(CITY.read_text(encoding="utf-8"))


def draw(seed: int) -> City:
    for city in plan_city(FILE, random.Random(seed)):  # the dice of a test
        drawn = city
    return drawn


@pytest.fixture(scope="module")
def city() -> City:
    return draw(20261123)


def test_the_sums_are_those_of_the_city_file(city: City) -> None:
    communities = list(city.communities)
    grids = [each for community in communities for each in community.grids]
    buildings = [built for _land, block in grids for built in block.built]
    assert len(communities) == 86
    assert len(grids) == 612
    assert sum(len(each.outlines) for each in communities) == 868
    assert 9_500 <= len(buildings) <= 10_500
    assert sum(built.homes for built in buildings) == 244_800
    loose = sum(built.homes for built in buildings if built.compound is None)
    assert loose == round(244_800 * 0.08)


def test_each_community_has_its_own_figures(city: City) -> None:
    for community in city.communities:
        homes = sum(built.homes for _land, block in community.grids for built in block.built)
        assert len(community.grids) == community.given["grids"]
        assert len(community.outlines) == community.given["compounds"]
        assert homes == 400 * community.given["grids"]


def test_each_grid_has_300_to_500_households(city: City) -> None:
    for community in city.communities:
        for _land, block in community.grids:
            assert 300 <= sum(built.homes for built in block.built) <= 500


def test_each_building_stands_inside_its_grid(city: City) -> None:
    for community in city.communities:
        for land, block in community.grids:
            ring = points(land.shape)
            assert all(is_inside(x, y, ring) for built in block.built for x, y in built.ring)


def test_each_building_of_a_compound_stands_inside_its_outline(city: City) -> None:
    for community in city.communities:
        for _land, block in community.grids:
            for built in block.built:
                if built.compound is not None:
                    _plan, ring = community.outlines[id(built.compound)]
                    assert is_inside(*built.middle, ring)


def test_no_building_stands_in_a_river(city: City) -> None:
    for land in city.lands:
        rivers = [river.ring for river in land.rivers]
        built = [
            built
            for town in city.towns
            if town.frame == land.frame
            for community in town.communities
            for _grid, block in community.grids
            for built in block.built
        ]
        assert built
        wet = [b for b in built for ring in rivers if any(is_inside(x, y, ring) for x, y in b.ring)]
        assert wet == []


def test_communities_and_grids_tile_the_land(city: City) -> None:
    """Areas add up and no middle of one lies in another: with straight cuts that is tiling."""
    for town in city.towns:
        whole = abs(area(points(town.piece.shape)))
        communities = [each.ring for each in town.communities]
        grids = [points(land.shape) for each in town.communities for land, _b in each.grids]
        assert sum(abs(area(ring)) for ring in communities) == pytest.approx(whole, rel=1e-6)
        assert sum(abs(area(ring)) for ring in grids) == pytest.approx(whole, rel=1e-6)


def test_community_outlines_do_not_overlap(city: City) -> None:
    """Points just inside each corner of a community lie in no other community."""
    for town in city.towns:
        rings = [each.ring for each in town.communities]
        for index, ring in enumerate(rings):
            mx = sum(x for x, _y in ring) / len(ring)
            my = sum(y for _x, y in ring) / len(ring)
            inner = [(x + (mx - x) * 0.02, y + (my - y) * 0.02) for x, y in ring]
            inner = [spot for spot in inner if is_inside(*spot, ring)]
            others = [other for at, other in enumerate(rings) if at != index]
            assert inner
            assert not any(is_inside(*spot, other) for spot in inner for other in others)


def test_buildings_do_not_cover_one_another(city: City) -> None:
    """The middle of a building lies in no other building of its grid."""
    for community in city.communities:
        for _land, block in community.grids:
            for one in block.built:
                covering = [
                    other
                    for other in block.built
                    if other is not one and is_inside(*one.middle, other.ring)
                ]
                assert covering == []


def test_names_are_given_once(city: City) -> None:
    for community in city.communities:
        names = [plan.name for plan, _ring in community.outlines.values()]
        assert all(names)
        assert len(set(names)) == len(names)
    for district in FILE["districts"]:
        towns = [town for town in city.towns if town.district == district["name"]]
        roads = [road.name for town in towns for road in town.roads.by_key.values() if road.name]
        assert max(Counter(roads).values()) == 1


def test_the_four_demonstration_compounds_are_there_and_only_they_are_real(city: City) -> None:
    plans = [plan for each in city.communities for plan, _ring in each.outlines.values()]
    real = {plan.name for plan in plans if not plan.is_synthetic}
    assert real == {each["name"] for each in FILE["generators"]["demonstration_compounds"]}


def test_the_same_dice_draw_the_same_city() -> None:
    def marks(city: City) -> list[object]:
        return [
            (built.middle, built.homes, built.floors)
            for community in city.communities
            for _land, block in community.grids
            for built in block.built
        ]

    assert marks(draw(7)) == marks(draw(7))
    assert marks(draw(7)) != marks(draw(8))


@pytest.mark.parametrize("seed", range(3))
def test_other_dice_draw_a_whole_city_too(seed: int) -> None:
    homes = sum(
        built.homes
        for community in draw(seed).communities
        for _land, block in community.grids
        for built in block.built
    )
    assert homes == 244_800
