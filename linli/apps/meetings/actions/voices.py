"""What residents bring and what they get: opinions and answers, needs and matters, ratings."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Final

from django.db import IntegrityError, transaction
from django.http import Http404

from linli.apps.matters import actions as matters
from linli.apps.meetings.access import attendee_of
from linli.apps.meetings.actions.step import fetch_meeting, kind_of, note
from linli.apps.meetings.models import Attendee, Meeting, Need, Opinion, Rated, Rating, Review
from linli.apps.meetings.models.labels import VERDICTS
from linli.apps.meetings.rules import review, running
from linli.apps.meetings.rules.calling import clean
from linli.apps.meetings.rules.kinds import NEEDS, OPINIONS, RATINGS, aspects
from linli.foundation.clock import chance
from linli.foundation.keys import KEY_MAX, new_key
from linli.foundation.refusals import Refused
from linli.platform.access import Actor

WORDS_MIN, WORDS_MAX = 2, 1000
VOICES_MAX: Final = 500


def give_opinion(*, actor: Actor, meeting: int, words: str, now: dt.datetime) -> Opinion:
    """Say what one thinks of the plan, before or at the hearing; the desk writes it for others."""
    said = clean(words, least=WORDS_MIN, most=WORDS_MAX, field="words")
    with transaction.atomic():
        row = _voiced(actor, meeting, OPINIONS)
        if Opinion.objects.filter(meeting=row).count() >= VOICES_MAX:
            raise Refused("voice.too_many", "意见太多了，请到会务台提交书面意见。")
        opinion = Opinion.objects.create(
            id=new_key(now), meeting=row, words=said, given_at=now, author_id=_author(actor)
        )
        note(row, "opinion_given", actor=actor, now=now)
    return opinion


def answer_opinion(
    *, actor: Actor, opinion: int, verdict: str, reason: str, now: dt.datetime
) -> Opinion:
    """Answer an opinion: adopted, partly, not; with the reason."""
    if verdict not in {code for code, _label in VERDICTS}:
        raise Refused("opinion.verdict", "请选择采纳、部分采纳或不采纳。", field="verdict")
    why = clean(reason, least=WORDS_MIN, most=WORDS_MAX, field="reason")
    with transaction.atomic():
        row = Opinion.objects.filter(pk=opinion).first()
        if row is None:
            raise Http404
        meeting = fetch_meeting(action="answer", actor=actor, pk=row.meeting_id)
        running.require_open(meeting.state)
        row.verdict, row.reason, row.answered_at = verdict, why, now
        row.save(update_fields=["verdict", "reason", "answered_at"])
        note(meeting, "opinion_answered", actor=actor, now=now, facts={"verdict": verdict})
    return row


def take_need(*, actor: Actor, meeting: int, words: str, now: dt.datetime) -> Need:
    """Write down what somebody needs, at a talk or before it."""
    said = clean(words, least=WORDS_MIN, most=WORDS_MAX, field="words")
    with transaction.atomic():
        row = _voiced(actor, meeting, NEEDS)
        if Need.objects.filter(meeting=row).count() >= VOICES_MAX:
            raise Refused("voice.too_many", "需求太多了，请到会务台登记。")
        need = Need.objects.create(
            id=new_key(now), meeting=row, words=said, given_at=now, author_id=_author(actor)
        )
        note(row, "need_taken", actor=actor, now=now)
    return need


def _voiced(actor: Actor, meeting: int, wanted: str) -> Meeting:
    row = fetch_meeting(action="speak_up", actor=actor, pk=meeting)
    if kind_of(row).input != wanted:
        raise Refused("voice.kind", "这种会议不收这类意见，请看清会议类别。")
    running.require_not_over(row.state)
    return row


def _author(actor: Actor) -> int | None:
    """Return who said it; what staff write down at the desk was said by somebody else."""
    return None if actor.is_staff else (actor.behalf or actor.account)


def answer_need(*, actor: Actor, need: int, answer: str, now: dt.datetime) -> Need:
    """Answer a need at once."""
    said = clean(answer, least=WORDS_MIN, most=WORDS_MAX, field="answer")
    with transaction.atomic():
        row, meeting = _open_need(actor, need)
        row.answer, row.settled_at = said, now
        row.save(update_fields=["answer", "settled_at"])
        note(meeting, "need_answered", actor=actor, now=now)
    return row


def turn_need_into_matter(
    *, actor: Actor, need: int, kind: str, spot: matters.Spot, now: dt.datetime
) -> Need:
    """Make a matter of a need, with its kind and place; from now on it is followed as one."""
    with transaction.atomic():
        row, meeting = _open_need(actor, need)
        receipt = matters.report_matter(
            actor=actor,
            report=matters.Report(
                client_id=uuid.uuid5(uuid.NAMESPACE_OID, f"meetings.need/{row.pk}"),
                kind=kind,
                words=row.words,
                spot=spot,
                channel="meeting",
            ),
            now=now,
        )
        row.matter_id, row.settled_at = receipt.id, now
        row.save(update_fields=["matter", "settled_at"])
        note(meeting, "need_became_matter", actor=actor, now=now, facts={"matter": receipt.id})
    return row


def _open_need(actor: Actor, need: int) -> tuple[Need, Meeting]:
    row = Need.objects.filter(pk=need).first()
    if row is None:
        raise Http404
    meeting = fetch_meeting(action="decide", actor=actor, pk=row.meeting_id)
    running.require_open(meeting.state)
    row.refresh_from_db()
    if row.settled_at is not None:
        raise Refused("need.settled", "这条需求已经有着落了，请刷新页面。")
    return row, meeting


def rate_service(
    *, actor: Actor, meeting: int, marks: Mapping[str, object], words: str = "", now: dt.datetime
) -> None:
    """Rate the service once. Who has rated and what was marked stand apart, without a time."""
    kept = review.clean_marks(marks, aspects())
    said = clean(words, most=review.WORDS_MAX, field="words")
    with transaction.atomic():
        row = _reviewed(actor, meeting, "come")
        here = Attendee.objects.filter(attendee_of(actor), meeting=row, present_at__isnull=False)
        if not here.exists():
            raise Refused("review.absent", "请先登记到会，再评议。")
        _put_in(row, kept, said, account=actor.account)
    del now


def rate_on_paper(  # the facts of a slip
    *,
    actor: Actor,
    meeting: int,
    slip: int,
    marks: Mapping[str, object],
    words: str = "",
    now: dt.datetime,
) -> None:
    """Enter a numbered slip of paper; the number says that it was entered, not what it says."""
    kept = review.clean_marks(marks, aspects())
    said = clean(words, most=review.WORDS_MAX, field="words")
    with transaction.atomic():
        row = _reviewed(actor, meeting, "desk")
        slips = Review.objects.get(meeting=row).slips
        if not 1 <= slip <= slips:
            raise Refused("review.slip", "没有发过这个号的评议表，请核对号码。", field="slip")
        _put_in(row, kept, said, slip=slip)
    del now


def _reviewed(actor: Actor, meeting: int, action: str) -> Meeting:
    row = fetch_meeting(action=action, actor=actor, pk=meeting)
    if kind_of(row).input != RATINGS:
        raise Refused("review.kind", "只有服务评议会才评议服务。")
    running.require_open(row.state)
    return row


def _put_in(
    meeting: Meeting,
    marks: Mapping[str, int],
    words: str,
    *,
    account: int | None = None,
    slip: int | None = None,
) -> None:
    """Write the two rows with keys drawn by lot: neither tells which belongs to which."""
    earlier = Rated.objects.filter(meeting=meeting, account=account, slip=slip)
    if earlier.exists():
        raise Refused("review.twice", "已经评议过了，一人一次。")
    try:
        with transaction.atomic():
            Rated.objects.create(id=_lot(), meeting=meeting, account=account, slip=slip)
    except IntegrityError:
        raise Refused("review.twice", "已经评议过了，一人一次。") from None
    Rating.objects.create(id=_lot(), meeting=meeting, marks=dict(marks), words=words)


def _lot() -> int:
    return 1 + chance(KEY_MAX)
