"""Reminders about deadlines. They tell; they never move a topic on."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from linli.apps.deliberation.actions.step import fetch_topic, note
from linli.apps.deliberation.events import TopicNudged
from linli.apps.deliberation.models import TopicNudge
from linli.apps.deliberation.rules.topics import nudge_due
from linli.foundation.keys import new_key
from linli.platform import events
from linli.platform.access import Actor


def nudge_topic(*, actor: Actor, pk: int, now: dt.datetime) -> TopicNudge | None:
    """Write the reminder that is due for the present deadline, once; return it when it is new."""
    with transaction.atomic():
        topic = fetch_topic(action="convene", actor=actor, pk=pk)
        kind = nudge_due(topic.due_at, now) if topic.is_open else None
        if kind is None:
            return None
        own = TopicNudge.objects.filter(topic=topic, due_at=topic.due_at, kind=kind.value)
        if own.exists():
            return None
        try:
            with transaction.atomic():
                made = TopicNudge.objects.create(
                    id=new_key(now), topic=topic, kind=kind.value, due_at=topic.due_at, at=now
                )
        except IntegrityError:
            return None  # another worker was a moment quicker
        note(topic, "nudge", actor=actor, now=now, facts={"kind": kind.value}, is_public=False)
        events.publish(TopicNudged(topic.pk, topic.reference, kind.value, topic.area, now))
    return made
