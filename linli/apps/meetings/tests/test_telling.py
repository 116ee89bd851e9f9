"""Who is told of what: those invited, those who were there, the responsible unit, those who lead."""

from __future__ import annotations

import datetime as dt

import pytest

from linli.apps.meetings import actions
from linli.apps.meetings.jobs import urge_overdue
from linli.apps.meetings.models import Attendee
from linli.apps.meetings.tests.table import AFTER, CALLED, DUE, SYSTEM, Table, table
from linli.apps.notifications.models import Notification
from linli.foundation.clock import LOCAL

__all__ = ["table"]
pytestmark = pytest.mark.django_db


def told(table: Table, kind: str) -> set[str]:
    """Return by name whom of the cast a kind was told."""
    names = {member.key: name for name, member in table.cast.members.items() if member.account}
    rows = Notification.objects.filter(kind=f"meetings.{kind}")
    return {names[account] for account in rows.values_list("account", flat=True)}


def test_seats_substitutes_and_units_are_invited_and_told_when_it_is_off(table: Table) -> None:
    meeting = table.call()
    seats = {"secretary", "resident", "neighbour", "building_head", "volunteer", "property_manager"}
    assert told(table, "called") == seats
    actions.cancel_meeting(
        actor=table.secretary, meeting=meeting.pk, reason="台风，改期", now=CALLED
    )

    assert told(table, "cancelled") == seats


def test_those_who_were_there_are_asked_to_approve(table: Table) -> None:
    meeting = table.close(table.open(table.call(), present=2))
    text = "会议议定东侧空地划线。"
    actions.draft_minutes(actor=SYSTEM, meeting=meeting.pk, text=text, now=AFTER)

    assert Attendee.objects.filter(present_at__isnull=False).count() == 2
    assert told(table, "to_approve") == {"secretary", "resident", "neighbour"}


def test_a_decision_is_told_to_its_unit_then_to_those_who_check_and_urge(table: Table) -> None:
    decision = table.decided()
    assert told(table, "yours") == {"department_handler"}
    midday = dt.datetime(DUE.year, DUE.month, DUE.day, 12, tzinfo=LOCAL)
    urge_overdue(now=midday + dt.timedelta(days=1))
    assert told(table, "overdue") == {"department_handler", "secretary"}
    actions.report_progress(
        actor=table.cast.department_handler.actor,
        decision=decision.pk,
        words="十二个车位已划好",
        is_done=True,
        now=midday,
    )
    assert told(table, "done") == {"secretary"}
