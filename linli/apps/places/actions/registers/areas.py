"""The areas of a city, each under the one that its code begins with: how a deployment begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.utils.translation import gettext_noop

from linli.apps.places.access import keeps, keeps_some
from linli.apps.places.models import Area
from linli.apps.places.rules import level_of, read_area_code
from linli.foundation.areas import LEVELS, Level, ancestor
from linli.foundation.clock import local_date
from linli.foundation.refusals import Refused
from linli.foundation.tables import Column, Row, decimal, words
from linli.platform.access import Actor
from linli.platform.journal import Line
from linli.platform.registers import Change, Entry, Plan, Register
from linli.platform.registers.plan import ADDED, CHANGED, Once, differing

COLUMNS: Final = (
    Column("code", ("区划代码", "代码"), read_area_code),
    Column("name", ("名称",), words(60)),
    Column("name_en", ("英文名称",), words(80), is_required=False, default=""),
    Column("lon", ("经度",), decimal(73, 136)),
    Column("lat", ("纬度",), decimal(3, 54)),
)


def plan_areas(actor: Actor, rows: Sequence[Row], now: dt.datetime) -> Plan:
    """Plan areas; the one above may stand in the same table, in any order."""
    codes = {values["code"] for _, values in rows}
    above = {code: _above(code) for code in codes}
    named = codes | {code for code in above.values() if code is not None}
    there = Area.objects.in_bulk(list(named))
    plan, once = Plan(), Once()

    def look(number: int, values: dict[str, Any]) -> None:
        code, parent = values["code"], above[values["code"]]
        once.check(code, number, field="code")
        _check_parent(actor, parent, is_known=parent in there or parent in codes)
        facts = {name: value for name, value in values.items() if name != "code"}
        row = there.get(code)
        before, after = ({}, facts) if row is None else differing(row, facts)
        if row is not None and not before:
            plan.unchanged += 1
            return
        if row is None:
            born = {"level": str(level_of(code)), "parent_id": parent}
            after = {**facts, **born, "valid_from": local_date(now)}
        _add(plan, number, code, facts, before if row else None, after)

    ordered = sorted(rows, key=lambda row: LEVELS.index(level_of(row[1]["code"])))
    plan.each(ordered, COLUMNS, look)
    plan.faults.sort(key=lambda fault: fault.row)
    return plan


def _add(  # a row with what it was and becomes
    plan: Plan,
    number: int,
    code: int,
    facts: dict[str, Any],
    before: dict[str, Any] | None,
    after: dict[str, Any],
) -> None:
    is_new = before is None
    plan.changes.append(Change(number, Area, code, before, after))
    shown = facts if is_new else after
    plan.entries.append(
        Entry(number, ADDED if is_new else CHANGED, facts["name"], before or {}, shown)
    )
    verb = "places.add_area" if is_new else "places.edit_area"
    plan.lines.append(Line(verb, Area, code, code, before or {}, shown))


def _above(code: int) -> int | None:
    level = level_of(code)
    return None if level is Level.CITY else ancestor(code, LEVELS[LEVELS.index(level) - 1])


def _check_parent(actor: Actor, parent: int | None, *, is_known: bool) -> None:
    if parent is None:
        if not actor.is_system:
            raise Refused("places.city_by_operator", "城市由运维人员用命令行登记。", field="code")
        return
    if not is_known:
        raise Refused("places.no_parent", "上级区划还没有登记，请把上级也写进表里。", field="code")
    if not keeps(actor, parent):
        raise Refused(
            "registers.others_area",
            "这个区划不在您管理的范围内，请删去这一行，或请对方导入。",
            field="code",
        )


def rows_of(actor: Actor) -> Iterable[tuple[str | float, ...]]:
    """Return the areas in force, the larger before those in them."""
    fields = ("code", "name", "name_en", "lon", "lat")
    for row in Area.objects.filter(valid_to=None).order_by("code").values_list(*fields):
        if keeps(actor, row[0]):
            yield (str(row[0]), *row[1:])


AREAS: Final = Register(
    name="areas",
    title=gettext_noop("区划和网格"),
    note=gettext_noop(
        "市、区县、街道、社区、网格。代码写 4、6、9、12 或 15 位；上级可以在同一张表里。"
    ),
    columns=COLUMNS,
    may=keeps_some,
    plan=plan_areas,
    rows=rows_of,
    example=("450403002004001", "枣冲社区第一网格", "", 111.3, 23.48),
)
