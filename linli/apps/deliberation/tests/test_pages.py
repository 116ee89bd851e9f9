"""Pages of halls and topics: they open for everybody, act without scripts, and keep what was typed."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.apps.deliberation import actions
from linli.apps.deliberation.models import IdeaVoice, Topic
from linli.apps.deliberation.rules.stages import Stage
from linli.apps.deliberation.tests.hall import (
    IDEA,
    TITLE,
    WORDS,
    Assembly,
    assembly,
    bring_to,
    later,
    raise_topic,
)

__all__ = ["assembly"]


def act(client: Client, topic: Topic, name: str, **data: object) -> Any:
    return client.post(f"/topics/{topic.reference}/{name}/", data)


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_everybody_reads_halls_and_topics(assembly: Assembly) -> None:
    topic = bring_to(Stage.COLLECTING_IDEAS, assembly)
    actions.give_idea(
        actor=assembly.cast.neighbour.actor, pk=topic.pk, text=IDEA, now=later(days=10)
    )
    for who in ("stranger", "resident", "secretary"):
        client = assembly.cast[who].client()
        for path in (
            "/topics/",
            "/topics/?shown=ended",
            "/halls/",
            "/halls/?name=红色",
            f"/halls/{assembly.hall.pk}/",
            f"/topics/{topic.reference}/",
        ):
            assert client.get(path).status_code == 200, (who, path)
    page = Client().get(f"/topics/{topic.reference}/").content.decode()
    assert IDEA in page
    assert "莫小玲" not in page + Client().get(f"/halls/{assembly.hall.pk}/").content.decode()
    assert Client().get("/topics/ZZZZ2222/").status_code == 404
    assert Client().get("/halls/7/").status_code == 404


def test_a_neighbour_raises_and_what_was_typed_stays(assembly: Assembly) -> None:
    client = assembly.cast.resident.client()
    path = f"/halls/{assembly.hall.pk}/raise/"
    assert client.get(path).status_code == 200
    kept = client.post(path, {"title": "灯", "words": WORDS, "client_id": str(uuid.uuid4())})
    assert (kept.status_code, WORDS in kept.content.decode()) == (422, True)
    sent = client.post(path, {"title": TITLE, "words": WORDS, "client_id": str(uuid.uuid4())})
    assert sent.status_code == 302
    assert assembly.cast.outsider.client().get(path).status_code == 403
    assert Client().get(path).status_code == 302


def test_three_buttons_give_one_voice_without_scripts(assembly: Assembly) -> None:
    topic = bring_to(Stage.COLLECTING_IDEAS, assembly)
    actions.give_idea(
        actor=assembly.cast.neighbour.actor, pk=topic.pk, text=IDEA, now=later(days=10)
    )
    client = assembly.cast.resident.client()
    for value in ("agree", "disagree"):
        assert act(client, topic, "voice", number=1, value=value).status_code == 302
    assert [row.value for row in IdeaVoice.objects.all()] == ["disagree"]
    page = client.get(f"/topics/{topic.reference}/").content.decode()
    assert 'value="disagree" aria-pressed="true"' in page
    assert act(client, topic, "voice", number=1, value="love").status_code == 422
    assert act(client, topic, "nothing").status_code == 404
    assert (
        act(assembly.cast.outsider.client(), topic, "voice", number=1, value="agree").status_code
        == 403
    )


def test_the_convener_leads_on_the_same_page(assembly: Assembly) -> None:
    topic = raise_topic(assembly)
    secretary = assembly.cast.secretary.client()
    page = secretary.get(f"/topics/{topic.reference}/").content.decode()
    assert "建议分到" in page
    assert act(secretary, topic, "advance").status_code == 422
    assert (
        act(secretary, topic, "triage", lane="ordinary", reason="大家商量一下。").status_code == 302
    )
    assert act(assembly.cast.neighbour.client(), topic, "second").status_code == 302
    assert act(secretary, topic, "accept", reason="老人多，先议。").status_code == 302
    assert act(secretary, topic, "advance").status_code == 302
    topic.refresh_from_db()
    assert topic.stage == Stage.COLLECTING_IDEAS
    assert secretary.get("/topics/desk/").status_code == 200


def test_options_are_written_and_the_switch_to_the_owners_is_said(assembly: Assembly) -> None:
    topic = bring_to(Stage.OPTION_REVIEW, assembly)
    secretary = assembly.cast.secretary.client()
    facts: dict[str, object] = {
        "title": "换两边的扶手",
        "text": "用维修资金换不锈钢扶手，两边都装。",
        "yuan": 9000,
        "payer": "repair_fund",
        "unit": assembly.option().unit,
        "item": 0,
        "ideas": "1",
    }
    refused = act(secretary, topic, "option", **facts)
    assert (refused.status_code, "换两边的扶手" in refused.content.decode()) == (422, True)
    assert act(secretary, topic, "option", **{**facts, "item": 5}).status_code == 302
    assert act(secretary, topic, "law").status_code == 302
    page = Client().get(f"/topics/{topic.reference}/").content.decode()
    assert "这件事由业主表决" in page
    assert "9,000 元" in page
    assert act(secretary, topic, "unoption", number=1).status_code == 302


def test_a_hall_is_kept_and_its_room_booked_on_pages(assembly: Assembly) -> None:
    secretary = assembly.cast.secretary.client()
    hall = assembly.hall.pk
    assert secretary.get(f"/halls/{hall}/keep/").status_code == 200
    assert assembly.cast.neighbour.client().get(f"/halls/{hall}/keep/").status_code == 403
    seat = {"kind": "residents", "name": "钟翠兰", "title": "2栋"}
    assert secretary.post(f"/halls/{hall}/keep/seat/", seat).status_code == 302
    assert "钟翠兰" in Client().get(f"/halls/{hall}/").content.decode()
    unknown = secretary.post(f"/halls/{hall}/keep/seat/", {"kind": "residents", "name": "无此人"})
    assert unknown.status_code == 422
    new = f"/halls/new/{assembly.hall.area_id}/"
    assert secretary.get(new).status_code == 200
    made = secretary.post(new, {"name": "社区议事厅", "room": "居委会二楼", "hours": "工作日"})
    assert made.status_code == 302
    neighbour = assembly.cast.neighbour.client()
    on = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=3)  # noqa: TID251  # the page reads the clock
    book = {"on": on.isoformat(), "slot": "evening", "purpose": "合唱练习"}
    assert neighbour.post(f"/halls/{hall}/book/", book).status_code == 302
    assert neighbour.post(f"/halls/{hall}/book/", book).status_code == 422


def test_lists_ask_as_often_for_one_row_as_for_twenty(assembly: Assembly) -> None:
    first = raise_topic(assembly)
    paths = ("/topics/", "/halls/", f"/halls/{assembly.hall.pk}/", f"/topics/{first.reference}/")
    client = Client()
    client.get("/topics/")
    before = [queries_of(client, path) for path in paths]
    secretary = assembly.cast.secretary.actor
    for number in range(20):
        raise_topic(assembly, secretary)
        actions.found_hall(
            actor=secretary,
            name=f"第{number}议事亭",
            area=assembly.hall.area_id,
            room="凉亭",
            hours="全天开放",
            now=later(days=1),
        )
    bring_to(Stage.COLLECTING_IDEAS, assembly, topic=first)
    for number in range(5):
        actions.give_idea(
            actor=assembly.others[number % 3],
            pk=first.pk,
            text=f"第{number}个主意，先试一周。",
            now=later(days=10),
        )
    assert [queries_of(client, path) for path in paths] == before
