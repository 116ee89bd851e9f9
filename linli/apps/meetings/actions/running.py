"""Open the meeting and end it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from linli.apps.meetings.actions.step import fetch_meeting, kind_of, note
from linli.apps.meetings.events import MeetingClosed
from linli.apps.meetings.models import Meeting, Need, Opinion, Review, Speaker
from linli.apps.meetings.rules import running
from linli.apps.meetings.rules.kinds import NEEDS, OPINIONS, RATINGS, Kind
from linli.apps.meetings.rules.running import State
from linli.foundation.refusals import Refused
from linli.platform import events
from linli.platform.access import Actor


def open_meeting(*, actor: Actor, meeting: int, now: dt.datetime) -> Meeting:
    """Open the meeting on the day of its notice."""
    with transaction.atomic():
        row = fetch_meeting(action="run", actor=actor, pk=meeting)
        running.require_opening(row.state, row.starts_at, now=now)
        if kind_of(row).input == RATINGS and not Review.objects.filter(meeting=row).exists():
            raise Refused("review.missing", "请先写明评议哪个单位的哪项服务，再开会。")
        row.state, row.opened_at, row.changed_at = State.OPEN, now, now
        row.save(update_fields=["state", "opened_at", "changed_at"])
        note(row, "opened", actor=actor, now=now)
    return row


def close_meeting(*, actor: Actor, meeting: int, now: dt.datetime) -> Meeting:
    """End the meeting; a hearing or a talk only when everything that residents said is answered."""
    with transaction.atomic():
        row = fetch_meeting(action="run", actor=actor, pk=meeting)
        running.require_open(row.state)
        kind = kind_of(row)
        running.require_all_answered(kind, _unanswered(row, kind))
        Speaker.objects.filter(meeting=row, ended_at=None).update(ended_at=now)
        ended = max(now, row.opened_at or now)  # whatever the clock did
        row.state, row.closed_at, row.changed_at = State.CLOSED, ended, now
        row.save(update_fields=["state", "closed_at", "changed_at"])
        note(row, "closed", actor=actor, now=now)
        events.publish(MeetingClosed(row.pk, row.kind, now))
    return row


def _unanswered(meeting: Meeting, kind: Kind) -> int:
    if kind.input == OPINIONS:
        return Opinion.objects.filter(meeting=meeting, answered_at=None).count()
    if kind.input == NEEDS:
        return Need.objects.filter(meeting=meeting, settled_at=None).count()
    return 0
