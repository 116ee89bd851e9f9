"""Who may do what with notifications: everybody with their own, nobody else at all."""

from __future__ import annotations

from django.db.models import Q

from linli.platform.access import NOBODY, Actor, Table


def _own(actor: Actor) -> Q:
    return Q(account=actor.account) if actor.is_signed_in else NOBODY


NOTIFICATIONS: Table = {"read": _own, "mark": _own}
CHOICES: Table = {"read": _own}
DEVICES: Table = {"read": _own, "remove": _own}
