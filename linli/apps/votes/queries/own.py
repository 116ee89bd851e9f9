"""What an owner reads of their own: for whom they may vote, and whether a ballot is counted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from linli.apps.votes.access import IN_FORCE, owner_of
from linli.apps.votes.models import Elector, ElectorOwner, OwnersBallot, OwnersVote, Proxy
from linli.platform.access import Actor


@dataclass(frozen=True, slots=True)
class OwnElector:
    """An elector for whom the reader may vote, and the last ballot: that it counts, never how.

    `motions` are those of the proxy; empty means all.
    """

    id: int
    number: int
    label: str
    area: int
    seal: str
    is_proxy: bool
    motions: tuple[int, ...]
    sequence: int | None
    revision: int | None
    at: dt.datetime | None
    hash: str
    channel: str

    @property
    def has_voted(self) -> bool:
        return self.sequence is not None


def own_electors(*, actor: Actor, vote: OwnersVote, now: dt.datetime) -> tuple[OwnElector, ...]:
    """Return the electors of a vote for whom the actor may vote now."""
    if actor.account is None:
        return ()
    mine = ElectorOwner.objects.filter(owner_of(actor), vote=vote).values("elector")
    proxies = {
        elector: tuple(motions)
        for elector, motions in Proxy.objects.filter(
            IN_FORCE,
            vote=vote,
            holder=actor.account,
            starts_at__lte=now,
            ends_at__gt=now,
        ).values_list("elector", "motions")
    }
    owned = set(mine.values_list("elector", flat=True))
    rows = Elector.objects.filter(Q(pk__in=owned) | Q(pk__in=list(proxies)), vote=vote)
    ballots = OwnersBallot.objects.filter(elector__in=[*owned, *proxies]).order_by("revision")
    last = {ballot.elector_id: ballot for ballot in ballots}
    return tuple(
        _own(elector, last.get(elector.pk), proxies, is_proxy=elector.pk not in owned)
        for elector in rows.order_by("number")
    )


def _own(
    elector: Elector,
    ballot: OwnersBallot | None,
    proxies: dict[int, tuple[int, ...]],
    *,
    is_proxy: bool,
) -> OwnElector:
    return OwnElector(
        id=elector.pk,
        number=elector.number,
        label=elector.label,
        area=elector.area,
        seal=elector.seal,
        is_proxy=is_proxy,
        motions=proxies.get(elector.pk, ()) if is_proxy else (),
        sequence=ballot.sequence if ballot else None,
        revision=ballot.revision if ballot else None,
        at=ballot.at if ballot else None,
        hash=ballot.hash if ballot else "",
        channel=ballot.channel if ballot else "",
    )
