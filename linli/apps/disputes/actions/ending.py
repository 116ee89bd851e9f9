"""Other ends: no agreement, withdrawn, or another lawful way; the way is always told."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from linli.apps.disputes.actions.step import change, end, fetch_dispute, note, own_of
from linli.apps.disputes.models import Dispute
from linli.apps.disputes.models.labels import RISKS, WAYS_OUT
from linli.apps.disputes.rules import texts
from linli.apps.disputes.rules.states import (
    BEFORE_TALKS,
    OPEN,
    Outcome,
    State,
    require_state,
)
from linli.foundation.refusals import Refused
from linli.platform.access import Actor


def _advice(text: str) -> str:
    return texts.bounded(text, most=texts.NOTE_LETTERS_MAX, least=10, field="advice")


def fail_dispute(*, actor: Actor, pk: int, advice: str, now: dt.datetime) -> Dispute:
    """No agreement, or one that was not kept: end it and tell the lawful ways (Art. 26)."""
    told = _advice(advice)
    with transaction.atomic():
        dispute = fetch_dispute(action="fail", actor=actor, pk=pk)
        require_state(State(dispute.state), State.IN_MEDIATION, State.AGREED)
        was_agreed = dispute.state == State.AGREED
        outcome = Outcome.NOT_PERFORMED if was_agreed else Outcome.NO_AGREEMENT
        end(dispute, outcome, "fail", actor=actor, now=now, advice=told)
    return dispute


def refer_dispute(*, actor: Actor, pk: int, way: str, advice: str, now: dt.datetime) -> Dispute:
    """Another way is the right one: a court, the police where an offence is possible, legal aid."""
    told = _advice(advice)
    if way not in {code for code, _label in WAYS_OUT}:
        raise Refused("dispute.way_unknown", "请选择适合的途径。", field="way")
    with transaction.atomic():
        dispute = fetch_dispute(action="refer", actor=actor, pk=pk)
        require_state(State(dispute.state), *OPEN)
        end(dispute, Outcome.REFERRED, "refer", actor=actor, now=now, way_out=way, advice=told)
    return dispute


def withdraw_dispute(
    *, actor: Actor, pk: int, now: dt.datetime, follow_code: str | None = None
) -> Dispute:
    """Who applied no longer wants it; no reason is asked."""
    with transaction.atomic():
        dispute = fetch_dispute(action="withdraw", actor=actor, pk=pk, follow_code=follow_code)
        require_state(State(dispute.state), *BEFORE_TALKS, State.IN_MEDIATION)
        is_side = bool(own_of(dispute, actor, follow_code))
        end(dispute, Outcome.WITHDRAWN, "withdraw", actor=actor, now=now, is_side=is_side)
    return dispute


def set_risk(*, actor: Actor, pk: int, risk: str, now: dt.datetime) -> Dispute:
    """Say that the case may get worse, or no longer: of the case, never of a person; ends with it."""
    if risk not in {code for code, _label in RISKS}:
        raise Refused("dispute.risk_unknown", "请重新选择。", field="risk")
    with transaction.atomic():
        dispute = fetch_dispute(action="risk", actor=actor, pk=pk)
        require_state(State(dispute.state), *OPEN)
        change(dispute, risk=risk)
        note(dispute, "risk", actor=actor, now=now, after={"risk": risk})
    return dispute
