"""Pages: from the call to the published minutes, for those who lead, who come, and everybody."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from linli.apps.accounts.tests.cast import HANDLING_DEPARTMENT, PROPERTY_FIRM
from linli.apps.accounts.tests.tiny_city import COMMUNITY
from linli.apps.meetings import actions, queries
from linli.apps.meetings.models import AgendaItem, Body, Decision, Meeting, Need, Opinion, Seat
from linli.apps.meetings.tests.table import SYSTEM, Table, table
from linli.foundation import clock
from linli.foundation.clock import LOCAL

__all__ = ["table"]
pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 9, 20, 9, 30, tzinfo=LOCAL)
BEFORE = NOW - dt.timedelta(days=15)
HOUR = dt.timedelta(hours=1)
LATER = NOW + dt.timedelta(days=9)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pages live on the day of the meetings."""
    set_clock(monkeypatch, NOW)


def set_clock(monkeypatch: pytest.MonkeyPatch, moment: dt.datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def do(client: Client, meeting: Meeting, act: str, **fields: object) -> Any:
    return client.post(f"/meetings/{meeting.reference}/do/{act}/", fields)


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_secretary_calls_a_meeting_and_makes_its_agenda(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, BEFORE)
    client = table.cast.secretary.client()
    call = f"/meetings/bodies/{table.hall.pk}/call/"
    assert "召集会议" in text_of(client, call)
    fields = {
        "kind": "hall_sitting",
        "title": "停车位怎么分",
        "day": "2026-09-06",
        "begins": "09:00",
        "ends": "11:00",
        "place": "党群服务中心二楼",
        "client_id": str(uuid.uuid4()),
    }
    refused = client.post(call, fields)
    assert refused.status_code == 422
    assert "要提前2天通知" in refused.content.decode()
    assert "党群服务中心二楼" in refused.content.decode()  # what was typed stays
    answer = client.post(call, {**fields, "day": "2026-09-20"})
    meeting = Meeting.objects.get()
    assert answer["Location"] == f"/meetings/{meeting.reference}/prepare/"

    do(client, meeting, "item", title="充电棚", minutes=20, text="建在东侧空地")
    item = AgendaItem.objects.get()
    page = text_of(client, f"/meetings/{meeting.reference}/prepare/")
    assert "充电棚" in page
    assert "应到" not in page
    assert do(client, meeting, "drop", row=item.pk).status_code == 302
    assert not AgendaItem.objects.exists()
    kept = do(client, meeting, "item", title="", minutes=20, text="一段说明")
    assert kept.status_code == 422
    assert "一段说明" in kept.content.decode()


def test_a_meeting_is_led_to_its_end_on_the_page(table: Table) -> None:
    meeting = table.call()
    client = table.cast.secretary.client()
    item = actions.add_item(
        actor=SYSTEM, meeting=meeting.pk, title="充电棚", minutes=20, now=BEFORE
    )
    run = f"/meetings/{meeting.reference}/run/"
    assert meeting.door in text_of(client, run)
    for place in meeting.attendees.order_by("id")[:4]:
        assert do(client, meeting, "present", row=place.pk).status_code == 302
    assert do(client, meeting, "open").status_code == 302
    assert "已达法定席数" in text_of(client, f"{run}live/")
    do(client, meeting, "outcome", row=item.pk, outcome="同意建")
    decision = {
        "title": "建充电棚",
        "measure": "东侧空地，二十个车位。",
        "unit": HANDLING_DEPARTMENT,
        "due_on": "2026-10-20",
        "item": item.pk,
        "subject": "",
    }
    without_unit = do(client, meeting, "decide", **{**decision, "unit": ""})
    assert without_unit.status_code == 422
    assert "东侧空地，二十个车位。" in without_unit.content.decode()
    assert do(client, meeting, "decide", **decision).status_code == 302
    do(client, meeting, "speaker", row=meeting.attendees.first().pk)  # type: ignore[union-attr]
    assert "没有人在等" not in text_of(client, run)
    assert do(client, meeting, "close").status_code == 302

    minutes = f"/meetings/{meeting.reference}/minutes/"
    assert "同意建" in text_of(client, minutes)  # what was noted is there already
    do(client, meeting, "draft", text="会议议定建充电棚，由城管局负责。")
    for place in meeting.attendees.order_by("id")[:3]:
        do(client, meeting, "sign", row=place.pk, version=1)
    assert do(client, meeting, "publish").status_code == 302
    public = text_of(Client(), f"/meetings/{meeting.reference}/")
    assert "由城管局负责" in public
    assert "建充电棚" in public
    assert not any(person.name in public for person in table.persons.values())


def test_somebody_invited_replies_comes_and_approves(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = table.call()
    resident, page = table.cast.resident.client(), f"/meetings/{meeting.reference}/"
    own = table.place_of(meeting, "resident")
    set_clock(monkeypatch, BEFORE)
    assert "回复能不能来" in text_of(resident, page)
    assert meeting.title in text_of(resident, "/meetings/")
    do(resident, meeting, "reply", row=own.pk, answer="coming")
    set_clock(monkeypatch, NOW)
    assert "我到了" in text_of(resident, f"{page}door/?code={meeting.door}")
    wrong = do(resident, meeting, "come", code="ZZZZZZ")
    assert wrong.status_code == 422
    assert "代码不对" in wrong.content.decode()
    assert do(resident, meeting, "come", code=meeting.door.lower()).status_code == 302
    assert "您已登记到会" in text_of(resident, page)
    table.open(meeting, 0)
    do(resident, meeting, "speak")
    assert meeting.speakers.count() == 1
    table.close(meeting)
    actions.draft_minutes(
        actor=table.secretary, meeting=meeting.pk, text="会议议定划十二个车位。", now=NOW
    )

    assert "确认纪要无误" in text_of(resident, page)
    assert "会议议定划十二个车位" in text_of(resident, page)
    assert "会议议定划十二个车位" not in text_of(Client(), page)  # not out yet
    do(resident, meeting, "approve", version=1)
    assert Meeting.objects.get().minutes_state == "approved"


def test_a_hearing_and_a_talk_on_the_page(table: Table) -> None:
    hearing, talk = table.call("decision_hearing"), table.call("residents_talk", title="恳谈")
    resident, secretary = table.cast.resident.client(), table.cast.secretary.client()
    do(resident, hearing, "opinion", words="车位太窄")
    do(resident, talk, "need", words="楼道灯三天不亮")
    for meeting in (hearing, talk):
        table.open(meeting)
        assert text_of(secretary, f"/meetings/{meeting.reference}/run/")
    said, need = Opinion.objects.get(), Need.objects.get()

    refused = do(secretary, hearing, "close")
    assert refused.status_code == 422
    missing = do(secretary, hearing, "answer", row=said.pk, verdict="partly", reason="")
    assert missing.status_code == 422
    do(secretary, hearing, "answer", row=said.pk, verdict="partly", reason="改宽十厘米")
    place = f"c{table.cast.city.compound.pk}"
    do(secretary, talk, "matter", row=need.pk, kind="A01", building=place)
    for meeting in (hearing, talk):
        assert do(secretary, meeting, "close").status_code == 302
    assert "改宽十厘米" in text_of(Client(), f"/meetings/{hearing.reference}/")
    need.refresh_from_db()
    assert need.matter is not None
    assert need.matter.reference in text_of(Client(), f"/meetings/{talk.reference}/")


def test_a_review_on_the_page_shows_nothing_of_few(table: Table) -> None:
    meeting = table.call("service_review")
    secretary, resident = table.cast.secretary.client(), table.cast.resident.client()
    do(secretary, meeting, "review", unit=PROPERTY_FIRM, service="电梯维修", slips=20)
    table.open(meeting)
    do(resident, meeting, "come", code=meeting.door)
    marks = {"timely": 5, "quality": 4, "open": 1, "attentive": 3, "words": "夜里来得慢"}
    assert do(resident, meeting, "rate", **{**marks, "open": ""}).status_code == 422
    assert do(resident, meeting, "rate", **marks).status_code == 302
    assert do(secretary, meeting, "slip", slip=7, **marks).status_code == 302
    table.close(meeting)

    page = text_of(Client(), f"/meetings/{meeting.reference}/")
    assert "还差 13 人" in page
    assert "夜里来得慢" not in page


def test_a_unit_reports_and_the_secretary_checks_on_the_page(table: Table) -> None:
    decision = table.decided()
    unit, secretary = table.cast.department_handler.client(), table.cast.secretary.client()
    page = f"/decisions/{decision.pk}/"
    assert "报办完" in text_of(unit, page)
    assert "报办完" not in text_of(Client(), page)
    short = unit.post(f"{page}do/done/", {"words": "好了"})
    assert short.status_code == 422
    unit.post(f"{page}do/done/", {"words": "十二个车位已划好"})
    secretary.post(f"{page}do/good/", {"words": "到现场看过，属实"})
    secretary.post(f"{page}do/close/", {"words": "同意销号"})

    assert Decision.objects.get().state == "closed"
    assert "到现场看过" in text_of(Client(), page)
    assert unit.post(f"{page}do/good/", {"words": "我来检查一下"}).status_code == 403


def test_a_body_is_founded_and_seated_on_the_page(table: Table) -> None:
    client = table.cast.secretary.client()
    client.post("/meetings/bodies/new/", {"kind": "hall", "name": "江滨议事厅", "area": COMMUNITY})
    body = Body.objects.get(name="江滨议事厅")
    page = f"/meetings/bodies/{body.pk}/"
    assert "没有找到" in text_of(client, f"{page}seat/?q=查无此人")
    assert "钟翠兰" in text_of(client, f"{page}seat/?q=钟")
    holder = f"p{table.persons['neighbour'].pk}"
    client.post(
        f"{page}seat/",
        {"q": "钟", "holder": holder, "substitute": "", "part": "chair", "standing": ""},
    )
    seat = Seat.objects.get(body=body)
    assert seat.part == "chair"
    assert "钟翠兰" in text_of(client, page)
    assert "钟翠兰" not in text_of(Client(), page)
    client.post(f"{page}unseat/", {"row": seat.pk})
    assert not Seat.objects.filter(body=body, valid_to=None).exists()


def test_a_paper_is_a_pdf_to_download(table: Table, tmp_path: Path, settings: Settings) -> None:
    settings.DATA = tmp_path
    meeting, client = (
        table.call(starts_at=LATER, ends_at=LATER + HOUR),
        table.cast.secretary.client(),
    )
    item = actions.add_item(
        actor=SYSTEM, meeting=meeting.pk, title="充电棚", minutes=20, now=BEFORE
    )

    def hand_in(content: bytes, name: str = "方案.pdf") -> Any:
        return do(client, meeting, "paper", row=item.pk, paper=SimpleUploadedFile(name, content))

    refused = hand_in(b"<script>alert(1)</script>")
    assert refused.status_code == 422
    assert "请上传 PDF 或照片" in refused.content.decode()
    assert hand_in(b"%PDF-1.7 the plan").status_code == 302
    page = queries.get_page(actor=table.secretary, reference=meeting.reference)
    answer = Client().get(f"/files/{page.items[0].papers[0]}")
    assert answer["Content-Disposition"] == "attachment"
    assert b"".join(answer) == b"%PDF-1.7 the plan"
    other = SimpleUploadedFile("a.pdf", b"%PDF-")
    assert do(client, table.call(), "paper", row=item.pk, paper=other).status_code == 404


@pytest.mark.parametrize("part", ["prepare/", "run/", "run/live/", "minutes/"])
def test_the_work_on_a_meeting_is_not_for_everybody(table: Table, part: str) -> None:
    meeting = table.call()
    path = f"/meetings/{meeting.reference}/{part}"

    assert table.cast.secretary.client().get(path).status_code == 200
    assert table.cast.resident.client().get(path).status_code == 403
    assert table.cast.outsider.client().get(path).status_code == 403
    assert Client().get(path).status_code == 302


def test_an_unknown_act_or_meeting_is_not_found(table: Table) -> None:
    client = table.cast.secretary.client()

    assert do(client, table.call(), "no_such_act").status_code == 404
    assert client.get("/meetings/NOSUCHXX/").status_code == 404
    assert client.get(f"/decisions/{1 << 70}/").status_code == 404


@pytest.mark.parametrize("path", ["/meetings/", "/decisions/", "/meetings/bodies/"])
@pytest.mark.parametrize("who", ["stranger", "secretary"])
def test_lists_ask_as_many_questions_for_one_row_as_for_twenty(
    table: Table, path: str, who: str
) -> None:
    client = table.cast[who].client()
    table.decided()
    counts = []
    for is_full in (False, True):
        if is_full:
            add_nineteen(table)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


def add_nineteen(table: Table) -> None:
    for number in range(19):
        table.decided()
        table.call(title=f"第{number}场")
        actions.found_body(
            actor=SYSTEM, kind="hall", name=f"第{number}厅", area=COMMUNITY, now=BEFORE
        )


def test_a_meeting_page_asks_as_many_questions_for_one_row_as_for_twenty(table: Table) -> None:
    hearing, client = table.call("decision_hearing"), table.cast.secretary.client()
    counts = []
    for rows in (1, 19):
        for _row in range(rows):
            said = actions.give_opinion(
                actor=table.cast.resident.actor, meeting=hearing.pk, words="车位太窄", now=BEFORE
            )
            assert said.pk
            actions.add_item(
                actor=SYSTEM, meeting=hearing.pk, title="充电棚", minutes=5, now=BEFORE
            )
            actions.register_guest(actor=SYSTEM, meeting=hearing.pk, now=NOW)
        found = []
        for part in ("", "prepare/", "run/"):
            with CaptureQueriesContext(connection) as asked:
                text_of(client, f"/meetings/{hearing.reference}/{part}")
            found.append(len(asked))
        counts.append(found)
    assert counts[0] == counts[1]
