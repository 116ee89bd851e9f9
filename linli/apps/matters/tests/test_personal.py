"""The last page before a report is sent points out what tells who somebody is; sending stays possible."""

from __future__ import annotations

import pytest
from django.test import Client

from linli.apps.accounts.tests.cast import Cast
from linli.apps.matters.models import Matter
from linli.apps.matters.tests.desk import desk
from linli.apps.matters.tests.test_report_pages import WORDS, state_in, tell

__all__ = ["desk"]

TOLD = f"{WORDS}楼上的王某某在301室，打１３８１２３４５６７８。"


def checked(client: Client, cast: Cast, words: str) -> str:
    state = tell(client, cast)
    return client.post("/report/check/", {"state": state, "words": words}).content.decode()


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ("replace", f"{WORDS}楼上的某人在某户，打某号码。"),
        ("remove", f"{WORDS}楼上的在，打。"),
        ("", TOLD),
    ],
)
def test_one_press_replaces_or_removes_and_nothing_is_a_block(
    client: Client, desk: Cast, choice: str, kept: str
) -> None:
    page = checked(client, desk, TOLD)
    for words in ("王某某", "301室", "１３８１２３４５６７８"):
        assert f"<mark>{words}</mark>" in page
    if choice:
        softened = client.post("/report/soften/", {"state": state_in(page), "personal": choice})
        page = softened.content.decode()
        assert "<mark>" not in page
    client.post("/report/send/", {"state": state_in(page)})
    assert Matter.objects.get().words == kept


def test_words_that_would_be_gone_stay_and_harmless_words_show_nothing(
    client: Client, desk: Cast
) -> None:
    assert "<mark>" not in checked(client, desk, WORDS)
    page = checked(client, desk, "13812345678，李阿姨")
    gone = client.post("/report/soften/", {"state": state_in(page), "personal": "remove"})
    assert (gone.status_code, "<mark>13812345678</mark>" in gone.content.decode()) == (422, True)
    assert client.post("/report/soften/", {"state": ""}).status_code == 200
