"""What the other apps read of the territory."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.tiny_city import TinyCity
from linli.apps.places import queries
from linli.apps.places.models import Area, Building, Compound, MapFeature
from linli.apps.places.queries.areas import middle_of_city
from linli.foundation import clock
from linli.foundation.keys import new_key

DAY = dt.date(2026, 11, 23)


def test_an_area_is_found_by_its_code(city: TinyCity) -> None:
    row = queries.get_area(place.COMMUNITY)
    assert row is not None
    assert (row.name, row.parent) == ("枣冲社区", place.SUBDISTRICT)
    assert queries.get_area(1) is None


def test_children_come_in_the_order_of_codes(city: TinyCity) -> None:
    rows = queries.list_children(place.COMMUNITY)
    assert [row.code for row in rows] == [place.GRID, place.SECOND_GRID]


def test_a_grid_that_has_ended_is_no_child_from_its_last_day_on(city: TinyCity) -> None:
    Area.objects.filter(pk=place.SECOND_GRID).update(valid_to=DAY)
    assert [r.code for r in queries.list_children(place.COMMUNITY, on=DAY)] == [place.GRID]
    before = queries.list_children(place.COMMUNITY, on=DAY - dt.timedelta(days=1))
    assert len(before) == 2


def test_areas_of_a_level_inside_another(city: TinyCity) -> None:
    inside = queries.list_areas("grid", inside=place.DISTRICT)
    assert [row.code for row in inside] == [place.GRID, place.SECOND_GRID, place.NEXT_GRID]
    assert len(queries.list_areas("grid")) == 4


def test_names_and_path(city: TinyCity) -> None:
    assert queries.area_names([place.CITY, place.GRID, 7]) == {
        place.CITY: "梧州市",
        place.GRID: "枣冲社区第一网格",
    }
    assert queries.area_names([]) == {}
    path = queries.area_path(place.GRID)
    assert [step.level for step in path] == ["city", "district", "subdistrict", "community", "grid"]


def test_the_grid_under_a_point(city: TinyCity) -> None:
    ring = [[111.29, 23.47], [111.31, 23.47], [111.31, 23.49], [111.29, 23.49]]
    Area.objects.filter(pk=place.GRID).update(outline=ring)
    assert queries.area_at(111.3, 23.48) == place.GRID
    assert queries.area_at(111.32, 23.48) is None
    assert queries.area_at(0, 0) is None


def test_a_building_is_found_by_key_and_by_card(city: TinyCity) -> None:
    row = queries.get_building(city.first.pk)
    assert row is not None
    assert (row.full_name, row.community_name) == ("江滨花园1栋", "枣冲社区")
    assert queries.get_building_by_card(" card-222 ") == row
    assert queries.get_building_by_card("nothing") is None
    assert queries.get_building(7) is None


def test_a_street_house_has_no_compound(city: TinyCity) -> None:
    row = queries.get_building(city.street_house.pk)
    assert row is not None
    assert (row.compound, row.compound_name, row.full_name) == (None, "", "骑楼8号")


def test_the_grid_of_a_building_on_a_day(city: TinyCity) -> None:
    assert queries.grid_of(city.first.pk, DAY) == place.GRID
    assert queries.grid_of(city.first.pk, place.SINCE - dt.timedelta(days=1)) is None
    grids = queries.grids_of([city.first.pk, city.street_house.pk], DAY)
    assert grids == {city.first.pk: place.GRID, city.street_house.pk: place.SECOND_GRID}


def test_buildings_of_a_compound_and_of_a_grid(city: TinyCity) -> None:
    of_compound = queries.list_buildings(compound=city.compound.pk, on=DAY)
    of_grid = queries.list_buildings(grid=place.SECOND_GRID, on=DAY)
    assert [row.name for row in of_compound] == ["1栋", "2栋"]
    assert [row.name for row in of_grid] == ["骑楼8号"]


def test_the_nearest_buildings_come_nearest_first_and_none_from_afar(city: TinyCity) -> None:
    Building.objects.filter(pk=city.second.pk).update(lon=place.LON + 0.001)
    Building.objects.filter(pk=city.street_house.pk).update(lon=place.LON + 0.02)
    rows = queries.nearest_buildings(place.LON, place.LAT)
    assert [row.id for row in rows] == [city.first.pk, city.second.pk]
    assert queries.nearest_buildings(0, 0) == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("江滨", ["江滨花园", "江滨花园1栋", "江滨花园2栋"]),
        ("江滨花园2栋", ["江滨花园2栋"]),
        ("江滨花园 2幢 601", ["江滨花园2栋"]),
        ("骑楼", ["骑楼8号"]),
        ("鸳江", ["鸳江名苑"]),
        ("没有这个地方", []),
        ("", []),
        ("%", []),
    ],
)
def test_places_are_found_by_fragments(city: TinyCity, text: str, names: list[str]) -> None:
    assert [row.name for row in queries.search_places(text)] == names


def test_a_street_is_found_before_the_houses_on_it(city: TinyCity) -> None:
    MapFeature.objects.create(
        id=new_key(clock.now()),
        kind="street",
        name="骑楼街",
        area_id=place.COMMUNITY,
        lon=place.LON,
        lat=place.LAT,
        geometry={"type": "LineString", "coordinates": []},
    )
    assert [row.kind for row in queries.search_places("骑楼")] == ["street", "building"]


def test_near_finds_come_first_and_carry_metres(city: TinyCity) -> None:
    Compound.objects.filter(pk=city.other_compound.pk).update(name="江滨名苑", lon=place.LON + 0.02)
    rows = queries.search_places("江滨", near=(place.LON + 0.02, place.LAT), limit=2)
    assert [(row.name, row.metres) for row in rows] == [("江滨名苑", 0), ("江滨花园", 2042)]


def test_a_search_takes_three_queries(city: TinyCity) -> None:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        queries.search_places("江滨花园1栋")
    assert len(caught) == 3


def test_the_middle_of_the_city_is_that_of_its_largest_district(city: TinyCity) -> None:
    assert middle_of_city() == (place.LON, place.LAT)
    Area.objects.filter(level="community").update(valid_to=DAY)
    assert middle_of_city() is None
