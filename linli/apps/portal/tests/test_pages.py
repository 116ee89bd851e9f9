"""The public pages as residents and staff meet them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import Cast
from linli.apps.portal.web.kept import COOKIE
from linli.interface import navigation

pytestmark = pytest.mark.django_db
Counted = Callable[[int], Any]


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.usefixtures("cast")
def test_the_first_page_offers_the_report_the_code_and_the_search(client: Client) -> None:
    text = text_of(client, "/")

    assert 'href="/report/"' in text
    assert 'action="/follow/"' in text
    assert 'action="/find/"' in text
    for number in ("110", "119", "120"):
        assert f'href="tel:{number}"' in text
    assert "还没有公开的答复" in text


def test_the_first_page_is_there_before_any_city_is(client: Client) -> None:
    assert "邻里有事" in text_of(client, "/")
    assert "还没有社区" in text_of(client, "/communities/")


def test_residents_stay_and_staff_go_on_to_their_work(cast: Cast) -> None:
    assert cast.resident.client().get("/").status_code == 200

    answer = cast.grid_worker.client().get("/")

    assert answer.status_code == 302
    assert answer["Location"] == navigation.links(cast.grid_worker.actor, "/")[0].href


@pytest.mark.usefixtures("cast")
def test_a_visitors_first_page_takes_one_query(
    client: Client, django_assert_num_queries: Counted
) -> None:
    client.get("/")
    with django_assert_num_queries(1):
        client.get("/")


@pytest.mark.usefixtures("cast")
def test_a_device_remembers_its_community(client: Client) -> None:
    answer = client.post(f"/communities/{place.COMMUNITY}/keep/")

    assert answer["Location"] == f"/communities/{place.COMMUNITY}/"
    assert "枣冲社区" in text_of(client, "/")
    assert "设为我的社区" not in text_of(client, f"/communities/{place.COMMUNITY}/")
    assert "设为我的社区" in text_of(client, f"/communities/{place.NEXT_COMMUNITY}/")


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    "forged", ["1", "x" * 15, "Ù¤Ù¥Ù\xa0Ù¤", "999999999999999", "450403002004001"]
)
def test_a_forged_community_is_no_community(client: Client, forged: str) -> None:
    client.cookies[COOKIE] = forged

    assert "最近办成的事" in text_of(client, "/")
    assert "枣冲" not in text_of(client, "/")


@pytest.mark.usefixtures("cast")
def test_the_page_of_a_community_names_its_grids_and_compounds(
    client: Client, django_assert_max_num_queries: Counted
) -> None:
    with django_assert_max_num_queries(10):
        text = text_of(client, f"/communities/{place.COMMUNITY}/")

    assert "枣冲社区第一网格" in text
    assert "江滨花园" in text
    assert f'data-fit="{place.COMMUNITY}"' in text
    assert f"/grids/{place.GRID}/card/" in text


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("code", [0, 1, place.CITY, place.GRID, 10**15 - 1, 10**30])
def test_what_is_no_community_has_no_page(client: Client, code: int) -> None:
    assert client.get(f"/communities/{code}/").status_code == 404
    assert client.post(f"/communities/{code}/keep/").status_code == 404


def test_the_search_leads_to_who_answers_for_the_building(cast: Cast, client: Client) -> None:
    text = text_of(client, "/find/?q=江滨花园1栋")

    assert f"/buildings/{cast.city.first.pk}/who/" in text


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    "words", ["不存在的小区", "<script>", "\u202e\u0000", "长" * 5000, "'; --"]
)
def test_a_search_without_a_find_says_what_to_try(client: Client, words: str) -> None:
    text = client.get("/find/", {"q": words}).content.decode()

    assert "没有找到这个地方" in text
    assert "<script>" not in text.replace('<script type="module"', "")


@pytest.mark.usefixtures("cast")
def test_the_communities_stand_under_their_districts(client: Client) -> None:
    text = text_of(client, "/communities/")

    assert (
        text.index("万秀区")
        < text.index("枣冲社区")
        < text.index("长洲区")
        < text.index("大塘社区")
    )


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    "path", ["/", "/find/?q=x", "/communities/", f"/communities/{place.COMMUNITY}/"]
)
def test_the_public_pages_are_complete_in_english(client: Client, path: str) -> None:
    client.cookies["linli_language"] = "en"

    text = text_of(client, path)

    assert '<html lang="en"' in text
    for word in ("报一件事", "各社区", "查找", "联系社区", "没有找到"):
        assert word not in text
