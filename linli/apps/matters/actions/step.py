"""The one shape of every act on a matter: fetch through access with a lock → rules → write → journal → events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from linli.apps.matters.access import said_by, table_with
from linli.apps.matters.events import MatterMoved
from linli.apps.matters.models import Matter, MatterNote
from linli.apps.matters.rules.moves import Move
from linli.apps.matters.rules.records import difference
from linli.foundation.keys import new_key
from linli.platform import events, journal
from linli.platform.access import Actor, fetch


@dataclass(frozen=True, slots=True)
class Act:
    """What is done: its row in the access table, whether the reporter sees it in the timeline."""

    action: str
    is_public: bool = True

    @property
    def verb(self) -> str:
        return f"matters.{self.action}"


@dataclass(frozen=True, slots=True)
class Words:
    """Words that go with an act, already cleaned."""

    kind: str
    text: str
    is_private: bool = False


def take_step(  # noqa: PLR0913  # the one place that knows all of an act
    *,
    act: Act,
    actor: Actor,
    pk: int,
    now: dt.datetime,
    move: Move,
    words: Words | None = None,
    follow_code: str | None = None,
    more: Mapping[str, object] | None = None,
) -> Matter:
    """Carry the matter `pk` over `move` and write everything about it, in one transaction."""
    with transaction.atomic():
        matter = fetch_matter(action=act.action, actor=actor, pk=pk, follow_code=follow_code)
        before = matter.facts
        after = move(before)
        changed = matter.take(after)
        if changed:
            matter.save(update_fields=changed)
        if words is not None and words.text:
            add_words(matter=matter, words=words, actor=actor, now=now)
        was, became = difference(before, after)
        journal.record(
            actor=said_by(actor, matter.reporter_id),
            verb=act.verb,
            subject=matter,
            now=now,
            area=matter.area_id,
            before=was,
            after={**became, **(more or {})},
            is_public=act.is_public,
        )
        events.publish(
            MatterMoved(matter.pk, act.verb, before.state, after.state, after.unit_id, now)
        )
    return matter


def fetch_matter(*, action: str, actor: Actor, pk: int, follow_code: str | None = None) -> Matter:
    """Return the matter, locked, or raise `Http404` or `PermissionDenied`."""
    return fetch(
        Matter.objects.all(),
        actor=actor,
        action=action,
        table=table_with(follow_code),
        pk=pk,
        lock=True,
    )


def add_words(*, matter: Matter, words: Words, actor: Actor, now: dt.datetime) -> MatterNote:
    return MatterNote.objects.create(
        id=new_key(now),
        matter=matter,
        kind=words.kind,
        author_id=actor.account,
        words=words.text,
        is_private=words.is_private,
        at=now,
    )
