"""People meet: planned, recorded once for both sides, and noted in private."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from linli.apps.disputes.access import accounts_of
from linli.apps.disputes.actions.step import Voice, fetch_dispute, hand_for, need, note
from linli.apps.disputes.models import Dispute, Note, Session
from linli.apps.disputes.models.labels import SETTINGS
from linli.apps.disputes.rules import texts
from linli.apps.disputes.rules.states import State, require_state
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform.access import Actor

SESSIONS_MAX: Final = 30
AHEAD_MAX: Final = dt.timedelta(days=120)
NOTES_MAX: Final = 200
NEXT_LETTERS_MAX: Final = 300


@dataclass(frozen=True, slots=True)
class Minutes:
    """What came of a meeting: numbers of the sides who came, words for both, what comes next."""

    came: Sequence[int]
    record: str
    next_step: str = ""


def plan_session(  # the facts of a meeting
    *,
    actor: Actor,
    pk: int,
    begins_at: dt.datetime,
    setting: str,
    place: str = "",
    now: dt.datetime,
) -> Session:
    """Agree when and where to meet."""
    if setting not in {code for code, _label in SETTINGS}:
        raise Refused("dispute.setting_unknown", "请选择在哪里调解。", field="setting")
    if not now - dt.timedelta(hours=1) <= begins_at <= now + AHEAD_MAX:
        raise Refused(
            "dispute.session_time", "时间要在今天以后、四个月以内，请改一下。", field="begins_at"
        )
    where = texts.bounded(place, most=texts.PLACE_LETTERS_MAX, field="place")
    with transaction.atomic():
        dispute = fetch_dispute(action="plan_session", actor=actor, pk=pk)
        require_state(State(dispute.state), State.IN_MEDIATION)
        last = dispute.sessions.order_by("-number").first()
        number = last.number + 1 if last else 1
        if number > SESSIONS_MAX:
            raise Refused("dispute.sessions_too_many", "已经约了很多次，请考虑其他途径。")
        assert actor.account is not None or actor.is_system
        session = Session.objects.create(
            id=new_key(now),
            dispute=dispute,
            number=number,
            begins_at=begins_at,
            setting=setting,
            place=where,
            called_by=actor.account or 0,
            state="planned",
        )
        note(dispute, "plan_session", actor=actor, now=now, after={"session": number})
        need(dispute, "session", sorted(accounts_of(dispute.sides.all())), now)
    return session


def _planned(dispute: Dispute, number: int) -> Session:
    session = dispute.sessions.filter(number=number).first()
    if session is None or session.state != "planned":
        raise Refused(
            "dispute.session_settled",
            "这次已经记录或取消了，可能另一位调解员刚刚办过。请刷新页面。",
        )
    return session


def cancel_session(*, actor: Actor, pk: int, number: int, now: dt.datetime) -> Session:
    """The meeting does not take place."""
    with transaction.atomic():
        dispute = fetch_dispute(action="cancel_session", actor=actor, pk=pk)
        session = _planned(dispute, number)
        session.state = "cancelled"
        session.save(update_fields=["state"])
        note(dispute, "cancel_session", actor=actor, now=now, after={"session": number})
        need(dispute, "session", sorted(accounts_of(dispute.sides.all())), now)
    return session


def record_session(  # the facts of a meeting
    *,
    actor: Actor,
    pk: int,
    number: int,
    minutes: Minutes,
    now: dt.datetime,
) -> Session:
    """Write down once what both sides may read: who came, what was said, what comes next."""
    words = texts.bounded(minutes.record, most=texts.NOTE_LETTERS_MAX, least=4, field="record")
    then = texts.bounded(minutes.next_step, most=NEXT_LETTERS_MAX, field="next_step")
    with transaction.atomic():
        dispute = fetch_dispute(action="record_session", actor=actor, pk=pk)
        require_state(State(dispute.state), State.IN_MEDIATION)
        session = _planned(dispute, number)
        sides = set(dispute.sides.values_list("number", flat=True))
        session.came = sorted(set(minutes.came) & sides)
        session.record, session.next_step = words, then
        session.state, session.held_at = "held", now
        session.save(update_fields=["came", "record", "next_step", "state", "held_at"])
        note(
            dispute,
            "record_session",
            actor=actor,
            now=now,
            after={"session": number, "came": len(session.came)},
        )
    return session


def add_note(  # the facts of a note
    *,
    actor: Actor,
    pk: int,
    words: str,
    for_side: bool = False,
    now: dt.datetime,
    follow_code: str | None = None,
) -> Note:
    """Keep words that the other side never sees: of the mediators, or of one's own side."""
    text = texts.bounded(words, most=texts.NOTE_LETTERS_MAX, least=1, field="words")
    action = "note_side" if for_side else "note_mediators"
    with transaction.atomic():
        dispute = fetch_dispute(action=action, actor=actor, pk=pk, follow_code=follow_code)
        if dispute.notes.count() >= NOTES_MAX or dispute.erased_at is not None:
            raise Refused("dispute.notes_too_many", "笔记已经很多了，请整理后再写。")
        hand = (
            hand_for(dispute, actor=actor, voice=Voice(follow_code=follow_code), decides=False)
            if for_side
            else None
        )
        kept = Note.objects.create(
            id=new_key(now),
            dispute=dispute,
            scope="side" if hand else "mediators",
            side=hand.side if hand else None,
            author=None if hand else actor.account,
            words=text,
            at=now,
        )
        note(
            dispute, "note", actor=actor, now=now, is_side=bool(hand), after={"note": str(kept.pk)}
        )
    return kept
