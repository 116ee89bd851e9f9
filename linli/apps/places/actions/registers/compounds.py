"""Compounds as a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.utils.translation import gettext_noop

from linli.apps.places.access import keeps_some
from linli.apps.places.actions.registers.shared import (
    COMMUNITY,
    LAT,
    LON,
    YEAR,
    Ground,
    kept_areas,
)
from linli.apps.places.models import Compound, CompoundManagement
from linli.apps.places.rules import check_point
from linli.foundation.clock import local_date
from linli.foundation.keys import new_key
from linli.foundation.tables import Column, Row, one_of, words
from linli.platform.access import Actor
from linli.platform.journal import Line
from linli.platform.registers import Change, Entry, Plan, Register, choices, word_of
from linli.platform.registers.plan import ADDED, CHANGED, Once, differing

KINDS: Final = choices(
    Compound.Kind.choices, 商品房="commodity", 单位大院="work_unit", 安置房="resettlement"
)
COLUMNS: Final = (
    COMMUNITY,
    Column("name", ("小区名称", "小区"), words(60)),
    Column("kind", ("小区类型", "类型"), one_of(KINDS)),
    Column("address", ("地址",), words(120), is_required=False, default=""),
    LON,
    LAT,
    YEAR,
)


def plan_compounds(actor: Actor, rows: Sequence[Row], now: dt.datetime) -> Plan:
    """Plan compounds; a new one is managed by nobody until that is decided."""
    ground = Ground(actor, rows)
    there = {
        (row.community_id, row.name): row
        for row in Compound.objects.filter(community__in=ground.kept)
    }
    plan, once = Plan(), Once()

    def look(number: int, values: dict[str, Any]) -> None:
        area = ground.community(values["community"])
        check_point(lon=values["lon"], lat=values["lat"], middle=(area.lon, area.lat))
        key = (area.code, values["name"])
        once.check(key, number, field="name")
        facts = {name: value for name, value in values.items() if name != "community"}
        row = there.get(key)
        if row is None:
            _enter(plan, number, area.code, facts, now)
            return
        before, after = differing(row, facts)
        if not before:
            plan.unchanged += 1
            return
        plan.changes.append(Change(number, Compound, row.pk, before, after))
        plan.entries.append(Entry(number, CHANGED, row.name, before, after))
        plan.lines.append(Line("places.edit_compound", Compound, row.pk, area.code, before, after))

    plan.each(rows, COLUMNS, look)
    return plan


def _enter(
    plan: Plan, number: int, community: int, facts: dict[str, Any], now: dt.datetime
) -> None:
    pk = new_key(now)
    plan.changes += [
        Change(number, Compound, pk, None, {"community_id": community, **facts}),
        Change(
            number,
            CompoundManagement,
            new_key(now),
            None,
            {"compound_id": pk, "mode": "none", "valid_from": local_date(now)},
        ),
    ]
    plan.entries.append(Entry(number, ADDED, facts["name"], {}, facts))
    plan.lines.append(Line("places.add_compound", Compound, pk, community, {}, facts))


def rows_of(actor: Actor) -> Iterable[tuple[str | float | int | None, ...]]:
    """Return the compounds of the actor's areas."""
    rows = Compound.objects.filter(kept_areas(actor)).order_by("community", "name")
    for row in rows.iterator():
        kind = word_of(KINDS, row.kind)
        point = (row.lon, row.lat, row.year)
        yield (str(row.community_id), row.name, kind, row.address, *point)


COMPOUNDS: Final = Register(
    name="compounds",
    title=gettext_noop("小区"),
    note=gettext_noop(
        "同一社区里小区名称不重复；名称相同的一行是修改。管理模式另行登记，要有决定依据。"
    ),
    columns=COLUMNS,
    may=keeps_some,
    plan=plan_compounds,
    rows=rows_of,
    example=("450403002004000", "江滨花园", "商品房小区", "枣冲路12号", 111.3, 23.48, 1998),
)
