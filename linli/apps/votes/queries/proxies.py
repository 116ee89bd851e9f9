"""The proxies of a vote: an owner reads the own ones, a clerk all of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from linli.apps.accounts import queries as accounts
from linli.apps.votes.access import owner_of
from linli.apps.votes.models import ElectorOwner, OwnersVote, Proxy
from linli.platform.access import Actor

ROWS_MAX: Final = 100


@dataclass(frozen=True, slots=True)
class ProxyRow:
    """A proxy that has not been withdrawn."""

    id: int
    number: int
    label: str
    holder: int
    holder_name: str
    motions: tuple[int, ...]
    ends_at: dt.datetime
    document: str
    clerk_one: int | None
    clerk_two: int | None

    @property
    def waits(self) -> bool:
        """Tell whether it waits for its second clerk."""
        return self.clerk_one is not None and self.clerk_two is None


def list_proxies(*, actor: Actor, vote: OwnersVote, is_clerk: bool) -> tuple[ProxyRow, ...]:
    """Return the newest proxies of a vote that the actor may see; two queries."""
    rows = Proxy.objects.filter(vote=vote, withdrawn_at=None).order_by("-id")
    if not is_clerk:
        own = ElectorOwner.objects.filter(owner_of(actor), vote=vote)
        rows = rows.filter(elector__in=own.values("elector"))
    columns = ("id", "elector__number", "elector__label", "holder", "motions", "ends_at")
    found = list(rows.values_list(*columns, "document__key", "clerk_one", "clerk_two")[:ROWS_MAX])
    names = accounts.account_names({row[3] for row in found})
    return tuple(
        ProxyRow(key, number, label, holder, names.get(holder, ""), tuple(motions), *rest)
        for key, number, label, holder, motions, *rest in found
    )
