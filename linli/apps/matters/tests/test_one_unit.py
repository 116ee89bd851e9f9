"""The list of the desk for one unit."""

from __future__ import annotations

import pytest

from linli.apps.accounts.tests.cast import HANDLING_DEPARTMENT, PROPERTY_FIRM, Cast
from linli.apps.matters.tests.desk import desk
from linli.apps.matters.tests.test_desk_pages import handed_to, url

__all__ = ["desk"]


def test_the_desk_narrows_its_list_to_one_unit_by_a_tap_on_its_name(desk: Cast) -> None:
    with_department = handed_to(desk, HANDLING_DEPARTMENT)
    with_firm = handed_to(desk, PROPERTY_FIRM)
    client = desk.secretary.client()

    all_units = client.get("/matters/").content.decode()
    one_unit = client.get(f"/matters/?scope=work&unit={PROPERTY_FIRM}").content.decode()

    assert f'<a href="?scope=work&amp;unit={PROPERTY_FIRM}">安居物业</a>' in all_units
    assert url(with_firm) in one_unit
    assert url(with_department) not in one_unit
    assert '<a href="?scope=work">看所有承办单位</a>' in one_unit
    assert f'<input type="hidden" name="unit" value="{PROPERTY_FIRM}">' in one_unit
    assert f"?scope=late&amp;unit={PROPERTY_FIRM}" in one_unit  # the tabs keep the wish


def test_a_unit_is_not_led_to_the_lists_of_others(desk: Cast) -> None:
    handed_to(desk, HANDLING_DEPARTMENT)

    page = desk.department_handler.client().get("/matters/").content.decode()

    assert "城市管理监督局" in page
    assert "unit=" not in page


@pytest.mark.parametrize("unit", ["", "x", "-1", "9" * 40, "1;drop", "７００１"])
def test_a_unit_that_is_none_narrows_nothing(desk: Cast, unit: str) -> None:
    receipt = handed_to(desk, HANDLING_DEPARTMENT)

    answer = desk.secretary.client().get("/matters/", {"scope": "work", "unit": unit})

    assert answer.status_code == 200
    assert url(receipt) in answer.content.decode()
