"""The pages of residents' votes: a resident votes, a secretary asks, a clerk takes in a ballot."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from linli.apps.accounts.tests.cast import Cast
from linli.apps.accounts.tests.tiny_city import COMMUNITY
from linli.apps.votes import queries
from linli.apps.votes.models import ResidentsBox, ResidentsVote
from linli.apps.votes.tests.neighbours import (
    ASKED,
    MEANWHILE,
    Neighbours,
    announced,
    counted,
    make_neighbours,
    says,
)
from linli.foundation import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def around(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Neighbours:
    neighbours = make_neighbours(cast)
    monkeypatch.setattr(clock, "now", lambda: MEANWHILE)
    return neighbours


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.content.decode()


def send(client: Client, path: str, facts: dict[str, Any]) -> str:
    """Choose, read over, send; return the page that follows."""
    review = client.post(path, {"step": "review", **facts})
    assert review.status_code == 200, review.content.decode()[:900]
    key = re.search(r'name="client_id" value="([^"]+)"', review.content.decode())
    assert key
    done = client.post(path, {"step": "cast", "client_id": key[1], **facts}, follow=True)
    assert done.status_code == 200
    return done.content.decode()


@pytest.mark.parametrize(
    ("method", "sent", "mark"),
    [
        ("decision", {"mark": "1"}, "1"),
        ("decision", {"mark": "0"}, ""),
        ("approval", {"mark": ["3", "1"]}, "1,3"),
        ("ranking", {"rank_1": "2", "rank_2": "3"}, "2,3"),
    ],
)
def test_a_resident_chooses_reads_over_and_sends(
    around: Neighbours, method: str, sent: dict[str, Any], mark: str
) -> None:
    options = () if method == "decision" else ("种树", "停车", "健身角")
    vote = announced(around, method=method, options=options)
    client = around.cast.resident.client()
    page = text_of(client, f"/residents-votes/{vote.reference}/")
    path = re.search(r'href="(/residents-votes/\w+/ballot/\d+/)"', page)
    assert path
    after = send(client, path[1], sent)
    assert ResidentsBox.objects.get(vote=vote).marks == {mark: 1}
    assert "已投进票箱" in after
    assert path[1] not in after
    again = client.post(path[1], {"step": "cast", "client_id": str(uuid.uuid4()), **sent})
    assert again.status_code == 422
    assert "已经投过" in again.content.decode()


@pytest.mark.parametrize(
    "sent",
    [{"rank_1": "2", "rank_2": "2"}, {"rank_2": "1"}, {"rank_1": "9"}],
)
def test_a_wrong_order_of_wishes_is_shown_again(around: Neighbours, sent: dict[str, str]) -> None:
    vote = announced(around, method="ranking", options=("种树", "停车", "健身角"))
    voter = around.voter(vote, "resident").pk
    client = around.cast.resident.client()
    answer = client.post(
        f"/residents-votes/{vote.reference}/ballot/{voter}/", {"step": "review", **sent}
    )
    assert answer.status_code == 422


def test_nobody_opens_the_ballot_of_somebody_else(around: Neighbours) -> None:
    vote = announced(around)
    path = f"/residents-votes/{vote.reference}/ballot/{around.voter(vote, 'partner').pk}/"
    assert around.cast.neighbour.client().get(path).status_code == 404
    assert around.cast.secretary.client().get(path).status_code == 404
    desk = f"/residents-votes/{vote.reference}/desk/"
    assert around.cast.neighbour.client().get(desk).status_code == 403


def test_a_secretary_asks_announces_and_makes_void(around: Neighbours) -> None:
    client = around.cast.secretary.client()
    begin = f"/residents-votes/new/{COMMUNITY}/"
    assert begin in text_of(client, "/residents-votes/")
    facts = {
        "client_id": str(uuid.uuid4()),
        "title": "大门几点关",
        "unit": "household",
        "method": "approval",
        "options": "22点\n23点\n不关",
        "rule": "half",
        "opens_on": "2026-09-02",
        "closes_on": "2026-09-09",
        "compound": str(around.cast.city.compound.pk),
    }
    wrong = client.post(begin, facts | {"options": "一个"})
    assert wrong.status_code == 422
    assert "大门几点关" in wrong.content.decode()
    made = client.post(begin, facts)
    vote = ResidentsVote.objects.get()
    assert made.status_code == 302
    path = f"/residents-votes/{vote.reference}/"
    assert around.cast.resident.client().get(path).status_code == 404
    client.post(f"{path}announce/")
    page = text_of(around.cast.resident.client(), path)
    assert "您家有一票" in page
    assert "民法典第278条" in page
    client.post(f"{path}void/", {"reason": "时间写错了，重新发起"})
    assert "时间写错了" in text_of(Client(), path)
    assert around.cast.resident.client().get(begin).status_code == 403


def test_a_clerk_finds_somebody_by_name_or_door_and_takes_the_ballot_in(
    around: Neighbours,
) -> None:
    vote = announced(around)
    client = around.cast.window.client()
    desk = f"/residents-votes/{vote.reference}/desk/"
    assert desk in text_of(client, f"/residents-votes/{vote.reference}/")
    name = around.persons["partner"].name
    found = re.search(rf'href="({desk}\d+/)"', text_of(client, f"{desk}?words={name}"))
    assert found
    assert found[1] in text_of(client, f"{desk}?words=101")
    assert "没有找到" in text_of(client, f"{desk}?words=张三李四")
    after = send(client, found[1], {"mark": "2", "channel": "paper"})
    assert "票箱" in after
    assert ResidentsBox.objects.get(vote=vote).marks == {"2": 1}
    assert found[1] not in text_of(client, f"{desk}?words=101")


def test_the_result_is_for_everybody_and_its_words_are_not_those_of_owners(
    around: Neighbours,
) -> None:
    vote = announced(around)
    for name in ("resident", "neighbour", "volunteer", "grid_worker", "building_head"):
        says(around, vote, name, 1 if name != "resident" else 2)
    counted(vote)
    page = text_of(Client(), f"/residents-votes/{vote.reference}/")
    assert "大家选了：同意" in page
    assert "4 票，80.0%" in page
    assert "四项检验" not in page
    assert text_of(Client(), f"/votes/{vote.reference}/", 404)
    assert vote.title not in text_of(Client(), "/votes/")


def test_lists_and_pages_take_the_same_few_queries(
    around: Neighbours, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    announced(around)
    actor = around.cast.resident.actor

    def read(rows: int) -> None:
        with django_assert_num_queries(2):
            listed = queries.list_residents(actor=actor)
            mine = queries.list_residents_to_vote(actor=actor, now=MEANWHILE)
        assert len(listed.rows) == len(mine) == rows

    read(1)
    for _ in range(19):
        announced(around)
    read(20)
    vote = ResidentsVote.objects.order_by("pk").first()
    assert vote is not None
    with django_assert_num_queries(7):
        queries.get_residents_page(actor=actor, reference=vote.reference, now=MEANWHILE)
    assert MEANWHILE > ASKED
