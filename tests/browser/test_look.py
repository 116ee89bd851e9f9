"""The frame of every page in a real browser: light, readable, usable without JavaScript, offline, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, Response

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import Cast
from linli.interface.parts import core
from tests.browser.visitor import (
    DESKTOP,
    DESKTOP_DARK,
    PHONE,
    PHONE_DARK,
    PHONE_LARGE,
    PHONE_PLAIN,
    Look,
    Visitor,
)

Visit = Callable[..., Visitor]
FIRST_PAGE_BYTES_MAX: Final = 100_000
HEADER_BYTES: Final = 700  # an answer's headers, generously
LOOKS: Final = [PHONE, PHONE_DARK, PHONE_LARGE, DESKTOP, DESKTOP_DARK]
PUBLIC: Final = [
    "/",
    "/communities/",
    f"/communities/{place.COMMUNITY}/",
    "/find/?q=江滨",
    "/status",
]


def weight_of(answer: Response) -> int:
    """Return what goes over the wire: built files travel as the server keeps them, compressed."""
    path = answer.url.partition("/static/")[2]
    if not path:
        return len(answer.body()) + HEADER_BYTES
    packed = Path(settings.BUILT) / f"{path}.br"
    file = packed if packed.exists() else Path(settings.BUILT) / path
    return file.stat().st_size + HEADER_BYTES


@pytest.mark.usefixtures("cast")
def test_the_first_page_weighs_at_most_100_kb_on_a_phone(visit: Visit) -> None:
    me = visit(PHONE)
    answers: list[Response] = []
    me.page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108  # playwright marks it

    me.goto("/")
    me.page.wait_for_load_state("networkidle")

    weights = {answer.url: weight_of(answer) for answer in answers}
    assert len(weights) >= 5
    assert sum(weights.values()) <= FIRST_PAGE_BYTES_MAX, weights


def test_built_files_are_sent_compressed_and_kept_for_good() -> None:
    answer = Client().get(core.asset("src/main.ts"), headers={"accept-encoding": "br"})

    assert answer["Content-Encoding"] == "br"
    assert "immutable" in answer["Cache-Control"]
    answer.close()


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_public_pages_have_no_serious_finding(visit: Visit, look: Look) -> None:
    me = visit(look)
    for path in PUBLIC:
        me.goto(path)
        me.audit(path.strip("/?=").replace("/", "-") or "first")


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_every_component_has_no_serious_finding(visit: Visit, look: Look) -> None:
    me = visit(look)
    me.goto("/design")
    me.audit("design")


def ratio(page: Page) -> float:
    size = page.evaluate("getComputedStyle(document.body).fontSize")
    return float(str(size).removesuffix("px")) / 16


@pytest.mark.usefixtures("cast")
def test_size_colours_and_language_change_without_javascript(visit: Visit) -> None:
    me = visit(PHONE_PLAIN)
    me.goto("/")
    menu = me.page.locator(".top-end details summary")
    for name in ("大字", "深色", "English"):
        menu.click()
        me.button(name).click()

    root = me.page.locator("html")
    assert root.get_attribute("data-size") == "large"
    assert root.get_attribute("data-theme") == "dark"
    assert root.get_attribute("lang") == "en"
    assert me.page.get_by_role("link", name="Report something").is_visible()


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(("look", "least"), [(PHONE, 44), (PHONE_LARGE, 60)])
def test_what_is_pressed_is_big_enough_for_a_finger(visit: Visit, look: Look, least: int) -> None:
    me = visit(look)
    for path in ("/", f"/communities/{place.COMMUNITY}/"):
        me.goto(path)
        for target in me.page.locator("a:visible, button:visible, summary:visible").all():
            box = target.bounding_box()
            words = target.inner_text()
            assert box is not None
            assert box["height"] + 0.5 >= least, f"{path} {words}: {box}"


@pytest.mark.usefixtures("cast")
def test_large_type_is_a_quarter_larger_and_nothing_runs_over(visit: Visit) -> None:
    me = visit(PHONE_LARGE)
    me.goto("/")

    assert ratio(me.page) == pytest.approx(1.25)
    me.audit("large")


@pytest.mark.usefixtures("cast")
def test_the_keyboard_finds_the_content_first(visit: Visit) -> None:
    me = visit(DESKTOP)
    me.goto("/")
    me.page.keyboard.press("Tab")

    assert me.page.evaluate("document.activeElement.textContent") == "跳到正文"
    me.page.keyboard.press("Enter")
    assert me.page.evaluate("document.activeElement.id") == "main"


def test_a_map_is_drawn_from_our_own_data_and_a_place_is_chosen_by_keyboard(
    cast: Cast, visit: Visit
) -> None:
    me = visit(DESKTOP)
    foreign: list[str] = []
    me.page.on(
        "request",
        lambda one: (
            foreign.append(one.url)
            if "127.0.0.1" not in one.url and "localhost" not in one.url
            else None
        ),
    )
    me.goto("/report/")
    me.page.wait_for_selector("[data-map][data-ready]")
    me.page.locator(".map-canvas").focus()
    me.page.keyboard.press("Enter")
    me.sees("就是这里")

    assert foreign == []
    me.audit("map")
    assert cast.city.first.pk


@pytest.mark.usefixtures("cast")
def test_without_a_network_a_page_says_what_to_do(visit: Visit) -> None:
    me = visit(PHONE)
    me.goto("/")
    me.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    me.page.reload()
    me.page.context.set_offline(True)
    me.page.goto("/communities/")

    me.sees("现在没有网络")
    me.page.context.set_offline(False)
    me.problems[:] = [one for one in me.problems if "ERR_INTERNET_DISCONNECTED" not in one]


@pytest.mark.usefixtures("cast")
def test_what_was_typed_survives_a_closed_page(visit: Visit) -> None:
    me = visit(PHONE)
    words = "三楼到四楼的灯坏了"
    me.goto("/b/CARD222/")
    form = me.page.locator("form[data-draft]").first
    form.locator("textarea").fill(words)

    me.goto("/")
    me.goto("/b/CARD222/")

    assert me.page.locator("form[data-draft] textarea").first.input_value() == words
