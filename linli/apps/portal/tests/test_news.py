"""The public page of a place, its feed and its notice: what and how long, never who."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree as ET

import pytest
from pytest_django import DjangoAssertNumQueries

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import Cast
from linli.apps.matters.models import Matter
from linli.apps.matters.rules.states import State
from linli.apps.matters.tests.desk import WORDS, bring_to, desk, report
from linli.apps.portal.web.news import days_words

__all__ = ["desk"]
COMMUNITY = f"/communities/{place.COMMUNITY}"
ATOM = "{http://www.w3.org/2005/Atom}"


def text(cast: Cast, path: str) -> str:
    answer = cast.stranger.client().get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_place_tells_what_was_answered_and_not_who_asked(desk: Cast) -> None:
    bring_to(State.RESOLVED, actor=desk.resident.actor)
    report(desk.neighbour.actor, words="不要讲是我说的")
    for path in (f"{COMMUNITY}/news/", f"{COMMUNITY}/news.atom"):
        told = text(desk, path)
        assert "已换好二楼到五楼的灯" in told
        for hidden in (WORDS, "莫小玲", "钟翠兰", "不要讲是我说的"):
            assert hidden not in told, path


def test_what_is_sensitive_stays_out(desk: Cast) -> None:
    receipt = bring_to(State.RESOLVED)
    Matter.objects.filter(pk=receipt.id).update(privacy="sensitive")
    for path in (f"{COMMUNITY}/news/", f"{COMMUNITY}/news.atom"):
        assert receipt.reference not in text(desk, path)
        assert "已换好" not in text(desk, path)


def test_a_compound_tells_its_own_only(desk: Cast) -> None:
    receipt = bring_to(State.RESOLVED)
    compound = desk.city.compound.pk
    page = f"/compounds/{compound}/news/"
    assert receipt.reference not in text(desk, page)
    Matter.objects.filter(pk=receipt.id).update(compound=compound)
    assert receipt.reference in text(desk, page)
    assert "江滨花园" in text(desk, page)


def test_the_feed_is_an_atom_feed(desk: Cast) -> None:
    receipt = bring_to(State.RESOLVED)
    answer = desk.stranger.client().get(f"{COMMUNITY}/news.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    root = ET.fromstring(answer.content)  # noqa: S314  # our own
    (entry,) = root.findall(f"{ATOM}entry")
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.attrib["href"].endswith(f"/matters/{receipt.reference}/")
    assert entry.find(f"{ATOM}updated") is not None


def test_the_notice_is_a_paper(desk: Cast) -> None:
    bring_to(State.RESOLVED)
    for path in (f"{COMMUNITY}/notice.pdf", f"/compounds/{desk.city.compound.pk}/notice.pdf"):
        answer = desk.stranger.client().get(path)
        assert answer.status_code == 200
        assert answer.content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    "path",
    [
        "/communities/7/news/",
        f"/communities/{place.DISTRICT}/news/",
        "/compounds/7/news.atom",
        f"/compounds/{10**30}/news/",
    ],
)
def test_a_place_that_is_none_is_not_found(desk: Cast, path: str) -> None:
    assert desk.stranger.client().get(path).status_code == 404


def test_few_answers_tell_no_usual_time(desk: Cast) -> None:
    for _each in range(4):
        bring_to(State.RESOLVED)
    assert "一半的事" not in text(desk, f"{COMMUNITY}/news/")
    bring_to(State.RESOLVED)
    assert "一半的事当天有答复" in text(desk, f"{COMMUNITY}/news/")


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (None, ""),
        (dt.timedelta(hours=23), "一半的事当天有答复"),
        (dt.timedelta(days=1), "一半的事1天内有答复"),
        (dt.timedelta(days=1, minutes=1), "一半的事2天内有答复"),
    ],
)
def test_times_are_never_told_shorter_than_they_were(wait: dt.timedelta | None, words: str) -> None:
    assert days_words(wait) == words


def test_the_page_costs_the_same_for_one_and_for_twenty_rows(
    desk: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = desk.stranger.client()
    report()
    client.get(f"{COMMUNITY}/news/")
    with django_assert_num_queries(3):
        client.get(f"{COMMUNITY}/news/")
    for _each in range(22):
        report()
    with django_assert_num_queries(3):
        assert "after=" in client.get(f"{COMMUNITY}/news/").content.decode()
