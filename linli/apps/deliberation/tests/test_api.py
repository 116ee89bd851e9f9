"""The API: everybody reads halls and topics without names; neighbours and units act; wrong input is said."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.apps.accounts.tests.tiny_city import COMMUNITY, OTHER_COMMUNITY
from linli.apps.deliberation import actions
from linli.apps.deliberation.models import Topic
from linli.apps.deliberation.rules.stages import Stage
from linli.apps.deliberation.tests.hall import (
    IDEA,
    REASON,
    SYSTEM,
    TITLE,
    WORDS,
    Assembly,
    assembly,
    bring_to,
    later,
    raise_topic,
)
from linli.foundation import clock

__all__ = ["assembly"]
ANSWERS_MAX = 20


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: later(days=10))


def send(client: Client, path: str, body: Any = None, **headers: str) -> Any:
    ask = client.put if path.endswith("/voice") else client.post
    return ask(
        f"/api{path}", json.dumps(body or {}), content_type="application/json", headers=headers
    )


def test_a_topic_is_raised_seconded_and_talked_over(assembly: Assembly) -> None:
    client, other = assembly.cast.resident.client(), assembly.cast.neighbour.client()
    hall = Client().get(f"/api/halls?area={COMMUNITY}").json()["rows"][0]
    assert (hall["id"], hall["has_rules"]) == (str(assembly.hall.pk), True)
    body = {"client_id": str(uuid.uuid4()), "title": TITLE, "words": WORDS}
    made = send(client, f"/halls/{hall['id']}/topics", body)
    assert made.status_code == 201, made.content
    again = send(client, f"/halls/{hall['id']}/topics", body)
    assert again.json()["reference"] == made.json()["reference"], "a retry"
    one = f"/topics/{made.json()['reference']}"
    assert send(client, f"{one}/seconds").json()["code"] == "topic.own_second"
    assert [send(other, f"{one}/seconds").json()["seconds"] for _each in "ab"] == [1, 1]
    assert send(client, f"{one}/ideas", {"text": IDEA}).json()["code"] == "topic.wrong_stage"

    bring_to(Stage.COLLECTING_IDEAS, assembly, topic=Topic.objects.get())
    assert send(client, f"{one}/ideas", {"text": IDEA}).status_code == 201
    said = send(other, f"{one}/ideas/1/voice", {"value": "agree"}).json()
    assert (said["ideas"][0]["agree"], said["ideas"][0]["own"]) == (1, "agree")
    page = Client().get(f"/api{one}")
    assert (page.json()["step"], page.json()["ideas"][0]["own"]) == (2, "")
    assert "deliberation.to_collecting_ideas" in [line["verb"] for line in page.json()["story"]]
    assert "莫小玲" not in page.content.decode()


def test_who_may_not_and_what_is_wrong_is_said(assembly: Assembly) -> None:
    topic = bring_to(Stage.COLLECTING_IDEAS, assembly)
    one = f"/topics/{topic.reference}"
    for who in ("outsider", "stranger"):
        refused = send(assembly.cast[who].client(), f"{one}/ideas", {"text": IDEA})
        assert (refused.status_code, refused.json()["code"]) == (403, "access.denied")
    client = assembly.cast.resident.client()
    crossed = send(client, f"{one}/ideas", {"text": IDEA}, **{"Sec-Fetch-Site": "cross-site"})
    assert crossed.status_code == 403
    assert send(client, f"{one}/ideas/1/voice", {"value": "love"}).status_code == 422
    assert send(client, f"{one}/ideas/9/voice", {"value": "agree"}).status_code == 404
    assert send(client, f"{one}/reviews", {"is_done": True}).json()["code"] == "topic.wrong_stage"
    work = {"percent": 40, "text": "扶手已到货。"}
    handler = assembly.cast.department_handler.client()
    assert send(handler, f"{one}/progress", work).status_code == 403
    assert Client().get("/api/topics/ZZZZ2222").status_code == 404
    assert Client().get(f"/api/topics?area={OTHER_COMMUNITY}").json()["rows"] == []


def test_what_is_hidden_is_hidden_here_too(assembly: Assembly) -> None:
    topic = bring_to(Stage.COLLECTING_IDEAS, assembly)
    secretary = assembly.cast.secretary.actor
    now = later(days=10)
    actions.give_idea(actor=assembly.cast.neighbour.actor, pk=topic.pk, text=IDEA, now=now)
    actions.hide_idea(actor=secretary, pk=topic.pk, number=1, reason=REASON, now=now)
    actions.hide_topic(actor=secretary, pk=topic.pk, reason=REASON, now=now)

    page = Client().get(f"/api/topics/{topic.reference}").json()
    assert (page["words"], page["hidden_reason"]) == ("", REASON)
    assert (page["ideas"][0]["text"], page["ideas"][0]["hidden_reason"]) == ("", REASON)


def queries_of(path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert Client().get(path).status_code == 200
    return len(seen)


def test_lists_and_pages_ask_as_often_for_one_row_as_for_twenty(assembly: Assembly) -> None:
    topic = bring_to(Stage.COLLECTING_IDEAS, assembly)
    now = later(days=10)

    def idea() -> None:
        actions.give_idea(
            actor=assembly.cast.grid_worker.actor, pk=topic.pk, text=IDEA, is_relayed=True, now=now
        )

    idea()
    paths = (
        "/api/halls",
        "/api/topics",
        f"/api/topics/{topic.reference}",
        "/halls/",
        "/topics/",
        f"/topics/{topic.reference}/",
        f"/halls/{assembly.hall.pk}/",
    )
    one = [queries_of(path) for path in paths]
    for number in range(19):
        idea()
        raise_topic(assembly, assembly.cast.secretary.actor, now=now)
        actions.found_hall(
            actor=SYSTEM,
            name=f"{number}号议事厅",
            area=assembly.hall.area_id,
            room="凉亭",
            hours="全天开放",
            now=now,
        )
    assert [queries_of(path) for path in paths] == one
    assert len(Client().get("/api/topics").json()["rows"]) == ANSWERS_MAX
    more = Client().get("/api/halls?limit=5").json()
    rest = Client().get(f"/api/halls?limit=50&after={more['after']}").json()
    assert (len(more["rows"]), len(rest["rows"]), rest["after"]) == (5, 15, "")
