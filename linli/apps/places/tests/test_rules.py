"""Rules of the territory on plain facts."""

from __future__ import annotations

import datetime as dt

import pytest

from linli.apps.places import rules
from linli.apps.places.rules import HomesPlan
from linli.foundation.areas import Level
from linli.foundation.refusals import Refused

pytestmark = pytest.mark.pure

DAY = dt.date(2026, 3, 1)


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.RaisesExc(Refused, check=lambda error: error.code == code)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("云龙花园3栋", ("云龙花园", "3栋")),
        ("云龙花园 3幢 2单元 302室", ("云龙花园", "3栋")),
        ("云龙花园３号楼", ("云龙花园", "3栋")),
        ("云龙花园12座", ("云龙花园", "12栋")),
        ("文澜路12号", ("文澜路", "12号")),
        ("文澜路12号201", ("文澜路", "12号")),
        ("  ", ()),
        ("%_'\"", ()),
        ("👍🏽", ()),
        ("\u202e江滨", ("江滨",)),
    ],
)
def test_an_address_is_read_as_the_words_of_the_register(text: str, words: tuple[str, ...]) -> None:
    assert rules.read_address(text) == words


def test_an_address_of_a_hundred_thousand_letters_is_cut() -> None:
    assert sum(map(len, rules.read_address("江" * 100_000))) <= rules.SEARCH_TEXT_CHARACTERS_MAX


def test_the_distance_of_two_points_is_in_metres() -> None:
    north = rules.metres_between((111.3, 23.48), (111.3, 23.489))
    east = rules.metres_between((111.3, 23.48), (111.309, 23.48))
    assert 1000 < north < 1003
    assert 915 < east < 922


def test_a_point_is_inside_or_outside_a_ring() -> None:
    ring = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, 1.0), (0.0, 4.0)]
    assert rules.is_inside((1.0, 1.0), ring)
    assert not rules.is_inside((2.0, 3.0), ring)
    assert not rules.is_inside((1.0, 1.0), [])


def test_the_ancestors_of_a_grid_are_five_and_of_a_city_one() -> None:
    assert len(rules.ancestors(450403008001003)) == 5
    assert rules.ancestors(450400000000000) == (450400000000000,)
    assert rules.level_of(450403008001000) is Level.COMMUNITY
    assert rules.community_of(450403008001003) == 450403008001000


def test_a_building_goes_only_into_a_grid_of_its_community() -> None:
    rules.check_grid_of_community(grid=450403008001003, community=450403008001000)
    for grid in (450403008002003, 450403008001000):
        with refused("places.grid_elsewhere"):
            rules.check_grid_of_community(grid=grid, community=450403008001000)


def test_a_building_goes_only_into_a_compound_of_its_community() -> None:
    rules.check_compound_of_community(compound_community=7, community=7)
    with refused("places.compound_elsewhere"):
        rules.check_compound_of_community(compound_community=8, community=7)


def test_homes_are_planned_floor_by_floor() -> None:
    homes = rules.plan_homes(floors=3, entrances=2, plan=HomesPlan(2, 2, 8500))
    assert [home.number for home in homes] == ["201", "202", "301", "302"] * 2
    assert {home.entrance for home in homes} == {1, 2}


def test_a_building_may_have_no_homes() -> None:
    assert rules.plan_homes(floors=3, entrances=1, plan=HomesPlan(0, 1, 8500)) == ()


@pytest.mark.parametrize(
    ("floors", "entrances", "per_floor", "first_floor", "code"),
    [
        (6, 1, 41, 1, "places.homes_per_floor"),
        (6, 1, -1, 1, "places.homes_per_floor"),
        (6, 1, 2, 7, "places.first_floor"),
        (6, 1, 2, 0, "places.first_floor"),
        (150, 40, 2, 1, "places.too_many_homes"),
    ],
)
def test_homes_that_cannot_be_are_refused(
    floors: int, entrances: int, per_floor: int, first_floor: int, code: str
) -> None:
    with refused(code):
        rules.plan_homes(
            floors=floors, entrances=entrances, plan=HomesPlan(per_floor, first_floor, 8500)
        )


def test_a_change_begins_after_what_it_ends_and_within_a_year() -> None:
    rules.check_day(on=DAY + dt.timedelta(1), since=DAY, today=DAY)
    with refused("places.day_too_early"):
        rules.check_day(on=DAY, since=DAY, today=DAY)
    with refused("places.day_too_late"):
        rules.check_day(on=DAY + dt.timedelta(367), since=DAY, today=DAY)


def test_a_building_is_not_moved_to_where_it_is() -> None:
    rules.check_other_grid(before=1, grid=2)
    with refused("places.same_grid"):
        rules.check_other_grid(before=1, grid=1)


def test_a_management_mode_needs_its_decision() -> None:
    rules.check_decision(mode="none", decision="", decided_on=None, on=DAY)
    rules.check_decision(mode="unit_managed", decision="协议", decided_on=DAY, on=DAY)
    with refused("places.undecided"):
        rules.check_decision(mode="unit_managed", decision=" ", decided_on=DAY, on=DAY)
    with refused("places.undecided"):
        rules.check_decision(mode="unit_managed", decision="协议", decided_on=None, on=DAY)
    with refused("places.decided_later"):
        later = DAY + dt.timedelta(1)
        rules.check_decision(mode="unit_managed", decision="协议", decided_on=later, on=DAY)
    with refused("places.same_mode"):
        rules.check_mode(before="none", mode="none")
    rules.check_mode(before="none", mode="unit_managed")


def test_a_centre_opens_once_and_not_in_the_future() -> None:
    rules.check_opening(state="planned", on=DAY, today=DAY)
    with refused("places.centre_open"):
        rules.check_opening(state="open", on=DAY, today=DAY)
    with refused("places.opens_later"):
        rules.check_opening(state="closed", on=DAY + dt.timedelta(1), today=DAY)


def test_a_centre_closes_between_its_opening_and_today() -> None:
    rules.check_closing(state="open", opened_on=DAY, on=DAY, today=DAY)
    with refused("places.centre_not_open"):
        rules.check_closing(state="planned", opened_on=None, on=DAY, today=DAY)
    for on in (DAY - dt.timedelta(1), DAY + dt.timedelta(1)):
        with refused("places.closing_day"):
            rules.check_closing(state="open", opened_on=DAY, on=on, today=DAY)


def test_a_point_lies_near_its_community() -> None:
    rules.check_point(lon=111.3, lat=23.48, middle=(111.31, 23.48))
    with refused("places.point_elsewhere"):
        rules.check_point(lon=110.3, lat=23.48, middle=(111.31, 23.48))


@pytest.mark.parametrize(
    ("lon", "lat"), [("", "1"), ("x", "1"), ("181", "1"), ("1", "91"), ("nan", "1"), ("1", "inf")]
)
def test_what_is_no_point_on_earth_is_none(lon: str, lat: str) -> None:
    assert rules.read_point(lon, lat) is None
