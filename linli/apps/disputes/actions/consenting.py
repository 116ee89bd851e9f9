"""Consent: asked of every side, answered by the side itself or written down with how it was said."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from linli.apps.disputes.access import accounts_of
from linli.apps.disputes.actions.registering import record_consent
from linli.apps.disputes.actions.step import (
    ITSELF,
    Voice,
    begin_if_ready,
    end,
    fetch_dispute,
    hand_for,
    move,
    need,
    note,
)
from linli.apps.disputes.models import Dispute, Side
from linli.apps.disputes.rules.consent import Consent, require_answer, require_way
from linli.apps.disputes.rules.states import Outcome, State, require_state
from linli.foundation.refusals import Refused
from linli.platform.access import Actor


def ask_consent(*, actor: Actor, pk: int, way: str, now: dt.datetime) -> Dispute:
    """Ask every side that has not answered yet; `way` says how they were asked."""
    require_way(way, is_own=False)
    with transaction.atomic():
        dispute = fetch_dispute(action="ask_consent", actor=actor, pk=pk)
        require_state(State(dispute.state), State.REGISTERED)
        sides = list(dispute.sides.order_by("number"))
        if {side.is_applicant for side in sides} != {True, False}:
            raise Refused("dispute.other_side_missing", "还不知道另一方是谁，请先补充当事人。")
        move(dispute, State.CONSENT_ASKED, "ask_consent", actor=actor, now=now, asked_at=now)
        waiting = [side for side in sides if side.consent == Consent.NONE]
        for side in waiting:
            record_consent(side, Consent.ASKED, way, actor.account, now)
        need(dispute, "consent", sorted(accounts_of(waiting)), now)
        begin_if_ready(dispute, actor=actor, now=now)
    return dispute


def answer_consent(  # the facts of an answer
    *,
    actor: Actor,
    pk: int,
    answer: str,
    voice: Voice = ITSELF,
    now: dt.datetime,
) -> Side:
    """Give, refuse or take back consent. A refusal, or consent taken back, ends the mediation.

    A side answers for itself; who leads the case writes down what a side said, and how.
    """
    with transaction.atomic():
        dispute = fetch_dispute(action="consent", actor=actor, pk=pk, follow_code=voice.follow_code)
        hand = hand_for(dispute, actor=actor, voice=voice)
        require_way(hand.way, is_own=hand.is_own)
        require_answer(State(dispute.state), hand.side.consent, answer)
        record_consent(hand.side, answer, hand.way, hand.recorder(actor), now)
        facts = {"side": hand.side.number, "answer": answer, "way": hand.way}
        note(dispute, "consent", actor=actor, now=now, is_side=hand.is_own, after=facts)
        _follow(dispute, answer, actor=actor, now=now, is_side=hand.is_own)
    return hand.side


def _follow(
    dispute: Dispute,
    answer: str,
    *,
    actor: Actor,
    now: dt.datetime,
    is_side: bool,
) -> None:
    """End what somebody does not want, or begin when everybody does."""
    ends = {Consent.REFUSED: Outcome.REFUSED, Consent.WITHDRAWN: Outcome.STOPPED}
    if outcome := ends.get(Consent(answer)):
        end(dispute, outcome, "fail", actor=actor, now=now, is_side=is_side)
        return
    begin_if_ready(dispute, actor=actor, now=now, is_side=is_side)
