"""Telling the next rung by itself when a deadline has passed; setting the ladder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, QuerySet

from linli.apps.matters.access import ladder_cities
from linli.apps.matters.events import MattersEscalated
from linli.apps.matters.models import EscalationLadder, Matter
from linli.apps.matters.queries.escalation import due_for_rungs, ladder_of
from linli.apps.matters.rules.escalation import RUNGS, clean_hours
from linli.foundation.keys import new_key
from linli.platform import events, journal
from linli.platform.access import Actor

AT_ONCE_MAX: Final = 500
COLUMNS: Final = ("id", "area_id", "community_id", "subdistrict", "unit_id", "handler_id")


def set_ladder(
    *, actor: Actor, city: int, hours: Sequence[int | None], now: dt.datetime
) -> EscalationLadder:
    """Set when each rung is told; the same hours again change nothing."""
    if city not in ladder_cities(actor):
        raise PermissionDenied("ladder")
    kept = clean_hours(hours)
    with transaction.atomic():
        before = ladder_of(city)
        last = EscalationLadder.objects.filter(city=city).order_by("-id").first()
        if last is not None and before == kept:
            return last
        unit, community, subdistrict, at_city = kept
        made = EscalationLadder.objects.create(
            id=new_key(now),
            city_id=city,
            unit=unit,
            community=community,
            subdistrict=subdistrict,
            city_hours=at_city,
            author_id=actor.account,
            since=now,
        )
        journal.record(
            actor=actor,
            verb="matters.ladder",
            subject=made,
            now=now,
            area=city,
            before={"hours": list(before)},
            after={"hours": list(kept)},
        )
    return made


def escalate(*, actor: Actor, city: int, now: dt.datetime) -> int:
    """Raise what has reached a rung, up to `AT_ONCE_MAX` matters; return how many.

    Each rung is told at most once for a deadline, whoever runs this and however often: what is
    raised is locked, marked and told in one transaction.
    """
    raised = 0
    for rung, reached in due_for_rungs(city, now):
        while raised < AT_ONCE_MAX and (some := _raise(actor, rung, reached, now)):
            raised += some
    return raised


def _raise(actor: Actor, rung: int, reached: QuerySet[Matter], now: dt.datetime) -> int:
    with transaction.atomic():
        locked = reached.select_for_update(skip_locked=True)
        rows: list[dict[str, Any]] = list(locked.values(*COLUMNS)[:AT_ONCE_MAX])
        if not rows:
            return 0
        keys = [row["id"] for row in rows]
        Matter.objects.filter(pk__in=keys).update(rung=rung, rung_due=F("due_at"))
        journal.record_many(
            actor=actor,
            verb="matters.escalate",
            model=Matter,
            rows=[(row["id"], row["area_id"]) for row in rows],
            now=now,
            after={"rung": RUNGS[rung - 1]},
            is_public=True,
        )
        events.publish(MattersEscalated(RUNGS[rung - 1], tuple(rows), now))
    return len(rows)
