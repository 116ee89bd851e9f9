"""What Linli does by itself: opens and closes votes at their time, posts the ends of chains each hour."""

from __future__ import annotations

import datetime as dt

from django.http import Http404

from linli.apps.votes import actions, queries
from linli.apps.votes.rules.ballots import State
from linli.foundation.refusals import Refused
from linli.platform.access import system
from linli.platform.jobs import job


@job("votes.turn", every=dt.timedelta(minutes=1), lease_seconds=120, atomic=False)
def turn_votes(*, now: dt.datetime) -> None:
    """Open what is due to open, close what is due to close; each vote in its own transaction."""
    actor = system("votes.turn")
    for pk, state in queries.list_due(now=now):
        step = actions.open_vote if state == State.NOTICED else actions.close_vote
        try:
            step(actor=actor, pk=pk, now=now)
        except (Refused, Http404):
            continue  # it was made void or moved to a later end a moment ago


@job("votes.post_heads", every=dt.timedelta(hours=1), lease_seconds=300, atomic=False)
def post_heads(*, now: dt.datetime) -> None:
    """Post the end of the chain of every open vote."""
    actor = system("votes.post_heads")
    for pk in queries.list_open():
        actions.post_head(actor=actor, pk=pk, now=now)


@job("votes.close_residents", every=dt.timedelta(minutes=1), lease_seconds=120, atomic=False)
def close_residents(*, now: dt.datetime) -> None:
    """Count and close the residents' votes whose time is over, each in its own transaction."""
    actor = system("votes.close_residents")
    for pk in queries.list_residents_due(now=now):
        try:
            actions.close_residents_vote(actor=actor, pk=pk, now=now)
        except (Refused, Http404):
            continue  # it was made void a moment ago
