"""Search: the newest first, under the rights of who searches, never a word that one may not read."""

from __future__ import annotations

import pytest

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import HANDLING_DEPARTMENT, Cast
from linli.apps.matters import actions, queries
from linli.apps.matters.models import Matter
from linli.apps.matters.queries.searching import LIMIT
from linli.apps.matters.rules.states import State
from linli.apps.matters.tests.desk import ANSWER, bring_to, desk, later, report
from linli.platform import search

__all__ = ["desk"]


def found(cast: Cast, who: str, words: str) -> list[int]:
    return [row.id for row in queries.search_matters(actor=cast[who].actor, words=words).rows]


def test_who_may_read_a_matter_finds_it_and_nobody_else(desk: Cast) -> None:
    pk = report(desk.resident.actor, words="三楼的感应灯一闪一闪").id
    queries.follow_journal()

    readers = {"resident", "grid_worker", "secretary", "subdistrict_officer", "city_officer"}
    for who in desk:
        assert found(desk, who, "感应灯") == ([pk] if who in readers else []), who


def test_a_unit_finds_what_was_handed_to_it_from_then_on(desk: Cast) -> None:
    pk = bring_to(State.ACCEPTED).id
    queries.follow_journal()
    assert found(desk, "department_handler", "台阶") == []
    actions.dispatch_matter(
        actor=desk.secretary.actor, pk=pk, unit=HANDLING_DEPARTMENT, now=later(hours=2)
    )
    queries.follow_journal()
    assert found(desk, "department_handler", "台阶") == [pk]


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("灯", True),
        ("楼道灯", True),
        ("2单元", True),
        ("２单元", True),
        ("单元楼道", True),
        ("坏了 台阶", True),
        ("道灯坏了好几天", True),
        ("灯泡", False),
        ("坏了 电梯", False),
        ("' OR 1=1 --", False),
        ('"', False),
        ("*", False),
        ("words:灯", False),
        ("\x00灯", True),
        ("🙂", False),
        ("灯" * 500, False),
    ],
)
def test_any_part_of_the_words_is_found(desk: Cast, words: str, is_found: bool) -> None:
    pk = report().id
    queries.follow_journal()
    assert found(desk, "secretary", words) == ([pk] if is_found else [])


def test_the_public_finds_the_public_form_only(desk: Cast) -> None:
    receipt = bring_to(State.RESOLVED)
    queries.follow_journal()

    def seen(words: str) -> list[str]:
        return [row.reference for row in queries.search_public(words=words).rows]

    assert seen("换好") == [receipt.reference]  # of the answer
    assert seen("路灯 枣冲") == [] != seen("楼道灯")  # of the kind
    assert seen("台阶") == []  # of the reporter's words
    Matter.objects.filter(pk=receipt.id).update(privacy="sensitive")
    assert seen("换好") == []  # before the index knows it, too


def test_words_that_were_rewritten_are_not_found_any_more(desk: Cast) -> None:
    pk = report(desk.resident.actor, words="我家电话13800000000，灯坏了").id
    queries.follow_journal()
    assert found(desk, "secretary", "13800000000") == [pk]
    actions.rewrite_matter(
        actor=desk.resident.actor, pk=pk, words="三楼灯坏了", now=later(minutes=5)
    )
    queries.follow_journal()
    assert found(desk, "secretary", "13800000000") == []
    assert found(desk, "secretary", "三楼灯") == [pk]


def test_the_newest_come_first_and_the_list_goes_on_by_key(desk: Cast) -> None:
    keys = [report(now=later(days=number, minutes=number)).id for number in range(LIMIT + 3)]
    queries.follow_journal()
    actor = desk.secretary.actor
    first = queries.search_matters(actor=actor, words="楼道灯")
    second = queries.search_matters(actor=actor, words="楼道灯", after=first.after)

    assert [row.id for row in (*first.rows, *second.rows)] == keys[::-1]
    assert second.after == ""


def test_the_index_can_be_filled_anew(desk: Cast) -> None:
    pk = bring_to(State.RESOLVED).id
    search.remove("matters", [pk])
    assert found(desk, "secretary", "台阶") == []
    assert queries.fill_index() == 1
    assert found(desk, "secretary", "台阶") == [pk]
    assert found(desk, "secretary", ANSWER[:8]) == [pk]


def test_an_area_of_another_district_is_never_reached(desk: Cast) -> None:
    report()
    queries.follow_journal()
    assert desk.outsider.actor.holds("community_secretary", at=place.OTHER_COMMUNITY)
    assert found(desk, "outsider", "楼道灯") == []
