"""From the first ballot to the archive: each step in its order, each number from the ballots."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction

from linli.apps.votes.actions.step import fetch_vote, motions_of, move, note
from linli.apps.votes.models import (
    Declared,
    Delivery,
    Elector,
    HeadPost,
    Motion,
    OwnersBallot,
    OwnersVote,
)
from linli.apps.votes.rules.ballots import Choices, State, require_extension
from linli.apps.votes.rules.canon import START
from linli.apps.votes.rules.counting import Weight
from linli.apps.votes.rules.outcome import Line, count_vote
from linli.apps.votes.rules.packs import find_pack
from linli.foundation.clock import local_date
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform.access import Actor

REASON_MIN: Final = 5
REASON_MAX: Final = 200


def extend_vote(*, actor: Actor, pk: int, closes_at: dt.datetime, now: dt.datetime) -> OwnersVote:
    """Move the end of voting to a later moment."""
    with transaction.atomic():
        vote = fetch_vote(action="extend", actor=actor, pk=pk)
        if vote.state not in (State.NOTICED, State.OPEN) or vote.closes_at is None:
            raise Refused("vote.not_running", "只有公告后、截止前才能办理。")
        require_extension(vote.closes_at, closes_at, now)
        before, vote.closes_at = vote.closes_at, closes_at
        vote.save(update_fields=["closes_at"])
        facts = {"from": before.isoformat(), "to": closes_at.isoformat()}
        note(vote, "extended", actor=actor, now=now, facts=facts)
    return vote


def open_vote(*, actor: Actor, pk: int, now: dt.datetime) -> OwnersVote:
    """Open a vote whose time has come; Linli's job does it."""
    with transaction.atomic():
        vote = fetch_vote(action="open", actor=actor, pk=pk)
        if vote.opens_at is not None and now < vote.opens_at:
            raise Refused("vote.not_yet", "还没到公告的开始时间。")
        return move(vote, State.OPEN, actor=actor, now=now)


def close_vote(*, actor: Actor, pk: int, now: dt.datetime) -> OwnersVote:
    """Close a vote whose time is over and post the last end of its chain; Linli's job does it."""
    with transaction.atomic():
        vote = fetch_vote(action="close", actor=actor, pk=pk)
        if vote.closes_at is not None and now < vote.closes_at:
            raise Refused("vote.not_over", "还没到截止时间，不能提前结束。")
        move(vote, State.CLOSED, actor=actor, now=now)
        _post_head(vote, now)
    return vote


def post_head(*, actor: Actor, pk: int, now: dt.datetime) -> HeadPost:
    """Post the end of the chain of an open vote on its public page."""
    with transaction.atomic():
        vote = fetch_vote(action="open", actor=actor, pk=pk)
        return _post_head(vote, now)


def _post_head(vote: OwnersVote, now: dt.datetime) -> HeadPost:
    last = OwnersBallot.objects.filter(vote=vote).order_by("-sequence").first()
    return HeadPost.objects.create(
        id=new_key(now),
        vote=vote,
        at=now,
        sequence=last.sequence if last else 0,
        head=last.hash if last else START,
    )


def declare_vote(*, actor: Actor, pk: int, now: dt.datetime) -> OwnersVote:
    """Count a closed vote and declare it; the database recounts before it takes the numbers."""
    with transaction.atomic():
        vote = fetch_vote(action="declare", actor=actor, pk=pk)
        if vote.state != State.CLOSED:
            raise Refused("vote.step", "现在不能进行这一步，请刷新页面查看表决进行到哪里。")
        keys = dict(Motion.objects.filter(vote=vote).values_list("number", "pk"))
        Declared.objects.bulk_create(
            _declared(vote, keys[line.motion], line, now) for line in count(vote)
        )
        return move(vote, State.DECLARED, actor=actor, now=now, declared_at=now)


def count(vote: OwnersVote) -> tuple[Line, ...]:
    """Count the ballots of a vote."""
    roll = [
        Weight(number, area)
        for number, area in Elector.objects.filter(vote=vote)
        .order_by("number")
        .values_list("number", "area")
    ]
    rows = OwnersBallot.objects.filter(vote=vote).order_by("sequence")
    last: dict[int, Choices] = dict(rows.values_list("elector__number", "choices"))
    delivered = Delivery.objects.filter(vote=vote).values_list("elector__number", flat=True)
    return count_vote(
        motions=motions_of(vote),
        roll=roll,
        last=last,
        delivered=frozenset(delivered),
        pack=find_pack(vote.pack),
    )


def _declared(vote: OwnersVote, motion: int, line: Line, now: dt.datetime) -> Declared:
    tally = line.tally
    return Declared(
        id=new_key(now),
        vote=vote,
        motion_id=motion,
        candidate=line.candidate,
        item=line.item,
        heads=tally.heads,
        area=tally.area,
        cast_heads=line.cast[0],
        cast_area=line.cast[1],
        yes_heads=line.cast_yes[0],
        yes_area=line.cast_yes[1],
        silent_heads=line.silent[0],
        silent_area=line.silent[1],
        heads_in=tally.heads_in,
        area_in=tally.area_in,
        heads_yes=tally.heads_yes,
        area_yes=tally.area_yes,
        passed=line.passed,
    )


def post_vote(*, actor: Actor, pk: int, now: dt.datetime) -> OwnersVote:
    """Record that the declared result hangs at the door of the compound."""
    with transaction.atomic():
        vote = fetch_vote(action="post", actor=actor, pk=pk)
        return move(vote, State.POSTED, actor=actor, now=now, posted_on=local_date(now))


def archive_vote(*, actor: Actor, pk: int, now: dt.datetime) -> OwnersVote:
    """Put the papers of a posted vote away."""
    with transaction.atomic():
        vote = fetch_vote(action="archive", actor=actor, pk=pk)
        return move(vote, State.ARCHIVED, actor=actor, now=now)


def void_vote(*, actor: Actor, pk: int, reason: str, now: dt.datetime) -> OwnersVote:
    """End a vote without a result, with the reason for all to read."""
    words = reason.strip()
    if not REASON_MIN <= len(words) <= REASON_MAX:
        raise Refused("vote.void_reason", "请写明作废的原因（5至200字）。", field="reason")
    with transaction.atomic():
        vote = fetch_vote(action="void", actor=actor, pk=pk)
        return move(vote, State.VOID, actor=actor, now=now, void_reason=words)
