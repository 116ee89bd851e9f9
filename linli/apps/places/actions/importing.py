"""Registers brought in from a table: buildings, and the homes in them.

Every row goes through the same action as a form does. All rows are kept or none; the same table
again changes nothing. A dry run does everything and takes it back, so that it finds the same faults.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import transaction

from linli.apps.places.access import BUILDINGS
from linli.apps.places.actions.buildings import add_building, edit_building
from linli.apps.places.models import Building, Compound, Home
from linli.apps.places.rules import BuildingFacts, HomesPlan
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.foundation.tables import (
    Column,
    Fault,
    Row,
    decimal,
    one_of,
    read_rows,
    whole,
    words,
    yes_or_no,
)
from linli.platform import journal
from linli.platform.access import Actor, fetch

AREA_CODE: Final = whole(10**14, 10**15 - 1)
USES: Final = {"住宅": "dwelling", "商铺": "shop", "办公": "office", "其他": "other"}
BUILDING_COLUMNS: Final = (
    Column("community", ("社区代码",), AREA_CODE),
    Column("grid", ("网格代码",), AREA_CODE),
    Column("compound", ("小区",), words(60), is_required=False),
    Column("name", ("楼栋", "楼栋名称"), words(60)),
    Column("lon", ("经度",), decimal(73, 136)),
    Column("lat", ("纬度",), decimal(3, 54)),
    Column("floors", ("层数",), whole(1, 150)),
    Column("entrances", ("单元数",), whole(1, 40), is_required=False, default=1),
    Column("has_lift", ("有电梯", "电梯"), yes_or_no, is_required=False, default=False),
    Column("year", ("建成年份",), whole(1840, 2100), is_required=False),
)
HOME_COLUMNS: Final = (
    Column("community", ("社区代码",), AREA_CODE),
    Column("compound", ("小区",), words(60), is_required=False),
    Column("building", ("楼栋", "楼栋名称"), words(60)),
    Column("entrance", ("单元",), whole(1, 40), is_required=False, default=1),
    Column("floor", ("楼层",), whole(-5, 150)),
    Column("number", ("房号",), words(20)),
    Column("area", ("专有面积（平方米）", "专有面积(平方米)", "专有面积"), decimal(0.01, 100_000)),
    Column("use", ("用途",), one_of(USES), is_required=False, default="dwelling"),
)


@dataclass(slots=True)
class Imported:
    """What came of a table: how many rows did what, or everything that is wrong."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)

    def count(self, what: str) -> None:
        setattr(self, what, getattr(self, what) + 1)


Keep = Callable[[dict[str, Any]], str]


def import_buildings(*, actor: Actor, text: str, now: dt.datetime, confirm: bool) -> Imported:
    """Bring in a CSV `text` of buildings; without `confirm` nothing is stored."""

    def keep(values: dict[str, Any]) -> str:
        return _keep_building(actor, values, now)

    return import_rows(*read_rows(text, BUILDING_COLUMNS), keep, confirm=confirm)


def import_homes(*, actor: Actor, text: str, now: dt.datetime, confirm: bool) -> Imported:
    """Bring in a CSV `text` of homes of buildings that are there; one journal line a building."""
    touched: dict[int, int] = {}

    def keep(values: dict[str, Any]) -> str:
        return _keep_home(actor, values, now, touched)

    def finish() -> None:
        _write_touched(actor, touched, now)

    return import_rows(*read_rows(text, HOME_COLUMNS), keep, confirm=confirm, finish=finish)


def import_rows(
    rows: Sequence[Row],
    faults: list[Fault],
    keep: Keep,
    *,
    confirm: bool,
    finish: Callable[[], None] = lambda: None,
) -> Imported:
    """Keep all `rows` or none, and none without `confirm`; a fault is told by its row."""
    report = Imported(faults=faults)
    with transaction.atomic():
        for number, values in rows:
            try:
                with transaction.atomic():
                    report.count(keep(values))
            except Refused as refusal:
                column = refusal.field or ""
                report.faults.append(Fault(number, column, refusal.sentence, refusal.params))
        finish()
        if report.faults or not confirm:
            transaction.set_rollback(True)
    report.faults.sort(key=lambda fault: fault.row)
    return report


def _compound_of(values: dict[str, Any]) -> int | None:
    if not values["compound"]:
        return None
    rows = Compound.objects.filter(community=values["community"], name=values["compound"])
    key = rows.values_list("id", flat=True).first()
    if key is None:
        raise Refused(
            "places.compound_unknown", "本社区没有这个小区，请先登记小区。", field="compound"
        )
    return key


def _keep_building(actor: Actor, values: dict[str, Any], now: dt.datetime) -> str:
    compound = _compound_of(values)
    names = ("name", "lon", "lat", "floors", "entrances", "has_lift", "year")
    facts = BuildingFacts(compound=compound, **{name: values[name] for name in names})
    there = Building.objects.filter(
        community=values["community"], compound=compound, name=facts.name
    ).first()
    if there is None:
        add_building(
            actor=actor,
            community=values["community"],
            grid=values["grid"],
            facts=facts,
            homes=HomesPlan(per_floor=0, first_floor=1, exclusive_area=1),
            now=now,
        )
        return "added"
    if all(getattr(there, name) == values[name] for name in names):
        return "unchanged"
    edit_building(actor=actor, pk=there.pk, facts=facts, now=now)
    return "changed"


def _keep_home(
    actor: Actor, values: dict[str, Any], now: dt.datetime, touched: dict[int, int]
) -> str:
    rows = Building.objects.filter(
        community=values["community"], compound=_compound_of(values), name=values["building"]
    )
    building = rows.values_list("id", flat=True).first()
    if building is None:
        raise Refused("places.building_unknown", "没有这个楼栋，请先登记楼栋。", field="building")
    if building not in touched:
        fetch(Building.objects.all(), actor=actor, action="edit", table=BUILDINGS, pk=building)
        touched[building] = 0
    facts = {
        "floor": values["floor"],
        "exclusive_area": round(values["area"] * 100),
        "use": values["use"],
    }
    home = Home.objects.filter(
        building=building, entrance=values["entrance"], number=values["number"]
    ).first()
    if home is None:
        Home.objects.create(
            id=new_key(now),
            building_id=building,
            entrance=values["entrance"],
            number=values["number"],
            **facts,
        )
        touched[building] += 1
        return "added"
    if all(getattr(home, name) == value for name, value in facts.items()):
        return "unchanged"
    Home.objects.filter(pk=home.pk).update(**facts)
    touched[building] += 1
    return "changed"


def _write_touched(actor: Actor, touched: dict[int, int], now: dt.datetime) -> None:
    """Renew the number of households of each building that changed, with its line."""
    for key, rows in touched.items():
        if not rows:
            continue
        building = Building.objects.get(pk=key)
        before = building.households
        building.households = Home.objects.filter(building=key, use=Home.Use.DWELLING).count()
        building.save(update_fields=["households"])
        journal.record(
            actor=actor,
            verb="places.import_homes",
            subject=building,
            now=now,
            area=building.community_id,
            before={"households": before},
            after={"households": building.households, "rows": rows},
        )
