"""Areas, compounds, buildings and homes from a table: as strict as their pages, row by row."""

from __future__ import annotations

import pytest

from linli.apps.accounts.tests.cast import Cast
from linli.apps.accounts.tests.tiny_city import (
    COMMUNITY,
    LAT,
    LON,
    NEXT_GRID,
    OTHER_COMMUNITY,
    SECOND_GRID,
)
from linli.apps.places.models import Area, Building, Compound, GridBuilding, Home
from linli.apps.registers.tests.tables import (
    AREAS_HEAD,
    COMPOUNDS_HEAD,
    bring_in,
    building,
    buildings,
    home,
    homes,
    places_of,
)
from linli.platform.models import JournalLine

pytestmark = pytest.mark.django_db


def test_a_table_of_buildings_comes_in_and_twice_the_same_changes_nothing(cast: Cast) -> None:
    rows = [building(f"{n}栋") for n in range(10, 30)]

    first, again = buildings(*rows), buildings(*rows)

    assert (first.added, first.faults) == (20, [])
    assert (again.added, again.changed, again.unchanged) == (0, 0, 20)
    assert GridBuilding.objects.filter(building__name="15栋").count() == 1
    assert JournalLine.objects.filter(verb="places.add_building").count() == 20


def test_a_changed_row_changes_its_building_alone(cast: Cast) -> None:
    buildings(building("10栋"), building("11栋"))

    report = buildings(building("10栋", floors=9), building("11栋"))

    assert (report.changed, report.unchanged) == (1, 1)
    assert Building.objects.get(name="10栋").floors == 9
    line = JournalLine.objects.get(verb="places.edit_building")
    assert (line.before, line.after) == ({"floors": 7}, {"floors": 9})


def test_a_dry_run_finds_the_same_and_stores_nothing(cast: Cast) -> None:
    before = Building.objects.count()

    report = buildings(building("10栋"), confirm=False)

    assert report.added == 1
    assert Building.objects.count() == before
    assert not JournalLine.objects.filter(verb__startswith="places.").exists()


def test_every_fault_is_told_by_row_and_column_and_nothing_is_stored(cast: Cast) -> None:
    before = Building.objects.count()

    report = buildings(
        building("10栋"),
        building("", floors="many"),
        building("12栋", compound="没有的小区"),
        building("13栋", lon=100),
        building("14栋", grid=NEXT_GRID),
        building("10栋"),
        building("1栋", grid=SECOND_GRID),
    )

    assert places_of(report) == [
        (3, "楼栋"),
        (3, "层数"),
        (4, "小区"),
        (5, "经度"),
        (6, "网格代码"),
        (7, "楼栋"),
        (8, "网格代码"),
    ]
    assert Building.objects.count() == before


def test_full_width_digits_and_blanks_are_understood(cast: Cast) -> None:
    report = buildings(building(" １０栋 ", floors="７"))

    assert report.faults == []
    assert Building.objects.filter(name="10栋", floors=7).exists()


def test_a_house_on_the_street_stands_in_no_compound(cast: Cast) -> None:
    report = buildings(building("骑楼9号", compound="", grid=SECOND_GRID))

    assert report.faults == []
    assert Building.objects.get(name="骑楼9号").compound is None


def test_homes_come_into_their_buildings_and_are_counted(cast: Cast) -> None:
    first, again = homes(home("301"), home("302")), homes(home("301"))
    changed = homes(home("301", area=90, use="商铺"))

    assert (first.added, again.unchanged, changed.changed) == (2, 1, 1)
    assert Home.objects.get(number="301").exclusive_area == 9000
    assert Building.objects.get(name="1栋").households == 3
    lines = JournalLine.objects.filter(verb="places.import_homes").order_by("id")
    assert [line.after for line in lines] == [
        {"households": 4, "rows": 2},
        {"households": 3, "rows": 1},
    ]


def test_homes_of_unknown_buildings_and_of_other_communities_are_told(cast: Cast) -> None:
    report = homes(
        home("301", building="99栋"), home("301", community=OTHER_COMMUNITY), home("302", floor=0)
    )

    assert places_of(report) == [(2, "楼栋"), (3, "小区"), (4, "楼层")]


def test_who_does_not_keep_the_community_is_told_so_in_the_row(cast: Cast) -> None:
    report = buildings(building("10栋"), building("11栋"), actor=cast.outsider.actor)

    assert places_of(report) == [(2, "社区代码"), (3, "社区代码")]
    assert "不在您管理的范围" in report.faults[0]["sentence"]


def test_a_city_begins_with_its_areas_in_any_order() -> None:
    rows = [
        ("450403001", "角嘴街道", 111.3, 23.48),
        ("4504", "梧州市", 111.3, 23.48),
        ("450403", "万秀区", 111.3, 23.48),
    ]

    first, again = bring_in("areas", AREAS_HEAD, *rows), bring_in("areas", AREAS_HEAD, *rows)

    assert (first.added, again.unchanged, first.faults) == (3, 3, [])
    assert Area.objects.get(name="角嘴街道").parent_id == Area.objects.get(name="万秀区").code


def test_an_area_without_the_one_above_it_is_told(cast: Cast) -> None:
    report = bring_in(
        "areas", AREAS_HEAD, ("450999001", "某街道", 111.3, 23.48), ("45", "某省", 111.3, 23.48)
    )

    assert places_of(report) == [(2, "区划代码"), (3, "区划代码")]


def test_only_the_operator_adds_a_city(cast: Cast) -> None:
    report = bring_in(
        "areas",
        AREAS_HEAD,
        ("4401", "广州市", 113.3, 23.1),
        ("450405001002", "新社区", 111.3, 23.48),
        actor=cast.secretary.actor,
    )

    assert [fault["sentence"][:6] for fault in report.faults] == ["城市由运维人", "这个区划不在"]


def test_compounds_come_in_with_nobody_managing_them(cast: Cast) -> None:
    row = (COMMUNITY, "新华里", "老旧小区", "新华路3号", LON, LAT, 1986)

    first, again = (
        bring_in("compounds", COMPOUNDS_HEAD, row),
        bring_in("compounds", COMPOUNDS_HEAD, row),
    )
    wrong = bring_in("compounds", COMPOUNDS_HEAD, (COMMUNITY, "别墅区", "别墅", "", LON, LAT, ""))

    assert (first.added, again.unchanged) == (1, 1)
    assert Compound.objects.get(name="新华里").management.get().mode == "none"
    assert places_of(wrong) == [(2, "小区类型")]


@pytest.mark.parametrize("rows", [1, 20])
def test_queries_do_not_grow_with_the_rows(
    cast: Cast, rows: int, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(26):  # type: ignore[operator]
        report = buildings(*[building(f"{n}栋") for n in range(10, 10 + rows)])
    assert report.added == rows
