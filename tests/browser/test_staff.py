"""The top task of those who coordinate, mediate and keep watch, on the screen that they would use."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from linli.apps.accounts.models import Account
from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import Cast
from linli.apps.disputes.tests import room as scene
from linli.apps.matters import queries
from linli.apps.matters.models import Matter, PlaceCare, ReplyTemplate
from tests.browser.town import Town
from tests.browser.visitor import DESKTOP, PHONE, PHONE_LARGE, Visitor

Visit = Callable[..., Visitor]
EMPTY = "已转相关部门处理，请耐心等待。"
PLAIN = "今天上午联系上车主，车已挪走，以后再堵请打社区电话。"


def test_a_subdistrict_officer_answers_what_is_late_in_plain_words(
    town: Town, visit: Visit
) -> None:
    late = town.matters["late"]
    me = visit(PHONE, account=town.cast.subdistrict_officer.account)
    me.goto("/matters/?scope=late")
    me.audit("1-late")
    me.tap(me.page.locator("tbody a").first)
    me.goto(f"/matters/{late.reference}/do/finish/")
    me.write("公开答复", EMPTY)
    me.tap(me.button("办结"))
    me.sees("可能还是不知道怎么样了")
    me.audit("2-asked")
    assert Matter.objects.get(pk=late.id).answer == ""
    me.write("公开答复", PLAIN)
    me.tap(me.button("办结"))
    me.sees("已办结")

    assert Matter.objects.get(pk=late.id).answer == PLAIN


def test_a_secretary_keeps_words_once_and_begins_an_answer_with_them(
    town: Town, visit: Visit
) -> None:
    me = visit(DESKTOP, account=town.cast.secretary.account)
    me.goto("/matters/replies/")
    me.page.get_by_label("类别").select_option("C")
    me.write("名称", "车已挪走")
    me.write("内容", "{日期}联系上车主，{地点}的车已挪走，再堵请打电话。")
    me.tap(me.button("存下"))
    me.sees("已存下")
    me.audit("1-replies")
    me.goto(f"/matters/{town.matters['late'].reference}/do/finish/")
    me.audit("2-offered")
    me.tap(me.link("车已挪走"))

    typed = me.page.get_by_label("公开答复").input_value()
    assert "江滨花园1栋的车已挪走" in typed
    assert ReplyTemplate.objects.get().area_id == place.COMMUNITY


def test_a_secretary_sees_what_keeps_coming_back_and_takes_care_of_it(
    town: Town, visit: Visit
) -> None:
    me = visit(PHONE_LARGE, account=town.cast.secretary.account)
    me.goto("/matters/chronic/")
    me.tap(me.page.get_by_text("写下在做什么").first)
    me.write("在做什么", "物业十二月换整栋线路，社区每周看一次。")
    me.tap(me.button("记下"))
    me.sees("社区每周看一次")
    me.audit("chronic")

    assert PlaceCare.objects.get().kind == "A01"


def test_the_city_sets_the_ladder(town: Town, visit: Visit) -> None:
    me = visit(DESKTOP, account=town.cast.city_officer.account)
    me.goto("/matters/ladder/")
    me.page.get_by_label("街道").fill("20")
    me.audit("ladder")
    me.tap(me.button("定下来"))
    me.sees("已定下")

    assert queries.ladder_of(place.CITY) == (0, 7, 20, 35)


def test_a_building_head_writes_down_what_a_neighbour_said(town: Town, visit: Visit) -> None:
    me = visit(PHONE, account=town.cast.building_head.account)
    me.goto("/matters/new/")
    me.tap(me.page.get_by_label("在哪里"))
    me.page.keyboard.type("江滨 1栋")
    me.tap(me.page.locator("label", has_text="江滨花园1栋").last)
    me.write("说了什么", "一楼下水道堵了，污水往外冒。")
    me.audit("intake")
    me.tap(me.button("登记，拿查询码"))
    me.sees("查询码")

    assert Matter.objects.filter(taken_by=town.cast.building_head.account, kind="A02").exists()


def test_a_mediator_finds_what_waits(cast: Cast, visit: Visit) -> None:
    room = scene.make_room(cast)
    receipt = scene.talking(room)
    account = Account.objects.get(pk=room.account(room.mediator))
    me = visit(PHONE, account=account)
    me.goto("/disputes/desk/")
    me.audit("1-desk")
    me.goto(f"/disputes/{receipt.reference}/")
    me.sees(scene.WORDS[:8])
    me.audit("2-dispute")


@pytest.mark.parametrize(
    ("who", "path"), [("data_officer", "/staff/looks/"), ("platform_admin", "/staff/roles/")]
)
def test_who_keeps_watch_reads_who_looked_and_who_holds_what(
    town: Town, visit: Visit, who: str, path: str
) -> None:
    me = visit(DESKTOP, account=town.cast[who].account)
    me.goto(path)
    me.audit(who)
