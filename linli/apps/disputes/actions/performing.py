"""Was it kept? Each duty is told done or not, by whom and with what proof; the court may confirm."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from linli.apps.disputes.actions.step import (
    Voice,
    change,
    end,
    fetch_dispute,
    hand_for,
    note,
    own_of,
)
from linli.apps.disputes.models import Dispute, Obligation, PerformanceLine
from linli.apps.disputes.rules.states import Outcome, State, require_state
from linli.foundation.clock import local_date
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import files
from linli.platform.access import Actor

PROOF_KIND: Final = "disputes.proof"
LINES_MAX: Final = 40


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says of a duty (by its number); `proof` is the key of a photo stored before."""

    duty: int
    is_done: bool
    proof: str = ""


def report_performance(  # the facts of a line
    *,
    actor: Actor,
    pk: int,
    told: Told,
    now: dt.datetime,
    follow_code: str | None = None,
) -> Obligation:
    """Say that a duty was done, or was not. The last word counts; every word is kept."""
    with transaction.atomic():
        dispute = fetch_dispute(action="perform", actor=actor, pk=pk, follow_code=follow_code)
        require_state(State(dispute.state), State.AGREED)
        found = Obligation.objects.filter(
            agreement__dispute=dispute, agreement__effective_at__isnull=False, number=told.duty
        ).first()
        if found is None or found.lines.count() >= LINES_MAX:
            raise Refused("dispute.duty_unknown", "没有这一项，请刷新页面后重新选择。")
        own = own_of(dispute, actor, follow_code)
        hand = (
            hand_for(
                dispute,
                actor=actor,
                voice=Voice(own[0].number, follow_code=follow_code),
                decides=False,
            )
            if own
            else None
        )
        if told.proof:
            files.attach([told.proof], kind=PROOF_KIND, owner=dispute.pk)
        PerformanceLine.objects.create(
            id=new_key(now),
            duty=found,
            is_done=told.is_done,
            said_by=hand.side.number if hand else 0,
            recorded_by=None if hand else actor.account,
            proof=told.proof,
            at=now,
        )
        found.state = "done" if told.is_done else "undone"
        found.save(update_fields=["state"])
        facts = {"duty": told.duty, "is_done": told.is_done}
        note(dispute, "perform", actor=actor, now=now, is_side=bool(hand), after=facts)
    return found


def record_court(  # the facts of a step at court
    *,
    actor: Actor,
    pk: int,
    court: str,
    on: dt.date,
    now: dt.datetime,
    follow_code: str | None = None,
) -> Dispute:
    """Note that both sides applied to the court for confirmation, and what it said."""
    with transaction.atomic():
        dispute = fetch_dispute(action="court", actor=actor, pk=pk, follow_code=follow_code)
        if dispute.agreed_at is None or dispute.confirm_until is None:
            raise Refused("dispute.not_agreed", "还没有生效的协议，不能申请司法确认。")
        before = {"": ("applied",), "applied": ("confirmed", "rejected")}
        if court not in before.get(dispute.court, ()):
            raise Refused("dispute.court_order", "请先登记双方已共同申请，再登记法院的结果。")
        _require_day(dispute, court, on, now)
        is_side = bool(own_of(dispute, actor, follow_code))
        change(dispute, court=court, court_on=on)
        note(dispute, "court", actor=actor, now=now, is_side=is_side, after={"court": court})
    return dispute


def _require_day(dispute: Dispute, court: str, on: dt.date, now: dt.datetime) -> None:
    assert dispute.agreed_at is not None
    assert dispute.confirm_until is not None
    first = dispute.court_on or local_date(dispute.agreed_at)
    if not first <= on <= local_date(now):
        raise Refused("dispute.court_day", "日期要在协议生效以后、今天以前，请改一下。", field="on")
    if court == "applied" and on > dispute.confirm_until:
        raise Refused(
            "dispute.court_late",
            "共同申请司法确认要在协议生效后三十日内。已经过期，可以直接向法院起诉要求履行。",
            field="on",
        )


def close_dispute(*, actor: Actor, pk: int, now: dt.datetime) -> Dispute:
    """All that was agreed has been done: a person looks and closes it."""
    with transaction.atomic():
        dispute = fetch_dispute(action="close", actor=actor, pk=pk)
        require_state(State(dispute.state), State.AGREED)
        undone = Obligation.objects.filter(
            agreement__dispute=dispute, agreement__effective_at__isnull=False
        ).exclude(state="done")
        if undone.exists():
            raise Refused(
                "dispute.duties_open",
                "还有约定的事没有做到。请先逐项登记，或按没有履行结束并告知途径。",
            )
        end(dispute, Outcome.PERFORMED, "close", actor=actor, now=now)
    return dispute
