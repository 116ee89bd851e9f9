"""A person confirms or declines each proposed match."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.http import Http404

from linli.apps.planning.actions.steps import fetch_study, note_line
from linli.apps.planning.models import Proposal
from linli.apps.planning.rules.studies import State, require_state
from linli.foundation.refusals import Refused
from linli.platform.access import Actor


def decide_proposal(
    *, actor: Actor, pk: int, proposal: int, is_confirmed: bool, now: dt.datetime
) -> Proposal:
    """Confirm or decline one proposal, once."""
    with transaction.atomic():
        study = fetch_study(actor=actor, action="decide", pk=pk)
        require_state(study.state, State.DONE)
        row = Proposal.objects.filter(study=study, pk=proposal).first()
        if row is None:
            raise Http404
        if row.state != Proposal.State.PROPOSED:
            raise Refused("planning.decided", "这条建议已经有人定过了，请刷新页面。")
        row.state = Proposal.State.CONFIRMED if is_confirmed else Proposal.State.DECLINED
        row.decided_by, row.decided_at = actor.account or 0, now
        row.save(update_fields=["state", "decided_by", "decided_at"])
        note_line(study, "decide", actor=actor, now=now, after={"to": row.state, "id": row.pk})
    return row
