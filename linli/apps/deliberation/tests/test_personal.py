"""Before a topic or an idea is public, what tells who somebody is, is pointed out; the writer decides."""

from __future__ import annotations

import uuid

import pytest

from linli.apps.deliberation.models import Idea, Topic
from linli.apps.deliberation.rules.stages import Stage
from linli.apps.deliberation.tests.hall import TITLE, WORDS, Assembly, assembly, bring_to

__all__ = ["assembly"]

TOLD = f"{WORDS}3栋的李阿姨，电话138 1234 5678。"


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ("replace", f"{WORDS}3栋的某阿姨，电话某号码。"),
        ("remove", f"{WORDS}3栋的，电话。"),
        ("keep", TOLD),
    ],
)
def test_a_topic_asks_once_and_does_what_the_writer_chose(
    assembly: Assembly, choice: str, kept: str
) -> None:
    client = assembly.cast.resident.client()
    path = f"/halls/{assembly.hall.pk}/raise/"
    typed = {"title": TITLE, "words": TOLD, "client_id": str(uuid.uuid4())}
    asked = client.post(path, typed)
    page = asked.content.decode()
    assert (asked.status_code, Topic.objects.count()) == (422, 0)
    assert "<mark>李阿姨</mark>" in page
    assert TOLD in page
    assert 'value="keep"' in page
    for _ in range(2):
        assert client.post(path, {**typed, "personal": choice}).status_code == 302
    assert [topic.words for topic in Topic.objects.all()] == [kept]


def test_an_idea_asks_too_and_words_without_anybody_go_at_once(assembly: Assembly) -> None:
    topic = bring_to(Stage.COLLECTING_IDEAS, assembly)
    client = assembly.cast.resident.client()
    path = f"/topics/{topic.reference}/idea/"
    before = Idea.objects.count()
    asked = client.post(path, {"text": "请401室的住户让出一点地方。"})
    assert (asked.status_code, Idea.objects.count()) == (422, before)
    assert "<mark>401室</mark>" in asked.content.decode()
    assert client.post(path, {"text": "先在1栋试一周，再看效果。"}).status_code == 302
    assert Idea.objects.count() == before + 1
