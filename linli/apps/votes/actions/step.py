"""The one shape of every act on a vote: fetch through access with a lock → rules → write → journal → events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from linli.apps.votes.access import TABLE
from linli.apps.votes.events import VoteMoved
from linli.apps.votes.models import Motion, OwnersVote
from linli.apps.votes.rules import ballots
from linli.apps.votes.rules.ballots import State, require_step
from linli.foundation.refusals import Refused
from linli.platform import events, journal
from linli.platform.access import Actor, fetch


def fetch_vote(*, action: str, actor: Actor, pk: int) -> OwnersVote:
    """Return the vote, locked, or raise `Http404` or `PermissionDenied`."""
    return fetch(
        OwnersVote.objects.all(), actor=actor, action=action, table=TABLE, pk=pk, lock=True
    )


def fetch_draft(*, action: str, actor: Actor, pk: int) -> OwnersVote:
    vote = fetch_vote(action=action, actor=actor, pk=pk)
    if vote.state != State.DRAFT:
        raise Refused("vote.frozen", "公告以后，事项和名册都不能再改。有错请作废后重新发起。")
    return vote


def note(
    vote: OwnersVote,
    verb: str,
    *,
    actor: Actor,
    now: dt.datetime,
    facts: Mapping[str, object] | None = None,
) -> None:
    """Write the journal line of an act that does not move the vote."""
    journal.record(
        actor=actor,
        verb=f"votes.{verb}",
        subject=vote,
        now=now,
        area=vote.area,
        after=facts,
    )


def move(
    vote: OwnersVote, wanted: State, *, actor: Actor, now: dt.datetime, **changed: object
) -> OwnersVote:
    """Carry a locked vote one step on, with `changed` facts, and tell."""
    require_step(State(vote.state), wanted)
    before = vote.state
    for name, value in changed.items():
        setattr(vote, name, value)
    vote.state = wanted
    vote.save(update_fields=["state", *changed])
    journal.record(
        actor=actor,
        verb=f"votes.{wanted}",
        subject=vote,
        now=now,
        area=vote.area,
        before={"state": before},
        after={"state": wanted.value},
        is_public=before != State.DRAFT or wanted is State.NOTICED,
    )
    events.publish(VoteMoved(vote.pk, wanted.value, now))
    return vote


def motions_of(vote: OwnersVote) -> tuple[ballots.Motion, ...]:
    """Return the motions as the rules know them."""
    rows = Motion.objects.filter(vote=vote).order_by("number")
    return tuple(as_rule(row) for row in rows)


def as_rule(row: Motion) -> ballots.Motion:
    return ballots.Motion(row.number, row.item, row.seats, len(row.candidates))
