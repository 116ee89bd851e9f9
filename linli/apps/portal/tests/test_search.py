"""One box finds matters, places and organisations, for everybody what is theirs to read."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.apps.accounts.tests.cast import Cast
from linli.apps.matters import queries as matters
from linli.apps.matters.rules.states import State
from linli.apps.matters.tests.desk import bring_to, desk, later, report

__all__ = ["desk"]
QUERIES_MAX = 9  # PostgreSQL asks for the newest months first


def page(cast: Cast, who: str, words: str, more: str = "") -> str:
    answer = cast[who].client().get(f"/search/?q={words}{more}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_everybody_finds_what_is_theirs_to_read(desk: Cast) -> None:
    receipt = bring_to(State.RESOLVED, actor=desk.resident.actor)
    matters.follow_journal()
    address = f"/matters/{receipt.reference}/"

    for who in ("resident", "secretary", "grid_worker", "department_handler"):
        assert address in page(desk, who, "台阶"), who
    for who in ("neighbour", "stranger", "outsider", "property_manager", "volunteer"):
        text = page(desk, who, "台阶")
        assert address not in text, who
        assert "没有找到" in text, who
    for who in ("neighbour", "stranger"):
        text = page(desk, who, "换好")
        assert address in text, who
        assert "晚上看不见台阶" not in text, who


def test_places_and_units_are_found(desk: Cast) -> None:
    text = page(desk, "stranger", "江滨花园")
    assert "江滨花园" in text
    assert "安居物业" in page(desk, "resident", "安居")


@pytest.mark.parametrize("words", ["", "%00", "'", "%F0%9F%99%82", "灯" * 300, "%", "<i>x", '"*'])
def test_odd_words_find_nothing_and_break_nothing(desk: Cast, words: str) -> None:
    text = page(desk, "secretary", words)
    assert "<i>x" not in text
    assert page(desk, "secretary", "x", "&own=zzz&public=-1")


def test_the_page_costs_the_same_for_one_and_for_twenty_rows(desk: Cast) -> None:
    client = desk.secretary.client()
    report()
    matters.follow_journal()
    client.get("/search/?q=楼道灯")
    with CaptureQueriesContext(connection) as few:
        client.get("/search/?q=楼道灯")
    for number in range(24):
        report(now=later(minutes=number))
    matters.follow_journal()
    with CaptureQueriesContext(connection) as many:
        text = client.get("/search/?q=楼道灯").content.decode()
    assert len(few) == len(many) <= QUERIES_MAX
    assert text.count("/matters/") >= 20
    assert "own=" in text
