"""The one shape of every act on a meeting: fetch through access with a lock → rules → write → journal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from linli.apps.meetings.access import TABLE
from linli.apps.meetings.models import Decision, Meeting
from linli.apps.meetings.rules.kinds import Kind, find_kind
from linli.foundation.clock import local_date
from linli.platform import journal
from linli.platform.access import Actor, fetch


def fetch_meeting(*, action: str, actor: Actor, pk: int) -> Meeting:
    """Return the meeting, locked, or raise `Http404` or `PermissionDenied`."""
    return fetch(Meeting.objects.all(), actor=actor, action=action, table=TABLE, pk=pk, lock=True)


def kind_of(meeting: Meeting) -> Kind:
    """Return the rules of the kind as they were when the meeting was called."""
    return find_kind(meeting.kind, local_date(meeting.called_at))


def note(
    meeting: Meeting,
    verb: str,
    *,
    actor: Actor,
    now: dt.datetime,
    facts: Mapping[str, object] | None = None,
) -> None:
    """Write the journal line of an act on a meeting; what is said and by whom stays out of it."""
    journal.record(
        actor=actor,
        verb=f"meetings.{verb}",
        subject=meeting,
        now=now,
        area=meeting.area_id,
        after=facts,
    )


def note_decision(
    decision: Decision, verb: str, *, actor: Actor, now: dt.datetime, before: str = ""
) -> None:
    journal.record(
        actor=actor,
        verb=f"meetings.decision_{verb}",
        subject=decision,
        now=now,
        area=decision.area_id,
        before={"state": before} if before else None,
        after={"state": decision.state},
    )
