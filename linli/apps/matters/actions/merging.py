"""Two reports of one thing: merged, and parted again when that was wrong. Followers go along."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from linli.apps.matters.actions.following import put_follows
from linli.apps.matters.actions.step import Act, take_step
from linli.apps.matters.events import MatterMerged
from linli.apps.matters.models import Follow, Matter
from linli.apps.matters.rules import moves
from linli.apps.matters.rules.states import State
from linli.foundation.refusals import Refused
from linli.platform import events
from linli.platform.access import Actor


def mark_duplicate(*, actor: Actor, pk: int, of: str, now: dt.datetime) -> Matter:
    """Mark the matter as one that is already on record under the public reference `of`.

    Its reporter and its followers follow the other one from now on.
    """
    other = (
        Matter.objects.filter(reference=of.strip().upper()[:8]).values_list("pk", "state").first()
    )
    if other is None:
        raise Refused("matters.duplicate_unknown", "没有这个编号的诉求，请核对后再填。", field="of")
    other_pk, other_state = other

    def move(facts: moves.Facts) -> moves.Facts:
        return moves.mark_duplicate(facts, pk, other_pk, State(other_state), now)

    with transaction.atomic():
        matter = take_step(act=Act("duplicate"), actor=actor, pk=pk, now=now, move=move)
        _lead_on(matter, other_pk, now)
        events.publish(MatterMerged(pk, other_pk, is_undone=False, at=now))
    return matter


def _lead_on(matter: Matter, into: int, now: dt.datetime) -> None:
    """Let everybody who waits for the matter follow the one it was merged into."""
    follows = Follow.objects.filter(target="matter", key=matter.pk)
    accounts = list(follows.values_list("account_id", flat=True))
    if matter.reporter_id is not None:
        accounts.append(matter.reporter_id)
    put_follows(accounts, target="matter", key=into, via=matter.pk, now=now)


def separate_matter(*, actor: Actor, pk: int, now: dt.datetime) -> Matter:
    """Undo a merging that was wrong; who was led to the other matter follows it no longer."""
    with transaction.atomic():
        into = Matter.objects.filter(pk=pk).values_list("duplicate_of", flat=True).first()
        matter = take_step(
            act=Act("separate"),
            actor=actor,
            pk=pk,
            now=now,
            move=lambda facts: moves.separate(facts, now),
        )
        Follow.objects.filter(via=pk).delete()
        events.publish(MatterMerged(pk, into or 0, is_undone=True, at=now))
    return matter
