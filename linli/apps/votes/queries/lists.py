"""Lists of votes, and what Linli's own jobs have to do. One query each, paged by key."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.http import Http404

from linli.apps.votes.access import TABLE
from linli.apps.votes.models import OwnersVote
from linli.apps.votes.models.owners import STATE_NAMES
from linli.apps.votes.rules.ballots import State
from linli.platform.access import Actor, allowed

ROWS_MAX: Final = 50
ROW: Final = (
    "id",
    "reference",
    "title",
    "state",
    "compound_id",
    "compound__name",
    "noticed_on",
    "opens_at",
    "closes_at",
    "heads",
)


@dataclass(frozen=True, slots=True)
class VoteRow:
    """A vote in a list."""

    id: int
    reference: str
    title: str
    state: str
    compound: int
    compound_name: str
    noticed_on: dt.date | None
    opens_at: dt.datetime | None
    closes_at: dt.datetime | None
    heads: int

    @property
    def state_name(self) -> str:
        return str(STATE_NAMES[State(self.state)])


@dataclass(frozen=True, slots=True)
class Votes:
    """One page of a list; `after` is the key to go on from, 0 at the end."""

    rows: tuple[VoteRow, ...]
    after: int


def list_votes(
    *, actor: Actor, compound: int | None = None, after: int = 0, limit: int = ROWS_MAX
) -> Votes:
    """Return the votes that the actor may read, newest first."""
    rows = allowed(OwnersVote.objects.order_by("-id"), actor=actor, action="read", table=TABLE)
    if compound is not None:
        rows = rows.filter(compound=compound)
    if after:
        rows = rows.filter(id__lt=after)
    most = min(limit, ROWS_MAX)
    found = [VoteRow(*row) for row in rows.values_list(*ROW)[: most + 1]]
    return Votes(tuple(found[:most]), found[most - 1].id if len(found) > most else 0)


def key_of(*, actor: Actor, reference: str) -> int:
    """Return the key of a vote that the actor may read, or raise `Http404`."""
    rows = allowed(OwnersVote.objects.all(), actor=actor, action="read", table=TABLE)
    key = rows.filter(reference=reference).values_list("pk", flat=True).first()
    if key is None:
        raise Http404
    return key


def list_to_vote(*, actor: Actor, limit: int = ROWS_MAX) -> Votes:
    """Return the noticed and open votes in which the actor may vote, as an owner or by proxy."""
    rows = allowed(OwnersVote.objects.order_by("-id"), actor=actor, action="cast", table=TABLE)
    shown = rows.filter(state__in=[State.NOTICED, State.OPEN])
    return Votes(tuple(VoteRow(*row) for row in shown.values_list(*ROW)[:limit]), 0)


def list_due(*, now: dt.datetime, limit: int = 200) -> tuple[tuple[int, str], ...]:
    """Return (key, state) of the votes to open or to close now."""
    to_open = OwnersVote.objects.filter(state=State.NOTICED, opens_at__lte=now)
    to_close = OwnersVote.objects.filter(state=State.OPEN, closes_at__lte=now)
    rows = (to_open | to_close).order_by("closes_at")
    return tuple(rows.values_list("id", "state")[:limit])


def list_open(*, limit: int = 5000) -> tuple[int, ...]:
    """Return the votes that are open."""
    rows = OwnersVote.objects.filter(state=State.OPEN).order_by("id")
    return tuple(rows.values_list("id", flat=True)[:limit])
