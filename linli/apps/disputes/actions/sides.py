"""Who the sides are: added, corrected, given a code of their own, taken over to an account."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction

from linli.apps.disputes.access import CODE_LENGTH, code_hash_of
from linli.apps.disputes.actions.registering import (
    SIDES_MAX,
    Someone,
    new_side,
    settle_desk,
)
from linli.apps.disputes.actions.step import Voice, fetch_dispute, hand_for, note, own_of
from linli.apps.disputes.models import Dispute, Side
from linli.apps.disputes.queries.circle import ties_of
from linli.apps.disputes.rules.states import BEFORE_TALKS, OPEN, State, require_state
from linli.foundation.clock import local_date
from linli.foundation.keys import new_code
from linli.foundation.refusals import Refused
from linli.platform.access import Actor

EDITABLE: Final = ("name", "phone", "speaker_name", "speaker_phone", "speaker_basis")


def add_side(
    *, actor: Actor, pk: int, someone: Someone, is_applicant: bool, now: dt.datetime
) -> Side:
    """Add a side before the talks begin. Mediators named before are asked about anew."""
    with transaction.atomic():
        dispute = fetch_dispute(action="add_side", actor=actor, pk=pk)
        require_state(State(dispute.state), *BEFORE_TALKS)
        last = dispute.sides.order_by("-number").first()
        number = last.number + 1 if last else 1
        if number > SIDES_MAX:
            raise Refused(
                "dispute.sides_too_many", "最多登记%(most)s方，请分开申请。", most=SIDES_MAX
            )
        side = new_side(dispute, someone, number, is_applicant=is_applicant, now=now)
        side.save(force_insert=True)
        dispute.seats.filter(state="seated").update(state="proposed", since=None)
        note(dispute, "add_side", actor=actor, now=now, after={"side": number})
        _recheck(dispute, actor, now)
    return side


def edit_side(*, actor: Actor, pk: int, side: int, someone: Someone, now: dt.datetime) -> Side:
    """Correct how a side is called and reached, and who speaks for it."""
    with transaction.atomic():
        dispute = fetch_dispute(action="edit_side", actor=actor, pk=pk)
        require_state(State(dispute.state), *OPEN)
        found = hand_for(dispute, actor=actor, voice=Voice(side)).side
        given = new_side(dispute, someone, found.number, is_applicant=found.is_applicant, now=now)
        changed = [name for name in EDITABLE if getattr(found, name) != getattr(given, name)]
        if found.is_minor and given.speaker_basis != "guardian":
            raise Refused(
                "dispute.guardian_missing",
                "未满十八岁要由监护人陪同，请填写监护人的称呼和电话。",
                field="speaker_name",
            )
        for name in changed:
            setattr(found, name, getattr(given, name))
        if changed:
            found.save(update_fields=changed)
        note(dispute, "edit_side", actor=actor, now=now, after={"side": side, "columns": changed})
    return found


def issue_code(*, actor: Actor, pk: int, side: int, now: dt.datetime) -> str:
    """Make a code for a side without an account and return it: shown once, kept as a hash only.

    An earlier code of the side stops working.
    """
    with transaction.atomic():
        dispute = fetch_dispute(action="issue_code", actor=actor, pk=pk)
        found = hand_for(dispute, actor=actor, voice=Voice(side)).side
        code = new_code(CODE_LENGTH)
        found.code_hash = code_hash_of(code)
        found.save(update_fields=["code_hash"])
        note(dispute, "issue_code", actor=actor, now=now, after={"side": side})
    return code


def adopt_side(*, actor: Actor, pk: int, follow_code: str, now: dt.datetime) -> Side:
    """Take the side whose code is shown over to the actor's account."""
    account = actor.behalf or actor.account
    if account is None:
        raise Refused("dispute.sign_in_first", "请先登录，再把它归到您的账号。")
    with transaction.atomic():
        dispute = fetch_dispute(action="adopt", actor=actor, pk=pk, follow_code=follow_code)
        held = code_hash_of(follow_code)
        side = next(each for each in own_of(dispute, actor, follow_code) if each.code_hash == held)
        column = "speaker_account_id" if side.speaker_basis else "account_id"
        if getattr(side, column) not in {None, account}:
            raise Refused("dispute.adopted_before", "它已经归到另一个账号了，请核对查询码。")
        setattr(side, column, account)
        side.save(update_fields=[column])
        note(dispute, "adopt", actor=actor, now=now, is_side=True, after={"side": side.number})
        _recheck(dispute, actor, now)
    return side


def _recheck(dispute: Dispute, actor: Actor, now: dt.datetime) -> None:
    """Look again at who answers for it and who mediates, now that more is known of the sides."""
    sides = list(dispute.sides.order_by("number"))
    if settle_desk(dispute, sides, now):
        note(dispute, "move_desk", actor=actor, now=now, is_side=True, after={"desk": dispute.desk})
    for seat in dispute.seats.filter(state__in=["proposed", "seated"]).order_by("id"):
        ties = ties_of(seat.account_id, sides, local_date(now))
        if ties:
            seat.state = "ended"
            seat.save(update_fields=["state"])
            facts = {"seat": str(seat.pk), "ties": list(ties)}
            note(dispute, "step_down", actor=actor, now=now, is_side=True, after=facts)
