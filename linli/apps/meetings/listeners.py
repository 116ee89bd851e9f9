"""What a step of a meeting tells people: those invited, the responsible unit, those who lead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse

from linli.apps.meetings.events import (
    DecisionMoved,
    MeetingCalled,
    MeetingCancelled,
    MeetingClosed,
    MinutesWritten,
)
from linli.apps.meetings.models import Decision, Meeting
from linli.apps.meetings.queries.telling import invited, leaders, unit_of
from linli.apps.notifications import actions as notifications
from linli.apps.notifications.queries import shortened
from linli.foundation.clock import local_date
from linli.platform.access import system
from linli.platform.events import listen


@listen(MeetingCalled, within=True)
def invite(event: MeetingCalled) -> None:
    _tell_meeting(event.meeting, "called", event.at)


@listen(MeetingCancelled, within=True)
def call_off(event: MeetingCancelled) -> None:
    _tell_meeting(event.meeting, "cancelled", event.at)


@listen(MinutesWritten, within=True)
def ask_for_approval(event: MinutesWritten) -> None:
    _tell_meeting(event.meeting, "to_approve", event.at, present_only=True)


@listen(MeetingClosed, within=True)
def hand_over(event: MeetingClosed) -> None:
    """Tell each responsible unit what is theirs, once the meeting has ended."""
    for decision in Decision.objects.filter(meeting=event.meeting).order_by("id"):
        _tell_decision(decision, "yours", unit_of(decision, local_date(event.at)), event.at)


@listen(DecisionMoved, within=True)
def follow(event: DecisionMoved) -> None:
    """Tell those who lead what is to be checked; past its day, the unit as well."""
    if event.state not in {"done", "overdue"}:
        return
    decision, on = Decision.objects.get(pk=event.decision), local_date(event.at)
    told = leaders(decision.body_kind, decision.area_id, on)
    if event.state == "overdue":
        told |= unit_of(decision, on)
    _tell_decision(decision, event.state, told, event.at)


def _tell_meeting(pk: int, kind: str, at: dt.datetime, *, present_only: bool = False) -> None:
    meeting = Meeting.objects.get(pk=pk)
    notifications.notify(
        actor=system(f"meetings.{kind}"),
        accounts=invited(meeting, local_date(at), present_only=present_only),
        kind=f"meetings.{kind}",
        facts={"title": shortened(meeting.title)},
        path=reverse("meetings:meeting", args=[meeting.reference]),
        mark=f"{pk}:{at.isoformat()}",
        now=at,
    )


def _tell_decision(row: Decision, kind: str, told: Iterable[int], at: dt.datetime) -> None:
    notifications.notify(
        actor=system(f"meetings.{kind}"),
        accounts=told,
        kind=f"meetings.{kind}",
        facts={"title": shortened(row.title)},
        path=reverse("meetings:decision", args=[row.pk]),
        mark=f"{row.pk}:{at.isoformat()}",
        now=at,
    )
