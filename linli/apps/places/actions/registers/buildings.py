"""Buildings as a table, each in its grid from the day it comes in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_noop

from linli.apps.places.access import keeps_some
from linli.apps.places.actions.registers.shared import (
    COMMUNITY,
    COMPOUND,
    LAT,
    LON,
    YEAR,
    Ground,
    kept_areas,
)
from linli.apps.places.events import BuildingAdded
from linli.apps.places.models import Area, Building, GridBuilding
from linli.apps.places.models.homes import CARD_CODE_LETTERS
from linli.apps.places.rules import check_grid_of_community, check_point
from linli.foundation.clock import local_date
from linli.foundation.keys import new_code, new_key
from linli.foundation.refusals import Refused
from linli.foundation.tables import Column, Row, whole, words, yes_or_no
from linli.platform.access import Actor
from linli.platform.journal import Line
from linli.platform.registers import Change, Entry, Plan, Register
from linli.platform.registers.plan import ADDED, CHANGED, Once, differing

COLUMNS: Final = (
    COMMUNITY,
    Column("grid", ("网格代码",), whole(10**14, 10**15 - 1)),
    COMPOUND,
    Column("name", ("楼栋", "楼栋名称"), words(60)),
    LON,
    LAT,
    Column("floors", ("层数",), whole(1, 150)),
    Column("entrances", ("单元数",), whole(1, 40), is_required=False, default=1),
    Column("has_lift", ("有电梯", "电梯"), yes_or_no, is_required=False, default=False),
    YEAR,
)
FACTS: Final = ("lon", "lat", "floors", "entrances", "has_lift", "year")
Key = tuple[int, int | None, str]


@dataclass(frozen=True, slots=True)
class There:
    """The buildings of today and their grids, by where a table names them."""

    buildings: dict[Key, Building]
    grids: dict[int, int]
    in_force: frozenset[int]


def plan_buildings(actor: Actor, rows: Sequence[Row], now: dt.datetime) -> Plan:
    """Plan buildings; a row with the name of one that is there corrects it, its grid stays."""
    ground = Ground(actor, rows)
    there = _there(ground)
    plan, once = Plan(), Once()

    def look(number: int, values: dict[str, Any]) -> None:
        area = ground.community(values["community"])
        compound = ground.compound(area.code, values["compound"])
        _check_grid(values["grid"], area.code, there)
        check_point(lon=values["lon"], lat=values["lat"], middle=(area.lon, area.lat))
        key: Key = (area.code, compound, values["name"])
        once.check(key, number, field="name")
        row = there.buildings.get(key)
        facts = {name: values[name] for name in FACTS}
        if row is None:
            _enter(plan, number, key, values["grid"], facts, now)
            return
        _check_same_grid(values["grid"], there.grids.get(row.pk))
        before, after = differing(row, facts)
        if not before:
            plan.unchanged += 1
            return
        plan.changes.append(Change(number, Building, row.pk, before, after))
        plan.entries.append(Entry(number, CHANGED, row.name, before, after))
        plan.lines.append(Line("places.edit_building", Building, row.pk, area.code, before, after))

    plan.each(rows, COLUMNS, look)
    return plan


def _there(ground: Ground) -> There:
    rows = Building.objects.filter(community__in=ground.kept)
    columns = ("id", "community_id", "compound_id", "name", *FACTS)
    buildings = {(row.community_id, row.compound_id, row.name): row for row in rows.only(*columns)}
    links = GridBuilding.objects.filter(building__community__in=ground.kept, valid_to=None)
    grids = Area.objects.filter(level=Area.Level.GRID, parent__in=ground.kept, valid_to=None)
    return There(
        buildings,
        dict(links.values_list("building_id", "grid_id")),
        frozenset(grids.values_list("code", flat=True)),
    )


def _check_grid(grid: int, community: int, there: There) -> None:
    check_grid_of_community(grid=grid, community=community)
    if grid not in there.in_force:
        raise Refused("places.grid_gone", "这个网格已经停用，请选择现用的网格。", field="grid")


def _check_same_grid(grid: int, today: int | None) -> None:
    if today is not None and grid != today:
        raise Refused(
            "registers.grid_moves",
            "这栋楼现在归网格%(grid)s。换网格要有起始日期，请在楼栋页面办理，表里先写现在的网格。",
            field="grid",
            grid=today,
        )


def _enter(  # a building with its grid
    plan: Plan, number: int, key: Key, grid: int, facts: dict[str, Any], now: dt.datetime
) -> None:
    community, compound, name = key
    pk = new_key(now)
    whole_facts = {"compound_id": compound, "name": name, **facts}
    code = {"card_code": new_code(CARD_CODE_LETTERS)}
    plan.changes += [
        Change(number, Building, pk, None, {"community_id": community, **whole_facts, **code}),
        Change(
            number,
            GridBuilding,
            new_key(now),
            None,
            {"building_id": pk, "grid_id": grid, "valid_from": local_date(now)},
        ),
    ]
    plan.entries.append(Entry(number, ADDED, name, {}, facts))
    told = {**whole_facts, "grid": grid, "homes": 0}
    plan.lines.append(Line("places.add_building", Building, pk, grid, {}, told))
    plan.events.append(BuildingAdded(pk, community, grid))


def rows_of(actor: Actor) -> Iterable[tuple[str | float | int | None, ...]]:
    """Return the buildings of the actor's areas, each with its grid of today."""
    links = (
        GridBuilding.objects.filter(valid_to=None)
        .filter(building__in=Building.objects.filter(kept_areas(actor)))
        .select_related("building__compound")
        .order_by("building__community", "building__compound", "building__name")
    )
    for link in links.iterator():
        row = link.building
        compound = row.compound.name if row.compound else None
        head = (str(row.community_id), str(link.grid_id), compound, row.name)
        lift = "是" if row.has_lift else "否"
        yield (*head, row.lon, row.lat, row.floors, row.entrances, lift, row.year)


BUILDINGS: Final = Register(
    name="buildings",
    title=gettext_noop("楼栋"),
    note=gettext_noop("没有小区的街屋，“小区”一列留空。名称相同的一行是修改；换网格请在楼栋页面办理。"),
    columns=COLUMNS,
    may=keeps_some,
    plan=plan_buildings,
    rows=rows_of,
    example=(
        "450403002004000", "450403002004001", "江滨花园", "1栋", 111.3, 23.48, 7, 2, "否", 1998,
    ),
)  # fmt: skip
