"""Organisations from a table: who may enter which, what a table may change, and back again."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import pytest
from django.db import IntegrityError, transaction

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import Cast
from linli.apps.organisations.models import Organisation
from linli.apps.organisations.rules.kinds import Kind
from linli.apps.organisations.tests.conftest import make
from linli.apps.registers import actions, queries
from linli.apps.registers.models import Intake
from linli.apps.registers.rules import State
from linli.apps.registers.tests.tables import SYSTEM, bring_in, places_of
from linli.foundation import clock
from linli.platform.access import Actor
from linli.platform.models import JournalLine

pytestmark = pytest.mark.django_db
HEAD: Final = (
    "区划代码", "类别", "名称", "英文名称", "承办代码", "办公电话", "监督电话", "办公时间", "办公地址", "起始日期",
)  # fmt: skip


def firm(name: object, **changed: object) -> list[Any]:
    facts: dict[str, Any] = {
        "area": place.COMMUNITY,
        "kind": "物业企业",
        "name": name,
        "name_en": "",
        "code": "",
        "office_phone": "0774-1234567",
        "complaint_phone": "12345",
        "office_hours": "8:30–18:00",
        "address": "枣冲路12号",
        "since": "2024年3月1日",
        **changed,
    }
    return list(facts.values())


def department(name: str, **changed: object) -> list[Any]:
    facts = {"area": place.CITY, "kind": "职能部门", "code": "urban_management", **changed}
    return firm(name, **facts)


def organisations(*rows: list[Any], actor: Actor = SYSTEM, confirm: bool = True) -> Intake:
    return bring_in("organisations", HEAD, *rows, actor=actor, confirm=confirm)


def rows() -> list[tuple[Any, ...]]:
    return list(Organisation.objects.order_by("pk").values_list())


def taken_back(intake: Intake) -> Intake:
    actions.ask_undo(actor=SYSTEM, pk=intake.pk, now=clock.now())
    actions.undo(actor=SYSTEM, pk=intake.pk, now=clock.now())
    intake.refresh_from_db()
    return intake


def test_organisations_come_in_are_mended_and_go_back_row_by_row(cast: Cast) -> None:
    make(Kind.PROPERTY_FIRM, "鸳江物业", office_phone="0774-1000001")
    before = rows()
    table = [firm("江滨物业"), department("市城市管理监督局"), firm("鸳江物业")]

    assert organisations(*table, confirm=False).changed == 1
    assert rows() == before
    intake = organisations(*table)

    assert (intake.added, intake.changed, intake.faults) == (2, 1, [])
    new = Organisation.objects.get(name="江滨物业")
    assert (new.code, new.valid_from) == ("property_firm", dt.date(2024, 3, 1))
    assert Organisation.objects.get(name="市城市管理监督局").code == "urban_management"
    assert Organisation.objects.get(name="鸳江物业").office_phone == "0774-1234567"
    assert JournalLine.objects.filter(verb="organisations.add").count() == 2
    again = organisations(*table)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 3)
    assert taken_back(intake).state == State.UNDONE
    assert rows() == before


def test_undo_stops_where_somebody_leans_on_what_came_in(cast: Cast) -> None:
    intake = organisations(firm("江滨物业"))
    make(Kind.FIRM_ORG, "江滨物业党支部", form="attached", host=Organisation.objects.get())

    assert taken_back(intake).state == State.STORED
    assert places_of(intake) == [(2, "")]
    assert Organisation.objects.filter(name="江滨物业").exists()


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"area": "450403002009000"}, "区划代码"),
        ({"area": "12"}, "区划代码"),
        ({"kind": "小区党支部"}, "类别"),
        ({"kind": "业主委员会"}, "类别"),
        ({"name": ""}, "名称"),
        ({"code": "urban_management"}, "承办代码"),
        ({"code": "城管"}, "承办代码"),
        ({"office_phone": "13800001111"}, "办公电话"),
        ({"complaint_phone": "找小王"}, "监督电话"),
        ({"office_hours": "很" * 61}, "办公时间"),
        ({"since": "2099-01-01"}, "起始日期"),
        ({"since": "去年"}, "起始日期"),
    ],
)
def test_what_is_wrong_is_told_by_row_and_column(
    cast: Cast, changed: dict[str, object], column: str
) -> None:
    intake = organisations(firm("对的"), firm(**{"name": "错的", **changed}))

    assert places_of(intake) == [(3, column)]
    assert rows() == []


def test_a_table_changes_neither_the_part_nor_the_start_of_what_is_there(cast: Cast) -> None:
    make(Kind.DEPARTMENT, "城管", place.CITY, code="urban_management", valid_from="2024-03-01")

    other = organisations(department("城管", code="housing"))
    assert places_of(other) == [(2, "承办代码")]
    assert places_of(organisations(department("城管", since="2024-03-02"))) == [(2, "起始日期")]
    assert organisations(department("城管", code="", since="")).faults == []


def test_the_same_organisation_twice_in_a_table_is_told(cast: Cast) -> None:
    assert places_of(organisations(firm("江滨物业"), firm("江滨物业"))) == [(3, "名称")]


def test_a_community_enters_its_own_firms_and_no_department(cast: Cast) -> None:
    actor = cast.secretary.actor
    others = firm("别处的", area=place.OTHER_COMMUNITY)
    table = [firm("江滨物业"), others, department("自封的", area=place.COMMUNITY)]

    assert places_of(organisations(*table, actor=actor)) == [(3, "区划代码"), (4, "类别")]
    assert organisations(table[0], actor=actor).added == 1
    assert organisations(table[2], actor=cast.city_officer.actor).added == 1


def test_who_takes_organisations_away_takes_what_may_come_back(cast: Cast) -> None:
    organisations(firm("江滨物业"), firm("别处的", area=place.OTHER_COMMUNITY), department("城管"))
    register = queries.REGISTERS["organisations"]

    def names(actor: Actor) -> set[object]:
        return {row[2] for row in register.rows(actor)}

    assert names(cast.secretary.actor) == {"江滨物业"}
    assert names(cast.city_officer.actor) == {"江滨物业", "别处的", "城管"}
    assert names(cast.resident.actor) == names(cast.grid_worker.actor) == set()
    for who in (cast.secretary, cast.city_officer):
        back = bring_in(
            "organisations", register.headings, *register.rows(who.actor), actor=who.actor
        )
        assert (back.faults, back.added, back.changed) == ([], 0, 0)


@pytest.mark.parametrize("who", ["resident", "grid_worker", "department_handler", "platform_admin"])
def test_who_keeps_no_organisations_is_not_offered_the_register(cast: Cast, who: str) -> None:
    names = {each.name for each in queries.registers_for(getattr(cast, who).actor)}
    assert "organisations" not in names


def test_the_database_refuses_a_second_of_the_same_name(cast: Cast) -> None:
    make(Kind.PROPERTY_FIRM, "江滨物业")
    with pytest.raises(IntegrityError), transaction.atomic():
        make(Kind.PROPERTY_FIRM, "江滨物业")
    make(Kind.PROPERTY_FIRM, "江滨物业", valid_to=dt.date(2025, 1, 1))


def test_a_plan_asks_as_many_questions_for_one_row_as_for_twenty(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    plan = queries.REGISTERS["organisations"].plan
    values = {
        "area": place.COMMUNITY,
        "kind": "property_firm",
        "name_en": "",
        "code": "",
        "office_phone": "",
        "complaint_phone": "",
        "office_hours": "",
        "address": "",
        "valid_from": None,
    }
    for count in (1, 20):
        asked = [(number + 2, {**values, "name": f"{number}号"}) for number in range(count)]
        with django_assert_num_queries(2):
            assert len(plan(SYSTEM, asked, clock.now()).entries) == count
