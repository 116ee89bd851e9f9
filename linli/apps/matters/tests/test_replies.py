"""Words to begin an answer with, and the hint before an answer that says nothing goes out."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from PIL import Image

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import HANDLING_DEPARTMENT, Cast
from linli.apps.matters import actions, queries
from linli.apps.matters.actions import ReplyWords
from linli.apps.matters.models import Matter, ReplyTemplate
from linli.apps.matters.rules.replies import fill
from linli.apps.matters.rules.states import State
from linli.apps.matters.tests.desk import ANSWER, NOW, bring_to, desk, later, report
from linli.foundation.clock import local_date
from linli.foundation.refusals import Refused
from linli.platform.models import JournalLine, StoredFile

__all__ = ["desk"]
EMPTY = "已转相关部门处理，请耐心等待。"
LIGHT = ReplyWords("finish", "灯换好", "{日期}已换好{地点}的灯，以后不亮请打社区电话。", "A01")


def keep(cast: Cast, words: ReplyWords = LIGHT, **of: Any) -> ReplyTemplate:
    of = of or {"area": place.COMMUNITY}
    return actions.add_reply(actor=cast.secretary.actor, words=words, now=NOW, **of)


def offered(cast: Cast, receipt: actions.Receipt, act: str = "finish") -> list[str]:
    actor = cast.secretary.actor
    page = queries.get_page(actor=actor, reference=receipt.reference, now=NOW)
    rows = queries.list_replies(actor=actor, page=page, act=act, on=local_date(NOW))
    return [row.text for row in rows]


def photo() -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(file, "JPEG")
    file.seek(0)
    file.name = "after.jpg"
    return file


def test_a_template_is_offered_with_its_holes_filled(desk: Cast) -> None:
    keep(desk)

    assert offered(desk, report()) == [
        f"11月17日已换好{Matter.objects.get().community.name}的灯，以后不亮请打社区电话。"
    ]


def test_the_closest_kind_comes_first_and_other_kinds_do_not_come(desk: Cast) -> None:
    for kind in ("", "A", "A01", "B01"):
        keep(desk, ReplyWords("finish", f"用于{kind or '全部'}", f"写给{kind or '全部'}的话", kind))

    assert offered(desk, report()) == ["写给A01的话", "写给A的话", "写给全部的话"]
    assert offered(desk, report(), "refer") == []


def test_who_reported_is_offered_none(desk: Cast) -> None:
    keep(desk)
    actor = desk.resident.actor
    receipt = report(actor)
    page = queries.get_page(actor=actor, reference=receipt.reference, now=NOW)

    assert queries.list_replies(actor=actor, page=page, act="finish", on=local_date(NOW)) == ()


def test_the_same_again_is_the_same_and_another_with_its_name_is_refused(desk: Cast) -> None:
    first = keep(desk)

    assert keep(desk).pk == first.pk
    with pytest.raises(Refused) as refused:
        keep(desk, ReplyWords("finish", LIGHT.title, "别的话，别的话。"))
    assert (refused.value.code, ReplyTemplate.objects.count()) == ("matters.reply_name", 1)


def test_what_has_ended_is_offered_no_longer_and_its_name_is_free(desk: Cast) -> None:
    first = keep(desk)
    for minutes in (1, 2):
        actions.end_reply(actor=desk.secretary.actor, pk=first.pk, now=later(minutes=minutes))

    assert offered(desk, report()) == []
    assert keep(desk).pk != first.pk
    lines = JournalLine.objects.filter(subject_kind="matters.replytemplate", subject=first.pk)
    assert [line.verb for line in lines.order_by("id")] == [
        "matters.reply_add",
        "matters.reply_end",
    ]


def test_only_for_ones_own_place_or_unit(desk: Cast) -> None:
    kept = keep(desk)
    others: list[dict[str, Any]] = [
        {"area": place.OTHER_COMMUNITY},
        {"area": place.CITY},
        {"unit": HANDLING_DEPARTMENT},
    ]
    for of in others:
        with pytest.raises(Refused) as refused:
            keep(desk, **of)
        assert refused.value.code == "matters.reply_owner"
    own = actions.add_reply(
        actor=desk.department_handler.actor, words=LIGHT, unit=HANDLING_DEPARTMENT, now=NOW
    )
    for who, pk in (
        (desk.secretary.actor, own.pk),
        (desk.department_handler.actor, kept.pk),
        (desk.resident.actor, kept.pk),
        (desk.grid_worker.actor, kept.pk),
    ):
        with pytest.raises(Http404):
            actions.end_reply(actor=who, pk=pk, now=NOW)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (ReplyWords("finish", "名称", "找{某人}办就行了。"), "matters.reply_hole"),
        (ReplyWords("close", "名称", "已经换好了灯。"), "matters.reply_act"),
        (ReplyWords("finish", "名称", "已经换好了灯。", "Z99"), "matters.kind_unknown"),
        (ReplyWords("finish", "名", "已经换好了灯。"), "matters.text_too_short"),
        (ReplyWords("finish", "名称", "好"), "matters.text_too_short"),
        (ReplyWords("finish", "名" * 31, "已经换好了灯。"), "matters.text_too_long"),
        (ReplyWords("finish", "名称", "字" * 1001), "matters.text_too_long"),
    ],
)
def test_bad_words_are_refused_and_nothing_is_kept(
    desk: Cast, words: ReplyWords, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        keep(desk, words)
    assert (refused.value.code, ReplyTemplate.objects.count()) == (code, 0)


def test_holes_are_filled_however_their_braces_are_typed() -> None:
    assert (
        fill("｛地点｝和{ 日期 }和{单位}", {"地点": "一栋", "日期": "3月5日"})
        == "一栋和3月5日和{单位}"
    )


def test_the_act_page_lists_templates_and_one_tap_fills_one_in(desk: Cast) -> None:
    kept, receipt = keep(desk), bring_to(State.IN_PROGRESS)
    client = desk.secretary.client()
    address = f"/matters/{receipt.reference}/do/finish/"

    assert f"?reply={kept.pk}" in client.get(address).content.decode()
    page = client.get(address, {"reply": kept.pk}).content.decode()
    assert "日已换好" in page.partition("<textarea")[2].partition("</textarea")[0]
    assert client.get(address, {"reply": "0'; --"}).status_code == 200


def test_the_matters_page_asks_no_question_more_for_templates(desk: Cast) -> None:
    receipt = bring_to(State.IN_PROGRESS)
    client = desk.secretary.client()
    address = f"/matters/{receipt.reference}/do/finish/"
    client.get(address)
    counts = []
    for kinds in ((), ("", "A", "A01")):
        for kind in kinds:
            keep(desk, ReplyWords("finish", f"用于{kind or '全部'}", "写给大家的话", kind))
        with CaptureQueriesContext(connection) as taken:
            client.get(address)
        counts.append(len(taken))
    assert counts[0] == counts[1]


def test_an_answer_that_says_nothing_is_asked_about_and_goes_out_when_the_writer_wants(
    desk: Cast,
) -> None:
    receipt = bring_to(State.IN_PROGRESS)
    client = desk.secretary.client()
    address = f"/matters/{receipt.reference}/do/finish/"

    asked = client.post(address, {"answer": EMPTY, "photos": photo()})
    page = asked.content.decode()
    assert (asked.status_code, Matter.objects.get(pk=receipt.id).state) == (422, State.IN_PROGRESS)
    assert EMPTY in page.partition("<textarea")[2]
    assert "已转相关部门" in page
    kept = re.search(r'name="kept" value="([^"]+)"', page)
    assert kept is not None

    sent = client.post(address, {"answer": EMPTY, "kept": kept.group(1), "as_it_is": "1"})
    matter = Matter.objects.get(pk=receipt.id)
    assert (sent.status_code, matter.state, matter.answer) == (302, State.RESOLVED, EMPTY)
    assert StoredFile.objects.filter(kind="matters.photo_after", owner=receipt.id).count() == 1


def test_a_plain_answer_goes_out_at_once(desk: Cast) -> None:
    receipt = bring_to(State.IN_PROGRESS)
    client = desk.secretary.client()

    client.post(f"/matters/{receipt.reference}/do/finish/", {"answer": ANSWER})

    assert Matter.objects.get(pk=receipt.id).state == State.RESOLVED


def test_a_photo_that_is_none_is_told_at_once_and_the_words_stay(desk: Cast) -> None:
    receipt = bring_to(State.IN_PROGRESS)
    client = desk.secretary.client()
    bad = io.BytesIO(b"no picture")
    bad.name = "x.jpg"

    page = client.post(f"/matters/{receipt.reference}/do/finish/", {"answer": EMPTY, "photos": bad})

    assert page.status_code == 422
    assert EMPTY in page.content.decode()


def test_the_page_of_templates_keeps_what_was_typed(desk: Cast) -> None:
    client = desk.secretary.client()
    typed = {"owner": f"a{place.COMMUNITY}", "act": "finish", "kind": "A01", "title": "灯"}

    refused = client.post("/matters/replies/", {**typed, "text": "找{某人}办。"})
    assert refused.status_code == 422
    assert "找{某人}办。" in refused.content.decode()
    client.post("/matters/replies/", {**typed, "title": "灯换好", "text": LIGHT.text})
    kept = ReplyTemplate.objects.get()
    assert (kept.area_id, kept.kind, kept.author_id) == (
        place.COMMUNITY,
        "A01",
        desk.secretary.key,
    )
    assert "灯换好" in client.get("/matters/replies/").content.decode()
    client.post(f"/matters/replies/{kept.pk}/end/")
    assert "灯换好" not in client.get("/matters/replies/").content.decode()


@pytest.mark.parametrize("who", ["resident", "grid_worker", "stranger"])
def test_who_keeps_none_sees_no_page(desk: Cast, who: str) -> None:
    expected = 302 if who == "stranger" else 403
    assert getattr(desk, who).client().get("/matters/replies/").status_code == expected


def test_the_api_keeps_lists_and_says_what_an_answer_leaves_open(desk: Cast) -> None:
    receipt = bring_to(State.IN_PROGRESS)
    client = desk.secretary.client()
    body = {"act": "finish", "title": "灯换好", "text": LIGHT.text, "area": str(place.COMMUNITY)}

    made = client.post("/api/replies", body, content_type="application/json")
    again = client.post("/api/replies", body, content_type="application/json")
    assert (made.status_code, made.json()) == (201, again.json())
    fitting = client.get(f"/api/matters/{receipt.reference}/replies").json()
    assert [each["title"] for each in fitting] == ["灯换好"]
    assert len(client.get("/api/replies").json()) == 1
    assert client.post(f"/api/replies/{made.json()['id']}/end").status_code == 204
    assert client.get("/api/replies").json() == []
    done = client.post(
        f"/api/matters/{receipt.reference}/resolve",
        {"words": EMPTY},
        content_type="application/json",
    )
    assert (done.status_code, done.json()["missing"]) == (200, ["done", "when", "next"])
