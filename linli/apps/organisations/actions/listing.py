"""Organisations as a table: offices, departments, firms, teams and the lines on which they are reached."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_noop

from linli.apps.organisations import access
from linli.apps.organisations.actions.organisations import check_lines
from linli.apps.organisations.models import Organisation, labels
from linli.apps.organisations.rules.appointing import check_dates
from linli.apps.organisations.rules.kinds import CODE_OF, CODED, LISTED, LISTED_FROM_ABOVE, Kind
from linli.apps.places import queries as places
from linli.foundation.clock import local_date
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.foundation.tables import Column, Row, day, one_of, whole, words
from linli.platform.access import Actor, allowed
from linli.platform.journal import Line
from linli.platform.registers import Change, Entry, Plan, Register, choices, word_of
from linli.platform.registers.plan import ADDED, CHANGED, Once, differing

KINDS: Final = choices((kind, word) for kind, word in labels.KINDS.items() if kind in LISTED)
LINES: Final = ("office_phone", "complaint_phone", "office_hours", "address")
FACTS: Final = ("name_en", *LINES)
CODE: Final = re.compile(r"[a-z][a-z_]{1,39}")
Key = tuple[int, str, str]


def _read_code(cell: str) -> str:
    if not CODE.fullmatch(cell):
        raise Refused("cell.code", "承办代码只用小写字母和下划线，例如 urban_management。")
    return cell


def _text(name: str, headings: tuple[str, ...], most: int) -> Column:
    return Column(name, headings, words(most), is_required=False, default="")


COLUMNS: Final = (
    Column("area", ("区划代码", "所在区划"), whole(10**14, 10**15 - 1)),
    Column("kind", ("类别",), one_of(KINDS)),
    Column("name", ("名称", "单位名称"), words(80)),
    _text("name_en", ("英文名称",), 120),
    Column("code", ("承办代码",), _read_code, is_required=False, default=""),
    _text("office_phone", ("办公电话",), 20),
    _text("complaint_phone", ("监督电话",), 20),
    _text("office_hours", ("办公时间",), 60),
    _text("address", ("办公地址", "地址"), 120),
    Column("valid_from", ("起始日期",), day, is_required=False),
)


def plan_organisations(actor: Actor, rows: Sequence[Row], now: dt.datetime) -> Plan:
    """Plan organisations; a row with area, kind and name of one that is there sets its lines."""
    areas = {values["area"] for _, values in rows}
    in_force = places.codes_in_force(areas)
    there: dict[Key, Organisation] = {
        (row.area_id, row.kind, row.name): row
        for row in Organisation.objects.filter(area__in=areas, kind__in=LISTED, valid_to=None)
    }
    plan, once = Plan(), Once()

    def look(number: int, values: dict[str, Any]) -> None:
        _check_area(actor, values, in_force)
        check_lines({name: values[name] for name in LINES})
        key: Key = (values["area"], values["kind"], values["name"])
        once.check(key, number, field="name")
        row = there.get(key)
        if row is None:
            _enter(plan, number, values, now)
        else:
            _mend(plan, number, row, values)

    plan.each(rows, COLUMNS, look)
    return plan


def _check_area(actor: Actor, values: Mapping[str, Any], in_force: frozenset[int]) -> None:
    area = values["area"]
    if area not in in_force:
        raise Refused(
            "organisations.no_area", "没有这个区划，或者已经停用，请核对区划代码。", field="area"
        )
    if not access.may_list(actor, area, is_from_above=False):
        raise Refused(
            "registers.others_area",
            "这个区划不在您管理的范围内，请删去这一行，或请对方导入。",
            field="area",
        )
    if not access.may_list(actor, area, is_from_above=values["kind"] in LISTED_FROM_ABOVE):
        raise Refused(
            "organisations.from_above",
            "这类单位由街道或市里登记，请删去这一行，或请上级导入。",
            field="kind",
        )


def _enter(plan: Plan, number: int, values: Mapping[str, Any], now: dt.datetime) -> None:
    kind = Kind(values["kind"])
    code = CODE_OF.get(kind, "")
    if kind in CODED:
        code = values["code"]
    elif values["code"] not in {"", code}:
        raise Refused(
            "organisations.code_of_kind",
            "只有职能部门和公共服务单位填承办代码，这一格请留空。",
            field="code",
        )
    since = values["valid_from"] or local_date(now)
    check_dates(since, None, today=local_date(now))
    after = {
        "area_id": values["area"],
        "kind": kind.value,
        "name": values["name"],
        "code": code,
        **{name: values[name] for name in FACTS},
        "valid_from": since,
    }
    pk = new_key(now)
    told = {name: after[name] for name in ("kind", "name", "code", *FACTS)}
    shown = {name: told[name] for name in ("code", *FACTS) if told[name]}
    plan.changes.append(Change(number, Organisation, pk, None, after))
    plan.entries.append(Entry(number, ADDED, values["name"], {}, {**shown, "valid_from": since}))
    plan.lines.append(Line("organisations.add", Organisation, pk, values["area"], {}, told))


def _mend(plan: Plan, number: int, row: Organisation, values: Mapping[str, Any]) -> None:
    if values["code"] not in {"", row.code}:
        raise Refused(
            "organisations.code_stays",
            "这个单位的承办代码是“%(present)s”，不能用表格改；请写现在的代码或留空。",
            field="code",
            present=row.code,
        )
    if values["valid_from"] not in {None, row.valid_from}:
        raise Refused(
            "organisations.start_stays",
            "这个单位从%(since)s起登记，不能用表格改；请写原来的日期或留空。",
            field="valid_from",
            since=row.valid_from.isoformat(),
        )
    before, after = differing(row, {name: values[name] for name in FACTS})
    if not before:
        plan.unchanged += 1
        return
    plan.changes.append(Change(number, Organisation, row.pk, before, after))
    plan.entries.append(Entry(number, CHANGED, row.name, before, after))
    verb = "organisations.set_contact_lines"
    plan.lines.append(Line(verb, Organisation, row.pk, row.area_id, before, after))


def rows_of(actor: Actor) -> Iterable[tuple[str, ...]]:
    """Return the organisations of the actor's areas that a table may enter."""
    rows = Organisation.objects.filter(valid_to=None, kind__in=_kinds_of(actor))
    kept = allowed(rows, actor=actor, action="appoint", table=access.ORGANISATIONS)
    for row in kept.order_by("area", "kind", "name").iterator():
        facts = (row.name, row.name_en, row.code, *(getattr(row, name) for name in LINES))
        yield (str(row.area_id), word_of(KINDS, row.kind), *facts, row.valid_from.isoformat())


def _kinds_of(actor: Actor) -> frozenset[Kind]:
    """Return the kinds that a table of the actor may speak of."""
    is_above = actor.is_system or bool(actor.spans(*access.ABOVE))
    return LISTED if is_above else LISTED - LISTED_FROM_ABOVE


ORGANISATIONS: Final = Register(
    name="organisations",
    title=gettext_noop("单位名册"),
    note=gettext_noop(
        "部门、物业企业、网格队、窗口。区划、类别、名称都相同的一行是修改电话和地址。"
        "党支部、业委会、楼栋党小组要按程序组建，不从表格登记。"
    ),
    columns=COLUMNS,
    may=access.keeps_some,
    plan=plan_organisations,
    rows=rows_of,
    example=(
        "450403002004000", "物业企业", "江滨物业服务公司", "", "", "0774-1234567", "12345",
        "8:30–18:00", "枣冲路12号", "2024-03-01",
    ),
)  # fmt: skip
