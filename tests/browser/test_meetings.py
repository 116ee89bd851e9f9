"""Top tasks of a meeting, each on the screen that they are done on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from linli.apps.accounts.tests.cast import PROPERTY_FIRM, Cast
from linli.apps.meetings import actions
from linli.apps.meetings.models import Attendee, Meeting
from linli.apps.meetings.tests.table import SYSTEM, Table, make_table
from linli.apps.meetings.tests.test_voices import MARKS
from linli.foundation import clock
from tests.browser.visitor import DESKTOP, DESKTOP_DARK, PHONE, PHONE_LARGE, Look, Visitor

Visit = Callable[..., Visitor]
TABLET = Look("tablet", width=820, height=1180, schemes=("light",))
ITEM = "在东侧空地划十二个停车位，先到先停，夜里留一条消防通道。"


@pytest.fixture
def table(cast: Cast) -> Table:
    return make_table(cast)


def called(table: Table, kind: str = "hall_sitting", **more: Any) -> Meeting:
    """Call a meeting three weeks ago for this very moment, with two items."""
    now = clock.now()
    facts = {"starts_at": now, "ends_at": now + dt.timedelta(hours=2), **more}
    before = now - dt.timedelta(days=21)
    meeting = table.call(kind, now=before, **facts)
    for title, text in (("停车位怎么分", ITEM), ("电动车充电棚建在哪里", "")):
        actions.add_item(
            actor=SYSTEM, meeting=meeting.pk, title=title, text=text, minutes=20, now=before
        )
    return meeting


def opened(meeting: Meeting) -> Meeting:
    now = clock.now()
    for place in Attendee.objects.filter(meeting=meeting):
        actions.register_at_desk(actor=SYSTEM, meeting=meeting.pk, attendee=place.pk, now=now)
    return actions.open_meeting(actor=SYSTEM, meeting=meeting.pk, now=now)


@pytest.mark.parametrize("look", [PHONE, PHONE_LARGE], ids=lambda look: look.name)
def test_a_member_replies_comes_and_asks_to_speak(table: Table, visit: Visit, look: Look) -> None:
    later = clock.now() + dt.timedelta(days=2)
    coming = called(table, starts_at=later, ends_at=later + dt.timedelta(hours=1))
    meeting = called(table, title="楼道清理怎么做")
    me = visit(look, account=table.cast.resident.account)
    me.goto("/meetings/")
    me.audit("1-list")
    me.tap(me.link(coming.title))
    me.audit("2-invitation")
    me.tap(me.button("提交"))
    me.sees("已回复召集人")
    me.goto(f"/meetings/{meeting.reference}/door/?code={meeting.door}")
    me.audit("3-door")
    me.tap(me.button("我到了"))
    me.sees("您已登记到会")
    actions.open_meeting(actor=SYSTEM, meeting=meeting.pk, now=clock.now())
    me.goto(f"/meetings/{meeting.reference}/")
    me.audit("4-inside")
    me.tap(me.button("申请发言"))
    me.sees("已列入发言名单")


def test_a_secretary_leads_a_meeting_on_a_tablet(table: Table, visit: Visit) -> None:
    meeting = called(table)
    me = visit(TABLET, account=table.cast.secretary.account)
    me.goto(f"/meetings/{meeting.reference}/prepare/")
    me.audit("1-prepare")
    me.goto(f"/meetings/{meeting.reference}/run/")
    for _seat in range(3):
        me.tap(me.button("登记到会"))
        me.sees("已登记到会")
    me.tap(me.button("宣布开会"))
    me.sees("已达法定席数")
    me.page.get_by_text("记一件议定事项").first.click()
    me.write("议定事项名称", "划十二个停车位")
    me.write("怎么做", "东侧空地划线")
    me.page.get_by_label("责任单位").first.select_option(str(PROPERTY_FIRM))
    due = dt.datetime.now(clock.LOCAL) + dt.timedelta(days=30)  # noqa: TID251  # a wall calendar
    me.write("完成日期", f"{due:%Y-%m-%d}")
    me.audit("2-run")
    me.tap(me.button("记一件议定事项"))
    me.sees("议定事项已记下")
    me.page.get_by_text("结束会议").first.click()
    me.tap(me.button("结束会议"))
    me.sees("会议已结束")
    me.goto(f"/meetings/{meeting.reference}/minutes/")
    me.audit("3-minutes")
    me.tap(me.button("保存纪要"))
    me.sees("到会人确认")
    me.audit("4-approval")


def test_everybody_reads_what_was_said_and_decided(table: Table, visit: Visit) -> None:
    hearing = called(table, "decision_hearing", title="停车收费怎么定")
    now = clock.now()
    for words in ("老人来看病只停一会儿，能不能半小时不收费？", "夜里别收费。"):
        actions.give_opinion(
            actor=table.cast.resident.actor, meeting=hearing.pk, words=words, now=now
        )
    opened(hearing)
    for each, verdict in zip(hearing.opinions.order_by("id"), ("adopted", "not"), strict=True):
        actions.answer_opinion(
            actor=SYSTEM, opinion=each.pk, verdict=verdict, reason="大家商量过了", now=now
        )
    decision = table_decision(hearing)
    actions.close_meeting(actor=SYSTEM, meeting=hearing.pk, now=clock.now())
    me = visit(PHONE)
    me.goto(f"/meetings/{hearing.reference}/")
    me.audit("1-hearing")
    staff = visit(DESKTOP_DARK, account=table.cast.secretary.account)
    staff.goto("/decisions/")
    staff.audit("2-decisions")
    staff.goto(f"/decisions/{decision}/")
    staff.audit("3-decision")


def table_decision(meeting: Meeting) -> int:
    now = clock.now()
    return actions.record_decision(
        actor=SYSTEM,
        meeting=meeting.pk,
        title="停车收费试行三个月",
        measure="半小时内不收费，试行三个月再评。",
        unit=PROPERTY_FIRM,
        due_on=clock.local_date(now) + dt.timedelta(days=90),
        now=now,
    ).pk


def test_a_review_shows_marks_of_the_service_from_fifteen_on(table: Table, visit: Visit) -> None:
    meeting = called(table, "service_review", title="电梯维修评议")
    before = clock.now() - dt.timedelta(days=20)
    facts: dict[str, Any] = {"actor": SYSTEM, "meeting": meeting.pk}
    actions.name_review(unit=PROPERTY_FIRM, service="电梯维修", slips=20, now=before, **facts)
    opened(meeting)
    for slip in range(1, 17):
        marks = {**MARKS, "timely": 1 + slip % 5}
        actions.rate_on_paper(slip=slip, marks=marks, now=clock.now(), **facts)
    staff = visit(DESKTOP, account=table.cast.secretary.account)
    staff.goto(f"/meetings/{meeting.reference}/run/")
    staff.audit("1-run")
    actions.close_meeting(actor=SYSTEM, meeting=meeting.pk, now=clock.now())
    me = visit(PHONE)
    me.goto(f"/meetings/{meeting.reference}/")
    me.audit("2-result")
    staff.goto(f"/meetings/bodies/{table.hall.pk}/")
    staff.audit("3-body")
