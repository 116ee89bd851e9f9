"""The agreement: drawn up by a mediator, in force once every side has confirmed the same words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from linli.apps.disputes.access import accounts_of
from linli.apps.disputes.actions.step import (
    ITSELF,
    Hand,
    Voice,
    fetch_dispute,
    hand_for,
    move,
    need,
    note,
)
from linli.apps.disputes.models import Agreement, Confirmation, Dispute, Obligation
from linli.apps.disputes.rules.agreement import Duty, clean_terms, require_confirming
from linli.apps.disputes.rules.dated import confirm_until
from linli.apps.disputes.rules.states import State, require_state
from linli.foundation.clock import local_date
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import files
from linli.platform.access import Actor
from linli.platform.models import StoredFile

SCAN_KIND = "disputes.scan"
DRAFTS_MAX = 20


def draw_up(  # the facts of an agreement
    *,
    actor: Actor,
    pk: int,
    form: str,
    words: str,
    duties: Sequence[Duty] = (),
    now: dt.datetime,
) -> Agreement:
    """Write what the sides agree on. A new draft takes the place of one that is not in force yet."""
    with transaction.atomic():
        dispute = fetch_dispute(action="draw_up", actor=actor, pk=pk)
        require_state(State(dispute.state), State.IN_MEDIATION)
        sides = {side.number: side for side in dispute.sides.order_by("number")}
        terms = clean_terms(form, words, duties, sides=frozenset(sides), today=local_date(now))
        last = dispute.agreements.order_by("-number").first()
        number = last.number + 1 if last else 1
        if number > DRAFTS_MAX:
            raise Refused("dispute.drafts_too_many", "已经改了很多稿，请先和双方谈定再写。")
        assert actor.account is not None or actor.is_system
        agreement = Agreement.objects.create(
            id=new_key(now),
            dispute=dispute,
            number=number,
            form=terms.form,
            words=terms.words,
            drawn_by=actor.account or 0,
            drawn_at=now,
            fingerprint=terms.fingerprint(),
        )
        Obligation.objects.bulk_create(
            Obligation(
                id=new_key(now),
                agreement=agreement,
                number=place,
                side=sides[duty.side],
                words=duty.words,
                due_on=duty.due_on,
            )
            for place, duty in enumerate(terms.duties, start=1)
        )
        facts = {"number": number, "form": form, "duties": len(terms.duties)}
        note(dispute, "draw_up", actor=actor, now=now, after=facts)
        need(dispute, "agreement", sorted(accounts_of(sides.values())), now)
    return agreement


def confirm_agreement(  # the facts of a confirmation
    *,
    actor: Actor,
    pk: int,
    fingerprint: str,
    voice: Voice = ITSELF,
    scan: str = "",
    now: dt.datetime,
) -> Agreement:
    """A side confirms the words with this fingerprint; the last confirmation puts them in force."""
    with transaction.atomic():
        dispute = fetch_dispute(action="confirm", actor=actor, pk=pk, follow_code=voice.follow_code)
        require_state(State(dispute.state), State.IN_MEDIATION)
        agreement = dispute.agreements.order_by("-number").first()
        if agreement is None or agreement.fingerprint != fingerprint:
            raise Refused("dispute.redrawn", "协议刚刚改过，请再看一遍新的内容，再确认。")
        hand = hand_for(dispute, actor=actor, voice=voice)
        require_confirming(hand.way, agreement.form, is_own=hand.is_own, scan=scan)
        _keep(agreement, hand, scan, actor=actor, now=now)
        facts = {"number": agreement.number, "side": hand.side.number, "way": hand.way}
        note(dispute, "confirm", actor=actor, now=now, is_side=hand.is_own, after=facts)
        _put_in_force(dispute, agreement, actor=actor, now=now, is_side=hand.is_own)
    return agreement


def _keep(agreement: Agreement, hand: Hand, scan: str, *, actor: Actor, now: dt.datetime) -> None:
    if agreement.confirmations.filter(side=hand.side).exists():
        raise Refused("dispute.confirmed_before", "这一方已经确认过了。")
    digest = ""
    if scan:
        file = StoredFile.objects.filter(key=scan).first()
        if file is None:
            raise Refused("file.gone", "照片已失效，请重新上传后再提交。", field="scan")
        digest = file.sha256
        if file.owner is None:  # one sheet with both signatures is scanned once
            files.attach([scan], kind=SCAN_KIND, owner=agreement.dispute_id)
        elif (file.kind, file.owner) != (SCAN_KIND, agreement.dispute_id):
            raise Refused("file.gone", "照片已失效，请重新上传后再提交。", field="scan")
    Confirmation.objects.create(
        id=new_key(now),
        agreement=agreement,
        side=hand.side,
        way=hand.way,
        fingerprint=agreement.fingerprint,
        scan=scan,
        scan_hash=digest,
        recorded_by=hand.recorder(actor),
        at=now,
    )


def _put_in_force(
    dispute: Dispute, agreement: Agreement, *, actor: Actor, now: dt.datetime, is_side: bool
) -> None:
    if agreement.confirmations.count() < dispute.sides.count():
        return
    agreement.effective_at = now
    agreement.save(update_fields=["effective_at"])
    move(
        dispute,
        State.AGREED,
        "agree",
        actor=actor,
        now=now,
        is_side=is_side,
        agreed_at=now,
        confirm_until=confirm_until(local_date(now)),
    )
