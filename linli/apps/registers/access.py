"""Who may do what with tables that came in. A table may hold names: it is for who handed it in."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from linli.apps.registers.rules import DISCARDABLE, State
from linli.platform.access import NOBODY, Actor, Table


def _own(actor: Actor) -> Q:
    return NOBODY if actor.account is None else Q(made_by=actor.account)


INTAKES: Final[Table] = {
    "read": _own,
    "store": lambda actor: _own(actor) & Q(state=State.READY),
    "undo": lambda actor: _own(actor) & Q(state=State.STORED),
    "discard": lambda actor: _own(actor) & Q(state__in=DISCARDABLE),
}
OUTGOING: Final[Table] = {"read": _own}
