"""The addresses of the house itself, and what every page carries."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client, RequestFactory, override_settings

from linli.foundation import clock
from linli.foundation.areas import Level, span
from linli.interface import navigation
from linli.interface.context import Page
from linli.platform.access import ANYONE, Actor, Grant

pytestmark = pytest.mark.django_db


def test_every_page_has_a_strict_policy_and_no_inline_code(client: Client) -> None:
    answer = client.get("/design")

    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    text = answer.content.decode()
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:", text)
    assert re.findall(r"<script(?![^>]*\bsrc=)", text) == []


def test_every_address_in_a_page_is_our_own(client: Client) -> None:
    text = client.get("/design").content.decode()

    outside = re.findall(r'(?:src|href|action)="((?:https?:)?//[^"]+)"', text)
    assert outside == []


def test_the_service_worker_knows_the_built_files(client: Client) -> None:
    answer = client.get("/worker.js")

    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer["Cache-Control"]
    assert re.search(r'LINLI_FILES = \["/static/assets/main-[^"]+\.js"', text)
    assert '"/offline"' in text


def test_a_phone_can_put_the_site_on_its_first_screen(client: Client) -> None:
    facts = client.get("/manifest.webmanifest").json()

    assert facts["start_url"] == "/"
    for drawing in facts["icons"]:
        assert finders.find(drawing["src"].removeprefix("/static/"))


@override_settings(SECURITY_CONTACT="security@example.org")
def test_weaknesses_have_an_address_and_the_page_says_until_when(client: Client) -> None:
    text = client.get("/.well-known/security.txt").content.decode()

    assert "Contact: mailto:security@example.org\n" in text
    found = re.search(r"^Expires: (\S+)$", text, re.MULTILINE)
    assert found is not None
    expires = dt.datetime.fromisoformat(found[1])
    assert dt.timedelta(days=30) < expires - clock.now() < dt.timedelta(days=366)


@override_settings(DEMO=True)
def test_a_demo_city_is_not_for_search_engines(client: Client) -> None:
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()


def test_the_state_is_a_page_for_people_and_json_for_machines(client: Client) -> None:
    page = client.get("/status")
    facts = client.get("/status", headers={"accept": "application/json"})

    assert page.status_code == facts.status_code
    assert "系统状态" in page.content.decode()
    assert facts.json()["database"] is True
    assert set(facts.json()) == {"status", "at", "database", "worker", "oldest_job_seconds"}


def staff(role: str) -> Actor:
    over = span(450403002004000, Level.COMMUNITY)
    return Actor(account=1, grants=(Grant(role, over),))


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patched:
        patched.setattr(navigation, "_items", [])
        navigation.forget()
        yield
    navigation.forget()


@pytest.mark.usefixtures("ways")
def test_each_sees_the_ways_that_are_theirs() -> None:
    for item in (
        navigation.Item("帮助", "design", "house", order=3),
        navigation.Item("我的", "offline", "user", order=2, audience="signed_in"),
        navigation.Item("工作", "status", "list-todo", order=1, audience="staff"),
        navigation.Item("书记", "robots", "users", order=4, audience="staff", roles=("secretary",)),
        navigation.Item("访客", "manifest", "user", order=5, audience="visitor"),
    ):
        navigation.register(item)
        navigation.register(item)

    def seen(actor: Actor) -> list[str]:
        return [link.label for link in navigation.links(actor, "/")]

    assert seen(ANYONE) == ["帮助", "访客"]
    assert seen(Actor(account=1)) == ["我的", "帮助"]
    assert seen(staff("grid_worker")) == ["工作"]
    assert seen(staff("secretary")) == ["工作", "书记"]


@pytest.mark.usefixtures("ways")
def test_the_deepest_way_that_holds_the_page_is_the_current_one() -> None:
    navigation.register(navigation.Item("状态", "status", "clock", order=1))
    navigation.register(navigation.Item("设计", "design", "image", order=2))

    current = [link.label for link in navigation.links(ANYONE, "/design/x") if link.is_current]

    assert current == ["设计"]


@pytest.mark.usefixtures("ways")
def test_the_dock_holds_no_more_than_fits_under_a_thumb() -> None:
    for number in range(8):
        item = navigation.Item(str(number), "design", "house", number, in_dock=number != 1)
        navigation.register(item)

    labels = [link.label for link in navigation.links(ANYONE, "/", dock=True)]

    assert labels == ["0", "2", "3", "4"]


def test_every_registered_way_leads_somewhere() -> None:
    for item in navigation.registered():
        assert item.href.startswith("/")


def test_the_frame_of_a_page_asks_the_database_nothing(
    rf: RequestFactory, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    page = Page(rf.get("/"))

    with django_assert_num_queries(0):  # type: ignore[operator]  # pytest-django's fixture
        assert page.frame.links is not None
        assert page.frame.dock is not None
        assert page.frame.is_demo is bool(settings.DEMO)
