"""What is decided, and how it is carried out: record, report, check, close, urge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.db.models import Max

from linli.apps.meetings.access import DECISIONS
from linli.apps.meetings.actions.step import fetch_meeting, kind_of, note_decision
from linli.apps.meetings.events import DecisionMoved
from linli.apps.meetings.models import AgendaItem, Attendee, Decision, DecisionStep
from linli.apps.meetings.rules import decisions, running
from linli.apps.meetings.rules.calling import TITLE_MAX, clean
from linli.apps.meetings.rules.decisions import Stage
from linli.apps.meetings.rules.kinds import key_subjects
from linli.apps.meetings.rules.running import State
from linli.apps.organisations import queries as organisations
from linli.foundation.clock import local_date
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import events, files
from linli.platform.access import Actor, fetch

DECISIONS_MAX: Final = 60
PROOF_KIND: Final = "meetings.proof"
PROOFS_MAX: Final = 6
OVERDUE: Final = "overdue"


def record_decision(  # noqa: PLR0913  # the facts of a decision
    *,
    actor: Actor,
    meeting: int,
    title: str,
    measure: str,
    unit: int | None,
    due_on: dt.date | None,
    item: int | None = None,
    subject: str = "",
    now: dt.datetime,
) -> Decision:
    """Write down what the meeting decides: the measure, the unit that answers for it, the day."""
    name = clean(title, least=2, most=TITLE_MAX, field="title")
    what = clean(measure, least=decisions.MEASURE_MIN, most=decisions.MEASURE_MAX, field="measure")
    decisions.require_whole(unit, due_on, now=now)
    assert unit is not None
    assert due_on is not None
    if subject and subject not in key_subjects():
        raise Refused("decision.subject", "没有这个重点议题，请重新选择。", field="subject")
    if organisations.get_organisation(unit) is None:
        raise Refused("decision.no_unit", "请写明由哪个单位负责。", field="unit")
    with transaction.atomic():
        row = fetch_meeting(action="decide", actor=actor, pk=meeting)
        running.require_open(row.state)
        if kind_of(row).needs_quorum:
            present = Attendee.objects.filter(
                meeting=row, seat__isnull=False, present_at__isnull=False
            )
            running.require_quorum(present.count(), row.needed)
        if item is not None and not AgendaItem.objects.filter(meeting=row, pk=item).exists():
            raise Refused("decision.item", "这个议题不在本次会议上。", field="item")
        made = Decision.objects.filter(meeting=row)
        if made.count() >= DECISIONS_MAX:
            raise Refused("decision.too_many", "一次会议最多议定60件事项。")
        decision = Decision.objects.create(
            id=new_key(now),
            meeting=row,
            body=row.body_id,
            body_kind=row.body_kind,
            kind=row.kind,
            area_id=row.area_id,
            item_id=item,
            number=(made.aggregate(last=Max("number"))["last"] or 0) + 1,
            title=name,
            measure=what,
            unit_id=unit,
            subject=subject,
            due_on=due_on,
            state=Stage.OPEN,
            moved_at=now,
        )
        note_decision(decision, "made", actor=actor, now=now)
        events.publish(DecisionMoved(decision.pk, row.pk, Stage.OPEN.value, now))
    return decision


def report_progress(  # the facts of a step
    *,
    actor: Actor,
    decision: int,
    words: str,
    is_done: bool = False,
    proofs: Sequence[str] = (),
    now: dt.datetime,
) -> DecisionStep:
    """Say how far it is; what is done says by what it is proved, with files stored before."""
    after = Stage.DONE if is_done else Stage.IN_PROGRESS
    said = decisions.require_words(words, after)
    if len(proofs) > PROOFS_MAX:
        raise Refused("decision.proofs", "最多附6张证明照片。", field="photos")
    with transaction.atomic():
        row = _fetch(actor, decision, "report")
        if row.state == Stage.DONE:
            raise Refused("decision.step", "这件事现在不能走这一步，请刷新页面看看进展。")
        step = _step(row, after, said, actor=actor, now=now)
        files.attach(list(proofs), kind=PROOF_KIND, owner=step.pk)
    return step


def check_decision(
    *, actor: Actor, decision: int, words: str, is_good: bool, now: dt.datetime
) -> DecisionStep:
    """Look whether it is really done; if not, it goes back to the unit. Nobody checks their own word."""
    after = Stage.CHECKED if is_good else Stage.IN_PROGRESS
    said = decisions.require_words(words, after)
    with transaction.atomic():
        row = _fetch(actor, decision, "check")
        if row.state != Stage.DONE:
            raise Refused("decision.not_done", "责任单位还没有报办完，请等它报来再检查。")
        done = DecisionStep.objects.filter(decision=row, state=Stage.DONE).latest("id")
        if done.by is not None and done.by == actor.account:
            raise Refused("decision.self_check", "报办完的人不能自己检查，请换一个人检查。")
        return _step(row, after, said, actor=actor, now=now)


def close_decision(*, actor: Actor, decision: int, words: str, now: dt.datetime) -> DecisionStep:
    """Close what has been checked."""
    said = decisions.require_words(words, Stage.CLOSED)
    with transaction.atomic():
        row = _fetch(actor, decision, "close")
        return _step(row, Stage.CLOSED, said, actor=actor, now=now)


def urge_decision(*, actor: Actor, decision: int, times: int, now: dt.datetime) -> Decision:
    """Tell the convener, and later the leaders, that the day has passed; a job does it."""
    with transaction.atomic():
        row = _fetch(actor, decision, "close")
        if not decisions.is_overdue(row.state, row.due_on, local_date(now)):
            raise Refused("decision.in_time", "这件事没有超期。")
        if row.urged >= times:
            raise Refused("decision.urged", "这件事已经督办过了。")
        row.urged = times
        row.save(update_fields=["urged"])
        note_decision(row, "urged", actor=actor, now=now)
        events.publish(DecisionMoved(row.pk, row.meeting_id, OVERDUE, now))
    return row


def _fetch(actor: Actor, decision: int, action: str) -> Decision:
    rows = Decision.objects.all()
    row = fetch(rows, actor=actor, action=action, table=DECISIONS, pk=decision, lock=True)
    if row.meeting.state != State.CLOSED and row.state == Stage.OPEN:
        raise Refused("decision.meeting_on", "会议还没有结束，散会以后再办。")
    return row


def _step(
    row: Decision, after: Stage, words: str, *, actor: Actor, now: dt.datetime
) -> DecisionStep:
    decisions.require_step(row.state, after)
    before = row.state
    row.state, row.moved_at = after, now
    row.save(update_fields=["state", "moved_at"])
    step = DecisionStep.objects.create(
        id=new_key(now), decision=row, state=after, words=words, at=now, by=actor.account
    )
    note_decision(row, "moved", actor=actor, now=now, before=before)
    events.publish(DecisionMoved(row.pk, row.meeting_id, after.value, now))
    return step
