"""Homes as a table; the number of households of each building follows."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_noop

from linli.apps.places.access import keeps_some
from linli.apps.places.actions.registers.shared import (
    COMMUNITY,
    COMPOUND,
    NAMES_AT_ONCE,
    Ground,
    kept_areas,
)
from linli.apps.places.models import Building, Home
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.foundation.tables import Column, Row, decimal, one_of, whole, words
from linli.platform.access import Actor
from linli.platform.bulk import chunks
from linli.platform.journal import Line
from linli.platform.registers import Change, Entry, Plan, Register, choices, word_of
from linli.platform.registers.plan import ADDED, CHANGED, Once, differing

USES: Final = choices(Home.Use.choices)
COLUMNS: Final = (
    COMMUNITY,
    COMPOUND,
    Column("building", ("楼栋", "楼栋名称"), words(60)),
    Column("entrance", ("单元",), whole(1, 40), is_required=False, default=1),
    Column("floor", ("楼层",), whole(-5, 150)),
    Column("number", ("房号",), words(20)),
    Column("area", ("专有面积（平方米）", "专有面积(平方米)", "专有面积"), decimal(0.01, 100_000)),
    Column("use", ("用途",), one_of(USES), is_required=False, default="dwelling"),
)
HUNDREDTHS: Final = 100


@dataclass(slots=True)
class Touched:
    """A building with rows in the table: how many, and what that makes of its households."""

    building: Building
    rows: int = 0
    dwellings: int = 0
    first_row: int = 0

    def turn(self, number: int, before: str, after: str) -> None:
        self.rows += 1
        self.first_row = self.first_row or number
        self.dwellings += (after == "dwelling") - (before == "dwelling")


def plan_homes_of(actor: Actor, rows: Sequence[Row], now: dt.datetime) -> Plan:
    """Plan homes of buildings that are there; the journal has one line for each building."""
    ground = Ground(actor, rows)
    buildings = _buildings(ground, {values["building"] for _, values in rows})
    there = _homes(row.pk for row in buildings.values())
    touched = {row.pk: Touched(row) for row in buildings.values()}
    plan, once = Plan(), Once()

    def look(number: int, values: dict[str, Any]) -> None:
        building = _building(ground, buildings, values)
        key = (building.pk, values["entrance"], values["number"])
        once.check(key, number, field="number")
        if values["floor"] == 0:
            raise Refused("places.floor_zero", "没有0层：一层写1，地下一层写-1。", field="floor")
        facts = {
            "floor": values["floor"],
            "exclusive_area": round(values["area"] * HUNDREDTHS),
            "use": values["use"],
        }
        title = f"{building.name} {values['number']}"
        row = there.get(key)
        if row is None:
            columns = {"building_id": building.pk, "entrance": key[1], "number": key[2], **facts}
            plan.changes.append(Change(number, Home, new_key(now), None, columns))
            plan.entries.append(Entry(number, ADDED, title, {}, _told(facts)))
            touched[building.pk].turn(number, "", facts["use"])
            return
        before, after = differing(row, facts)
        if not before:
            plan.unchanged += 1
            return
        plan.changes.append(Change(number, Home, row.pk, before, after))
        plan.entries.append(Entry(number, CHANGED, title, _told(before), _told(after)))
        touched[building.pk].turn(number, row.use, facts["use"])

    plan.each(rows, COLUMNS, look)
    _count_households(plan, touched.values(), there)
    return plan


def _told(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts as the columns of the table tell them: m², words of people."""
    told = dict(facts)
    if "exclusive_area" in told:
        told["area"] = told.pop("exclusive_area") / HUNDREDTHS
    if "use" in told:
        told["use"] = word_of(USES, told["use"])
    return told


def _buildings(ground: Ground, names: set[str]) -> dict[tuple[int, int | None, str], Building]:
    found = {}
    for some in chunks(sorted(names), NAMES_AT_ONCE):
        rows = Building.objects.filter(community__in=ground.kept, name__in=some)
        for row in rows.only("id", "community_id", "compound_id", "name", "households"):
            found[row.community_id, row.compound_id, row.name] = row
    return found


def _building(
    ground: Ground,
    buildings: dict[tuple[int, int | None, str], Building],
    values: dict[str, Any],
) -> Building:
    area = ground.community(values["community"])
    compound = ground.compound(area.code, values["compound"])
    found = buildings.get((area.code, compound, values["building"]))
    if found is None:
        raise Refused("places.building_unknown", "没有这个楼栋，请先登记楼栋。", field="building")
    return found


def _homes(buildings: Iterable[int]) -> dict[tuple[int, int, str], Home]:
    found = {}
    for some in chunks(buildings, NAMES_AT_ONCE):
        for row in Home.objects.filter(building__in=some):
            found[row.building_id, row.entrance, row.number] = row
    return found


def _count_households(
    plan: Plan, touched: Iterable[Touched], there: dict[tuple[int, int, str], Home]
) -> None:
    """Make the number of households what the register of homes says, with a line for each building."""
    dwellings = Counter(row.building_id for row in there.values() if row.use == "dwelling")
    for each in touched:
        if not each.rows:
            continue
        building = each.building
        before = {"households": building.households}
        after = {"households": dwellings[building.pk] + each.dwellings}
        if before != after:
            plan.changes.append(Change(each.first_row, Building, building.pk, before, after))
        told = {**after, "rows": each.rows}
        area = building.community_id
        plan.lines.append(Line("places.import_homes", Building, building.pk, area, before, told))


def rows_of(actor: Actor) -> Iterable[tuple[str | float | int | None, ...]]:
    """Return the homes of the actor's areas."""
    rows = (
        Home.objects.filter(building__in=Building.objects.filter(kept_areas(actor)))
        .select_related("building__compound")
        .order_by("building__community", "building", "entrance", "floor", "number")
    )
    for row in rows.iterator():
        building = row.building
        compound = building.compound.name if building.compound else None
        where = (str(building.community_id), compound, building.name)
        area, use = row.exclusive_area / HUNDREDTHS, word_of(USES, row.use)
        yield (*where, row.entrance, row.floor, row.number, area, use)


HOMES: Final = Register(
    name="homes",
    title=gettext_noop("房屋"),
    note=gettext_noop("一行一套。楼栋要先登记；楼里的户数由住宅的套数自动算出。"),
    columns=COLUMNS,
    may=keeps_some,
    plan=plan_homes_of,
    rows=rows_of,
    example=("450403002004000", "江滨花园", "1栋", 1, 3, "301", 88.5, "住宅"),
)
