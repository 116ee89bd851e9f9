"""Mediators: named by the desk or a side, free of ties, seated once every side has accepted."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import IntegrityError, transaction

from linli.apps.disputes.access import accounts_of
from linli.apps.disputes.actions.step import (
    ITSELF,
    Hand,
    Voice,
    begin_if_ready,
    fetch_dispute,
    hand_for,
    need,
    note,
    own_of,
)
from linli.apps.disputes.models import Dispute, Seat, SeatAnswer
from linli.apps.disputes.queries.circle import mediators_for, ties_of
from linli.apps.disputes.rules.consent import require_way
from linli.apps.disputes.rules.states import BEFORE_TALKS, State, require_state
from linli.apps.disputes.rules.ties import refuse_tie
from linli.foundation.clock import local_date
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform.access import Actor

SEATS_MAX: Final = 3
LIVE: Final = ("proposed", "seated")


def propose_mediator(
    *,
    actor: Actor,
    pk: int,
    mediator: int,
    now: dt.datetime,
    follow_code: str | None = None,
) -> Seat:
    """Name a mediator; the side that names one has accepted them."""
    with transaction.atomic():
        dispute = fetch_dispute(
            action="propose_mediator", actor=actor, pk=pk, follow_code=follow_code
        )
        require_state(State(dispute.state), *BEFORE_TALKS, State.IN_MEDIATION)
        _require_free(dispute, mediator, now)
        own = own_of(dispute, actor, follow_code)
        hand = (
            hand_for(dispute, actor=actor, voice=Voice(own[0].number, follow_code=follow_code))
            if own
            else None
        )
        seat = _new_seat(dispute, mediator, hand.side.number if hand else 0, now)
        facts = {"seat": str(seat.pk), "by": seat.proposed_by}
        note(dispute, "propose_mediator", actor=actor, now=now, is_side=bool(hand), after=facts)
        if hand is not None:
            SeatAnswer.objects.create(
                id=new_key(now), seat=seat, side=hand.side, accepts=True, way=hand.way, at=now
            )
            _settle(dispute, seat, actor=actor, now=now, is_side=True)
        waiting = [side for side in dispute.sides.all() if not hand or side.pk != hand.side.pk]
        need(dispute, "mediator", sorted(accounts_of(waiting)), now)
    return seat


def _require_free(dispute: Dispute, mediator: int, now: dt.datetime) -> None:
    today = local_date(now)
    if mediator not in mediators_for(dispute.area_id, today):
        raise Refused(
            "dispute.not_a_mediator", "请从本区域的调解员名单里选一位。", field="mediator"
        )
    if dispute.seats.filter(state__in=LIVE).count() >= SEATS_MAX:
        raise Refused(
            "dispute.seats_full", "最多同时提名%(most)s位调解员，请先等答复。", most=SEATS_MAX
        )
    refuse_tie(ties_of(mediator, dispute.sides.order_by("number"), today))


def _new_seat(dispute: Dispute, mediator: int, by: int, now: dt.datetime) -> Seat:
    try:
        with transaction.atomic():
            return Seat.objects.create(
                id=new_key(now),
                dispute=dispute,
                account_id=mediator,
                proposed_by=by,
                state="proposed",
                at=now,
            )
    except IntegrityError:
        raise Refused("dispute.named_before", "这位调解员已经提名了，请等双方答复。") from None


def answer_mediator(  # the facts of an answer
    *,
    actor: Actor,
    pk: int,
    seat: int,
    accepts: bool,
    voice: Voice = ITSELF,
    now: dt.datetime,
) -> Seat:
    """Accept or refuse a mediator: a refusal needs no reason."""
    with transaction.atomic():
        dispute = fetch_dispute(
            action="answer_mediator", actor=actor, pk=pk, follow_code=voice.follow_code
        )
        found = dispute.seats.filter(pk=seat, state__in=LIVE).first()
        if found is None:
            raise Refused("dispute.seat_gone", "这个人选已经有结果了，请刷新页面。")
        hand = hand_for(dispute, actor=actor, voice=voice)
        require_way(hand.way, is_own=hand.is_own)
        _keep_answer(found, hand, accepts=accepts, actor=actor, now=now)
        facts = {"seat": str(seat), "side": hand.side.number, "accepts": accepts, "way": hand.way}
        note(dispute, "answer_mediator", actor=actor, now=now, is_side=hand.is_own, after=facts)
        if accepts:
            _settle(dispute, found, actor=actor, now=now, is_side=hand.is_own)
        else:
            found.state = "refused"
            found.save(update_fields=["state"])
    return found


def _keep_answer(seat: Seat, hand: Hand, *, accepts: bool, actor: Actor, now: dt.datetime) -> None:
    if SeatAnswer.objects.filter(seat=seat, side=hand.side).exists():
        raise Refused("dispute.answered_before", "这一方已经答复过了。改主意可以另提名一位。")
    SeatAnswer.objects.create(
        id=new_key(now),
        seat=seat,
        side=hand.side,
        accepts=accepts,
        way=hand.way,
        recorded_by=hand.recorder(actor),
        at=now,
    )


def _settle(dispute: Dispute, seat: Seat, *, actor: Actor, now: dt.datetime, is_side: bool) -> None:
    """Seat the mediator once every side has accepted; begin when nothing else is missing."""
    accepted = set(seat.answers.filter(accepts=True).values_list("side_id", flat=True))
    everybody = set(dispute.sides.values_list("pk", flat=True))
    applicants = set(dispute.sides.filter(is_applicant=True).values_list("pk", flat=True))
    if accepted != everybody or everybody == applicants:
        return
    seat.state, seat.since = "seated", now
    seat.save(update_fields=["state", "since"])
    need(dispute, "seated", [seat.account_id], now)
    begin_if_ready(dispute, actor=actor, now=now, is_side=is_side)


def step_down(*, actor: Actor, pk: int, now: dt.datetime) -> Seat:
    """Leave the seat: the mediator knows a tie that the records do not."""
    with transaction.atomic():
        dispute = fetch_dispute(action="step_down", actor=actor, pk=pk)
        seat = dispute.seats.filter(account=actor.account, state="seated").first()
        if seat is None or not dispute.is_open:
            raise Refused("dispute.seat_gone", "这个人选已经有结果了，请刷新页面。")
        seat.state = "ended"
        seat.save(update_fields=["state"])
        note(dispute, "step_down", actor=actor, now=now, after={"seat": str(seat.pk)})
    return seat
