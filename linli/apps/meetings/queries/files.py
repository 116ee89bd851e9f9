"""Who may read papers and proofs: those who may read the record that they belong to."""

from __future__ import annotations

from typing import Final

from linli.apps.meetings.access import DECISIONS, TABLE
from linli.apps.meetings.models import Decision, Meeting
from linli.platform.access import Actor, allowed
from linli.platform.models import StoredFile

PAPER, PROOF = "meetings.paper", "meetings.proof"
FILE_KINDS: Final = (PAPER, PROOF)


def may_see_file(actor: Actor, file: StoredFile) -> bool:
    """Tell whether the actor may read a paper of an agenda or the proof of a step."""
    if file.kind == PAPER:
        rows = Meeting.objects.filter(items=file.owner)
        return allowed(rows, actor=actor, action="read", table=TABLE).exists()
    steps = Decision.objects.filter(steps=file.owner)
    return allowed(steps, actor=actor, action="follow", table=DECISIONS).exists()
