"""What Linli does by itself: reminds of dates, forgets old files, writes down who looked."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import Q

from linli.apps.disputes.access import accounts_of
from linli.apps.disputes.actions.step import change, need, note
from linli.apps.disputes.models import Agreement, Dispute, Look, Note, Obligation, Session, Side
from linli.apps.disputes.rules.dated import kept_until
from linli.foundation.clock import local_date
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import files
from linli.platform.access import Actor

FILE_KINDS: Final = ("disputes.scan", "disputes.proof")


def log_look(*, actor: Actor, pk: int, capacity: str, what: str, now: dt.datetime) -> Look | None:
    """Write that somebody who is no side opened the file; a side's own look is nobody's business."""
    if capacity not in {"mediator", "desk"}:
        return None
    return Look.objects.create(
        id=new_key(now), dispute_id=pk, viewer=actor.account, capacity=capacity, what=what, at=now
    )


def _require_system(actor: Actor) -> None:
    if not actor.is_system:
        raise Refused("dispute.system_only", "这一步由系统自动办理。")


def remind_of_court(*, actor: Actor, pk: int, now: dt.datetime) -> Dispute:
    """Remind both sides of the last day to ask the court for confirmation."""
    _require_system(actor)
    with transaction.atomic():
        dispute = Dispute.objects.select_for_update().get(pk=pk)
        if dispute.reminded_at is not None or dispute.court:
            return dispute
        change(dispute, reminded_at=now)
        need(dispute, "court", sorted(accounts_of(dispute.sides.all())), now)
    return dispute


def remind_of_duty(*, actor: Actor, pk: int, now: dt.datetime) -> Obligation:
    """Remind everybody that a duty was due and nobody has said whether it was done."""
    _require_system(actor)
    with transaction.atomic():
        duty = Obligation.objects.select_for_update(of=("self",)).get(pk=pk)
        if duty.reminded_at is None and duty.state == "open":
            duty.reminded_at = now
            duty.save(update_fields=["reminded_at"])
            dispute = duty.agreement.dispute
            seats = [seat.account_id for seat in dispute.seats.filter(state="seated")]
            need(dispute, "duty", [*sorted(accounts_of(dispute.sides.all())), *seats], now)
    return duty


def erase_dispute(*, actor: Actor, pk: int, now: dt.datetime) -> Dispute:
    """Empty an old file of names, words and pictures; what was done when stays, without anybody."""
    _require_system(actor)
    with transaction.atomic():
        dispute = Dispute.objects.select_for_update().get(pk=pk)
        if dispute.ended_at is None or kept_until(local_date(dispute.ended_at)) > local_date(now):
            raise Refused("dispute.kept_still", "还没有到期，不能删除。")
        Note.objects.filter(dispute=dispute).delete()
        Session.objects.filter(dispute=dispute).update(record="", next_step="", place="")
        Agreement.objects.filter(dispute=dispute).update(words="")
        Obligation.objects.filter(agreement__dispute=dispute).update(words="")
        Side.objects.filter(dispute=dispute).update(
            name="",
            phone="",
            speaker_name="",
            speaker_phone="",
            code_hash=None,
            account=None,
            speaker_account=None,
            building=None,
        )
        for kind in FILE_KINDS:
            files.detach(kind=kind, owner=dispute.pk)
        change(
            dispute, words="", answers={}, place_text="", advice="", building_id=None, erased_at=now
        )
        note(dispute, "erase", actor=actor, now=now)
    return dispute


def erase_account(*, actor: Actor, account: int, now: dt.datetime) -> int:
    """Take a closed account off its sides; the file goes on without it, and goes when it is old."""
    _require_system(actor)
    with transaction.atomic():
        held = Side.objects.filter(Q(account=account) | Q(speaker_account=account))
        own = list(held.select_related("dispute"))
        Note.objects.filter(side__in=own).delete()
        for side in own:
            is_speaker = side.speaker_account_id == account
            cleared = (
                {"speaker_account_id": None, "speaker_phone": ""}
                if is_speaker
                else {"account_id": None, "phone": ""}
            )
            for name, value in cleared.items():
                setattr(side, name, value)
            side.save(update_fields=list(cleared))
            note(side.dispute, "edit_side", actor=actor, now=now, after={"side": side.number})
        Dispute.objects.filter(taken_by=account).update(taken_by=None)
    return len(own)
