"""Minutes and decisions: approved by those who were there, carried out, checked, reported back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from linli.apps.accounts.tests.cast import PROPERTY_FIRM
from linli.apps.matters.actions import Spot
from linli.apps.matters.tests.desk import report
from linli.apps.meetings import actions, queries
from linli.apps.meetings.jobs import urge_overdue
from linli.apps.meetings.models import Approval, Decision, Meeting, MinutesVersion
from linli.apps.meetings.tests.table import AFTER, CALLED, DUE, Table, table
from linli.apps.meetings.tests.test_acts import refusal
from linli.foundation.clock import LOCAL, local_date

__all__ = ["table"]
pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LATER = AFTER + DAY
TEXT = "会议讨论了停车位怎么分，议定东侧空地划线。"


# ── Minutes ───────────────────────────────────────────────────────────────────────────────────────
def ended(table: Table, present: int = 4) -> Meeting:
    """A sitting that secretary, resident, building head and volunteer came to; the firm did not."""
    return table.close(table.open(table.call(), present))


def write(table: Table, meeting: Meeting, **more: Any) -> MinutesVersion:
    facts: dict[str, Any] = {"text": TEXT, "now": LATER, **more}
    act = actions.amend_minutes if "reason" in more else actions.draft_minutes
    return act(actor=table.secretary, meeting=meeting.pk, **facts)


def approve(table: Table, who: str, meeting: Meeting, version: int = 1) -> str:
    actions.approve_minutes(
        actor=table.cast[who].actor, meeting=meeting.pk, version=version, now=LATER
    )
    return Meeting.objects.get(pk=meeting.pk).minutes_state


def publish(table: Table, meeting: Meeting) -> Meeting:
    return actions.publish_minutes(actor=table.secretary, meeting=meeting.pk, now=LATER)


def test_minutes_are_out_when_more_than_half_of_those_present_approve(table: Table) -> None:
    meeting = ended(table)
    write(table, meeting)

    assert approve(table, "resident", meeting) == "drafted"
    assert approve(table, "volunteer", meeting) == "drafted"  # two of four are not more than half
    assert refusal(lambda: publish(table, meeting)) == "minutes.not_approved"
    assert approve(table, "building_head", meeting) == "approved"
    assert publish(table, meeting).minutes_state == "published"
    page = queries.get_page(actor=table.cast.stranger.actor, reference=meeting.reference)
    assert page.minutes == TEXT


def test_who_was_not_there_does_not_approve(table: Table) -> None:
    meeting = ended(table)
    write(table, meeting)

    absent = lambda: approve(table, "property_manager", meeting)  # noqa: E731
    assert refusal(absent) == "minutes.absent"
    with pytest.raises(PermissionDenied):
        approve(table, "outsider", meeting)
    assert not Approval.objects.exists()


def test_amended_minutes_need_approval_anew(table: Table) -> None:
    meeting = ended(table)
    write(table, meeting)
    for who in ("resident", "volunteer", "building_head"):
        approve(table, who, meeting)
    twice = lambda: approve(table, "resident", meeting)  # noqa: E731
    assert refusal(twice) == "minutes.approved_already"
    write(table, meeting, text=f"{TEXT}共十二个。", reason="补上数量")

    assert refusal(lambda: publish(table, meeting)) == "minutes.not_approved"
    assert refusal(lambda: approve(table, "resident", meeting, 1)) == "minutes.old_version"
    assert approve(table, "resident", meeting, 2) == "drafted"


def test_a_signature_on_paper_counts_for_who_was_there(table: Table) -> None:
    meeting = ended(table)
    write(table, meeting)
    facts: dict[str, Any] = {
        "actor": table.secretary,
        "meeting": meeting.pk,
        "version": 1,
        "now": LATER,
    }
    for who in ("resident", "volunteer", "building_head"):
        actions.record_signature(attendee=table.place_of(meeting, who).pk, **facts)

    assert publish(table, meeting).minutes_state == "published"
    firm = meeting.attendees.get(organisation=PROPERTY_FIRM).pk
    other = ended(table)
    write(table, other)
    with pytest.raises(Http404):
        actions.record_signature(**{**facts, "meeting": other.pk}, attendee=firm)
    absent = other.attendees.get(organisation=PROPERTY_FIRM).pk
    sign = lambda: actions.record_signature(  # noqa: E731
        **{**facts, "meeting": other.pk}, attendee=absent
    )
    assert refusal(sign) == "minutes.absent"


def test_minutes_come_after_the_meeting_and_once(table: Table) -> None:
    meeting = table.open(table.call())

    assert refusal(lambda: write(table, meeting)) == "minutes.too_early"
    table.close(meeting)
    assert refusal(lambda: approve(table, "resident", meeting)) == "minutes.none"
    assert refusal(lambda: write(table, meeting, reason="改")) == "meeting.text_missing"
    assert refusal(lambda: write(table, meeting, reason="改动")) == "minutes.none"
    write(table, meeting)
    assert refusal(lambda: write(table, meeting)) == "minutes.there"
    for who in ("secretary", "resident", "volunteer", "building_head"):
        approve(table, who, meeting)
    publish(table, meeting)
    assert refusal(lambda: write(table, meeting, reason="再改")) == "minutes.published"


def test_nobody_rewrites_minutes_or_steps_in_the_database(table: Table) -> None:
    meeting = ended(table)
    write(table, meeting)
    approve(table, "resident", meeting)
    for statement in (
        "UPDATE meetings_minutesversion SET text = '改过'",
        "DELETE FROM meetings_minutesversion",
        "DELETE FROM meetings_approval",
    ):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_the_suggested_minutes_say_what_the_records_say(table: Table) -> None:
    meeting = table.open(table.call())
    table.decide(meeting)
    table.close(meeting)
    page = queries.get_page(actor=table.secretary, reference=meeting.reference)

    text = queries.suggest_minutes(page)
    assert "到会：5人（应到5席）" in text
    assert "划十二个停车位：在东侧空地划线，先到先停。 责任单位：城市管理监督局" in text


# ── Decisions ─────────────────────────────────────────────────────────────────────────────────────
def step(table: Table, decision: Decision, words: str = "已现场量好尺寸", **more: Any) -> str:
    facts: dict[str, Any] = {"actor": table.cast.department_handler.actor, "now": LATER, **more}
    actions.report_progress(decision=decision.pk, words=words, **facts)
    return state_of(decision)


def state_of(decision: Decision) -> str:
    return Decision.objects.get(pk=decision.pk).state


def check(table: Table, decision: Decision, *, is_good: bool, **more: Any) -> str:
    facts: dict[str, Any] = {"actor": table.secretary, "words": "到现场看过，线已划好", **more}
    actions.check_decision(decision=decision.pk, is_good=is_good, now=LATER, **facts)
    return state_of(decision)


def test_a_decision_goes_from_open_to_closed(table: Table) -> None:
    decision = table.decided()

    assert step(table, decision) == "in_progress"
    assert step(table, decision, "十二个车位已划好，附照片", is_done=True) == "done"
    assert check(table, decision, is_good=False, words="只划了十个，还差两个") == "in_progress"
    assert step(table, decision, "余下两个今天划好了", is_done=True) == "done"
    assert check(table, decision, is_good=True) == "checked"
    actions.close_decision(actor=table.secretary, decision=decision.pk, words="销号", now=LATER)
    assert state_of(decision) == "closed"
    steps = queries.get_decision(actor=table.secretary, pk=decision.pk).steps
    assert [each.state for each in steps] == [
        "in_progress",
        "done",
        "in_progress",
        "done",
        "checked",
        "closed",
    ]


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda table, row: step(table, row, "完成", is_done=True), "decision.no_proof"),
        (lambda table, row: check(table, row, is_good=True), "decision.not_done"),
        (
            lambda table, row: actions.close_decision(
                actor=table.secretary, decision=row.pk, words="销号", now=LATER
            ),
            "decision.step",
        ),
    ],
)
def test_steps_come_in_order_and_with_proof(
    table: Table, act: Callable[[Table, Decision], Any], code: str
) -> None:
    decision = table.decided()

    assert refusal(lambda: act(table, decision)) == code
    assert state_of(decision) == "open"


def test_nobody_checks_their_own_word(table: Table) -> None:
    decision = table.decided()
    step(table, decision, "十二个车位已划好", is_done=True, actor=table.secretary)

    own = lambda: check(table, decision, is_good=True)  # noqa: E731
    assert refusal(own) == "decision.self_check"
    again = lambda: step(table, decision, "再报一次已划好", is_done=True)  # noqa: E731
    assert refusal(again) == "decision.step"


def test_only_the_unit_and_the_body_report(table: Table) -> None:
    decision = table.decided()

    for who in ("resident", "neighbour", "property_manager", "outsider"):
        with pytest.raises(PermissionDenied):
            step(table, decision, actor=table.cast[who].actor)
    with pytest.raises(PermissionDenied):
        check(table, decision, is_good=True, actor=table.cast.department_handler.actor)


def test_what_is_past_its_day_is_urged_twice_and_no_more(table: Table) -> None:
    decision, done = table.decided(), table.decided()
    step(table, done, "十二个车位已划好", is_done=True)
    midnight = dt.datetime(DUE.year, DUE.month, DUE.day, 12, tzinfo=LOCAL)
    seen = []
    for days in (0, 1, 1, 9, 10, 11):
        urge_overdue(now=midnight + days * DAY)
        seen.append(Decision.objects.get(pk=decision.pk).urged)

    assert seen == [0, 1, 1, 1, 2, 2]
    assert Decision.objects.get(pk=done.pk).urged == 0
    rows, _after = queries.list_decisions(
        actor=table.secretary,
        wanted=queries.Follow(scope="overdue"),
        today=local_date(midnight + DAY),
    )
    assert [row.id for row in rows] == [decision.pk]


def test_decisions_are_offered_to_the_next_meeting_until_closed_and_reported(table: Table) -> None:
    decision = table.decided()
    following = table.call(title="下一次会")

    def offered() -> list[tuple[str, int]]:
        found = queries.list_offers(actor=table.secretary, meeting=following.pk, now=CALLED)
        return [(each.source_kind, each.source) for each in found]

    assert offered() == [("decision", decision.pk)]
    actions.add_item(
        actor=table.secretary,
        meeting=following.pk,
        title="回头看",
        minutes=5,
        source_kind="decision",
        source=decision.pk,
        now=CALLED,
    )
    assert offered() == []


def test_what_keeps_coming_back_is_offered_with_its_reason(table: Table) -> None:
    meeting, spot = table.call(), Spot(building=table.cast.city.first.pk)
    for _time in range(2):
        report(now=CALLED - 3 * DAY, spot=spot)
    assert queries.list_offers(actor=table.secretary, meeting=meeting.pk, now=CALLED) == ()
    report(now=CALLED - DAY, spot=spot)

    (offer,) = queries.list_offers(actor=table.secretary, meeting=meeting.pk, now=CALLED)
    assert offer.source_kind == "repeat"
    assert offer.title.startswith("江滨花园：")
    assert offer.reason == "半年内反映3次，还有3件没有办结"


def test_a_decision_waits_for_the_end_of_the_meeting(table: Table) -> None:
    decision = table.decide(table.open(table.call()))

    assert refusal(lambda: step(table, decision)) == "decision.meeting_on"
    with pytest.raises(Http404):
        queries.get_decision(actor=table.cast.stranger.actor, pk=decision.pk)


def test_everybody_reads_what_a_public_kind_decided(table: Table) -> None:
    public = table.decided("joint_conference")
    stranger = table.cast.stranger.actor

    assert queries.get_decision(actor=stranger, pk=public.pk).may == {"read"}
    with pytest.raises(Http404):
        queries.get_page(actor=stranger, reference=public.meeting.reference)


def test_a_year_of_meetings_is_counted(table: Table) -> None:
    table.decided("joint_conference")
    facts: dict[str, Any] = {"body": table.conference.pk, "kind": "joint_conference"}

    assert queries.yearly_held(year=2026, **facts) == 1
    assert queries.yearly_held(year=2025, **facts) == 0
