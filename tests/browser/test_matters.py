"""Each persona's top task with a matter, done on the screen that they would use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from linli.apps.matters.models import Matter
from tests.browser.town import Town
from tests.browser.visitor import (
    DESKTOP,
    PHONE,
    PHONE_LARGE,
    PHONE_PLAIN,
    Look,
    Visitor,
)

Visit = Callable[..., Visitor]
REPORT_SECONDS_MAX = 45
CLOSE_TAPS_MAX = 3
INTAKE_SECONDS_MAX = 30


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    """A photo as a phone takes it: large, with the place in its metadata."""
    picture = Image.new("RGB", (1600, 1200), "#33404a")
    drawing = ImageDraw.Draw(picture)
    drawing.polygon([(200, 1100), (700, 300), (1500, 1100)], fill="#5b6a75")
    drawing.ellipse([720, 120, 880, 280], fill="#20262b", outline="#8fa0ad", width=8)
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    path = tmp_path / "lamp.jpg"
    picture.save(path, "JPEG", exif=exif)
    return path


def state_of(town: Town, name: str) -> str:
    return Matter.objects.get(pk=town.matters[name].id).state


@pytest.mark.parametrize("look", [PHONE, PHONE_LARGE], ids=lambda look: look.name)
def test_a_resident_reports_a_lamp_from_the_card_at_the_door_within_45_seconds(
    town: Town, visit: Visit, snapshot: Path, look: Look
) -> None:
    me = visit(look)
    me.goto("/b/CARD222/")
    me.audit("1-kind")
    me.tap(me.link("楼道灯不亮"))
    me.audit("2-tell")
    me.write("说说情况", "三楼灯坏了，孩子差点摔倒。")
    me.take_photo("照片", snapshot)
    me.tap(me.button("看一遍再发"))
    me.sees("三楼灯坏了")
    me.audit("3-check")
    me.tap(me.button("发出"))
    me.sees("已经收到")
    me.audit("4-sent")

    assert me.seconds <= REPORT_SECONDS_MAX
    assert me.taps <= 6
    assert Matter.objects.filter(words="三楼灯坏了，孩子差点摔倒。").count() == 1


def test_a_report_goes_through_without_javascript(town: Town, visit: Visit, snapshot: Path) -> None:
    me = visit(PHONE_PLAIN)
    me.goto("/report/")
    me.write("小区、楼栋或路名", "江滨花园1栋")
    me.tap(me.button("查找"))
    me.audit("0-place")
    me.tap(me.link("江滨花园1栋"))
    me.write("用一两句话说说是什么事", "三楼的楼道灯不亮")
    me.tap(me.button("下一步"))
    me.tap(me.button("楼道灯不亮"))
    me.take_photo("照片", snapshot)
    me.tap(me.button("看一遍再发"))
    me.tap(me.button("回去改"))
    assert me.page.get_by_label("说说情况").input_value() == "三楼的楼道灯不亮"
    me.tap(me.button("看一遍再发"))
    me.tap(me.button("发出"))
    me.sees("已经收到")

    assert me.seconds <= REPORT_SECONDS_MAX


def test_going_back_in_the_browser_keeps_what_was_typed(town: Town, visit: Visit) -> None:
    me = visit(PHONE)
    me.goto("/b/CARD222/")
    me.tap(me.link("楼道灯不亮"))
    me.write("说说情况", "三楼灯坏了，晚上看不见。")
    me.tap(me.button("看一遍再发"))
    me.sees("看一遍，发出")
    me.page.go_back()

    assert me.page.get_by_label("说说情况").input_value() == "三楼灯坏了，晚上看不见。"


def test_an_emergency_is_told_whom_to_call_before_anything_else(town: Town, visit: Visit) -> None:
    me = visit(PHONE)
    me.goto("/b/CARD222/")
    me.write("用一两句话说说是什么事", "家里起火了！")
    me.tap(me.button("下一步"))
    call = me.link("119")
    call.wait_for()
    me.audit("alarm")

    assert call.get_attribute("href") == "tel:119"
    box = call.bounding_box()
    assert box
    assert box["y"] + box["height"] <= me.look.height


def test_an_elder_reads_the_large_pages_on_a_phone(town: Town, visit: Visit) -> None:
    me = visit(PHONE_LARGE)
    me.goto("/report/")
    me.audit("place")
    me.goto("/follow/")
    me.audit("code")
    size = me.page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    heights = me.page.evaluate(
        "[...document.querySelectorAll('main :is(a.button, button.button, input.code)')]"
        ".filter(one => !one.hidden).map(one => one.getBoundingClientRect().height)"
    )

    assert size >= 18
    assert min(heights) >= 60


def test_a_reporter_follows_by_code_and_reopens_what_is_not_fixed(town: Town, visit: Visit) -> None:
    me = visit(PHONE)
    me.goto("/follow/")
    me.write("查询码", town.matters["fixed"].follow_code.lower())
    me.tap(me.button("看进展"))
    me.sees("办好了，请您看看")
    me.audit("follow")
    me.tap(me.page.locator("summary", has_text="还没解决"))
    me.write("哪里还没好", "三楼的灯还是不亮。")
    me.tap(me.button("要求重新办"))
    me.sees("正在重新办")
    me.audit("reopened")

    assert state_of(town, "fixed") == "reopened"


def test_a_grid_worker_closes_a_matter_in_three_taps(town: Town, visit: Visit) -> None:
    me = visit(PHONE, account=town.cast.grid_worker.account)
    me.goto("/today/")
    me.audit("today")
    me.tap(me.link("楼道堆放杂物"))
    me.sees("纸皮和旧鞋柜")
    me.audit("matter")
    me.write("公开答复", "已和三户说好，今天下午搬走，晚上我再来看。")
    me.tap(me.button("办结"))
    me.sees("已办结")
    me.audit("done")

    assert me.taps <= CLOSE_TAPS_MAX
    assert state_of(town, "new") == "resolved"


def test_an_answer_typed_without_a_line_is_still_there(town: Town, visit: Visit) -> None:
    me = visit(PHONE, account=town.cast.grid_worker.account)
    me.goto(f"/matters/{town.matters['new'].reference}/")
    me.write("公开答复", "楼梯间没有信号，先写在这里。")
    me.goto("/today/")
    me.goto(f"/matters/{town.matters['new'].reference}/")

    assert me.page.get_by_label("公开答复").input_value() == "楼梯间没有信号，先写在这里。"


def test_a_secretary_settles_a_matter_on_one_page(town: Town, visit: Visit) -> None:
    me = visit(DESKTOP, account=town.cast.secretary.account)
    me.goto("/matters/")
    me.sees("今天到期")
    me.audit("desk")
    me.tap(me.page.locator(f"a[href='/matters/{town.matters['lamp'].reference}/']"))
    me.sees("建议：")
    me.audit("settle")
    me.tap(me.page.get_by_label("安居物业"))
    me.tap(me.button("确认并派出"))
    me.sees("已经派出")
    me.audit("settled")

    assert state_of(town, "lamp") == "dispatched"


def test_a_department_handler_returns_a_wrong_dispatch_once(town: Town, visit: Visit) -> None:
    me = visit(DESKTOP, account=town.cast.department_handler.account)
    me.goto("/today/")
    me.audit("today")
    me.tap(me.link("楼道灯不亮"))
    me.audit("matter")
    me.tap(me.link("派错了，退回"))
    me.audit("return")
    me.page.get_by_label("都不是？选别的单位").select_option(label="生态环境局")
    me.write("为什么不归本单位", "车库归物业养护，不是市政路灯。")
    me.tap(me.button("退回"))
    me.page.wait_for_url("**/today/*")

    assert state_of(town, "handed") == "accepted"


def test_a_property_manager_resolves_without_seeing_a_hidden_reporter(
    town: Town, visit: Visit
) -> None:
    me = visit(PHONE, account=town.cast.property_manager.account)
    me.goto("/today/")
    me.tap(me.link("楼道灯不亮"))
    me.audit("matter")
    me.tap(me.button("接下来办"))
    me.write("公开答复", "已换五个感应灯，今晚再看一次。坏了打物业电话。")
    me.tap(me.button("办结"))
    me.sees("已办结")

    assert state_of(town, "firm") == "resolved"
    assert "13877412345" not in me.page.content()


def test_the_window_takes_in_a_call_within_30_seconds(town: Town, visit: Visit) -> None:
    me = visit(DESKTOP, account=town.cast.window.account)
    me.goto("/matters/new/")
    me.tap(me.page.get_by_label("在哪里"))
    me.page.keyboard.type("江滨 1栋")
    me.letters += 4
    me.tap(me.page.get_by_label("江滨花园1栋"))
    me.write("说了什么", "一楼下水道堵了，污水往外冒。")
    me.audit("intake")
    me.tap(me.button("登记，拿查询码"))
    me.sees("查询码")
    me.audit("sent")

    assert me.seconds <= INTAKE_SECONDS_MAX
    assert Matter.objects.filter(channel="phone", kind="A02").count() == 1


def test_everybody_may_see_what_was_reported_near_by(town: Town, visit: Visit) -> None:
    me = visit(PHONE)
    me.goto("/public/matters/")
    me.audit("list")
    me.tap(me.page.locator(f"a[href='/matters/{town.matters['fixed'].reference}/']"))
    me.sees("已换好二楼到五楼的灯")
    me.audit("page")


def test_the_pages_speak_english(town: Town, visit: Visit) -> None:
    me = visit(Look("phone-english", language="en-GB"))
    me.goto("/b/CARD222/")
    me.sees("Stair light out")
    me.audit("kind")
