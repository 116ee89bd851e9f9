"""Registers from a table: faults by row and column, all rows or none, twice the same is once."""

from __future__ import annotations

import pytest

from linli.apps.accounts.tests.cast import Cast
from linli.apps.accounts.tests.tiny_city import COMMUNITY, GRID, LAT, LON, OTHER_COMMUNITY
from linli.apps.places import actions
from linli.apps.places.models import Building, GridBuilding, Home
from linli.foundation import clock
from linli.foundation.refusals import Refused
from linli.foundation.tables import decode
from linli.platform.access import system

HEAD = "社区代码,网格代码,小区,楼栋,经度,纬度,层数,单元数,有电梯,建成年份"
HOMES_HEAD = "社区代码,小区,楼栋,单元,楼层,房号,专有面积（平方米）,用途"
pytestmark = pytest.mark.django_db


def building(name: str, **changed: object) -> str:
    facts = {
        "community": COMMUNITY,
        "grid": GRID,
        "compound": "江滨花园",
        "name": name,
        "lon": LON,
        "lat": LAT,
        "floors": 7,
        "entrances": 2,
        "lift": "否",
        "year": 1998,
        **changed,
    }
    return ",".join(str(value) for value in facts.values())


def buildings(*lines: str, confirm: bool = True) -> actions.Imported:
    return actions.import_buildings(
        actor=system("test"), text="\n".join([HEAD, *lines]), now=clock.now(), confirm=confirm
    )


def homes(*lines: str, confirm: bool = True) -> actions.Imported:
    return actions.import_homes(
        actor=system("test"), text="\n".join([HOMES_HEAD, *lines]), now=clock.now(), confirm=confirm
    )


def test_a_table_of_buildings_comes_in_and_twice_the_same_changes_nothing(cast: Cast) -> None:
    lines = [building(f"{n}栋") for n in range(10, 30)]

    first, again = buildings(*lines), buildings(*lines)

    assert (first.added, first.faults) == (20, [])
    assert (again.added, again.changed, again.unchanged) == (0, 0, 20)
    assert GridBuilding.objects.filter(building__name="15栋", grid=GRID).count() == 1


def test_a_changed_row_changes_its_building_alone(cast: Cast) -> None:
    buildings(building("10栋"), building("11栋"))

    report = buildings(building("10栋", floors=9), building("11栋"))

    assert (report.changed, report.unchanged) == (1, 1)
    assert Building.objects.get(name="10栋").floors == 9


def test_a_dry_run_finds_the_same_and_stores_nothing(cast: Cast) -> None:
    before = Building.objects.count()

    report = buildings(building("10栋"), confirm=False)

    assert report.added == 1
    assert Building.objects.count() == before


def test_every_fault_is_told_by_row_and_column_and_nothing_is_stored(cast: Cast) -> None:
    before = Building.objects.count()

    report = buildings(
        building("10栋"),
        building("", floors="many"),
        building("12栋", compound="没有的小区"),
        building("13栋", lon=0),
    )

    assert [(fault.row, fault.column) for fault in report.faults] == [
        (3, "楼栋"),
        (3, "层数"),
        (4, "compound"),
        (5, "经度"),
    ]
    assert Building.objects.count() == before


def test_full_width_digits_and_blanks_are_understood(cast: Cast) -> None:
    report = buildings(building(" １０栋 ", floors="７"))

    assert report.faults == []
    assert Building.objects.filter(name="10栋", floors=7).exists()


def test_homes_come_into_their_buildings_and_are_counted(cast: Cast) -> None:
    line = f"{COMMUNITY},江滨花园,1栋,1,3,301,88.5,住宅"

    first, again = homes(line), homes(line)
    changed = homes(line.replace("88.5", "90"))

    assert (first.added, again.unchanged, changed.changed) == (1, 1, 1)
    assert Home.objects.get(number="301").exclusive_area == 9000
    assert Building.objects.get(name="1栋").households == 3


def test_homes_of_unknown_buildings_and_of_other_communities_are_told(cast: Cast) -> None:
    report = homes(
        f"{COMMUNITY},江滨花园,99栋,1,3,301,88.5,住宅",
        f"{OTHER_COMMUNITY},江滨花园,1栋,1,3,301,88.5,住宅",
    )

    assert [fault.column for fault in report.faults] == ["building", "compound"]


@pytest.mark.parametrize(
    ("text", "code"), [("", "table.empty"), ("楼栋,层数\n1,2", "table.columns")]
)
def test_a_file_that_cannot_be_read_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        actions.import_buildings(actor=system("test"), text=text, now=clock.now(), confirm=True)


def test_files_of_both_encodings_are_read() -> None:
    assert decode(HEAD.encode("utf-8-sig")) == HEAD
    assert decode(HEAD.encode("gb18030")) == HEAD
    with pytest.raises(Refused, match="table.encoding"):
        decode(b"\xff\xff\xff")


def test_who_does_not_keep_the_area_is_refused_as_on_the_page(cast: Cast) -> None:
    from django.core.exceptions import PermissionDenied
    from django.http import Http404

    with pytest.raises((Http404, PermissionDenied)):
        actions.import_buildings(
            actor=cast.outsider.actor,
            text="\n".join([HEAD, building("10栋")]),
            now=clock.now(),
            confirm=True,
        )


AREAS = "区划代码,名称,经度,纬度"


def test_a_city_begins_with_its_areas() -> None:
    rows = "4504,梧州市,111.3,23.48\n450403,万秀区,111.3,23.48\n450403001,角嘴街道,111.3,23.48"
    text = f"{AREAS}\n{rows}"

    first = actions.import_areas(actor=system("test"), text=text, now=clock.now(), confirm=True)
    again = actions.import_areas(actor=system("test"), text=text, now=clock.now(), confirm=True)

    assert (first.added, again.unchanged, first.faults) == (3, 3, [])


def test_an_area_without_the_one_above_it_is_told(cast: Cast) -> None:
    text = f"{AREAS}\n450999001,某街道,111.3,23.48\n45,某省,111.3,23.48"

    report = actions.import_areas(actor=system("test"), text=text, now=clock.now(), confirm=True)

    assert [(fault.row, fault.column) for fault in report.faults] == [(2, "code"), (3, "区划代码")]


def test_only_the_operator_adds_a_city(cast: Cast) -> None:
    text = f"{AREAS}\n4401,广州市,113.3,23.1"

    report = actions.import_areas(
        actor=cast.platform_admin.actor, text=text, now=clock.now(), confirm=True
    )

    assert [fault.sentence for fault in report.faults] == ["城市由运维人员用命令行登记。"]
