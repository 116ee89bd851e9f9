"""What leaves as a file: printed notice and minutes, the calendar of a body."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from linli.apps.meetings import actions
from linli.apps.meetings.models import Meeting
from linli.apps.meetings.tests.table import AFTER, DURING, Table, table
from linli.foundation import clock
from linli.foundation.clock import LOCAL

__all__ = ["table"]
pytestmark = pytest.mark.django_db
LATE = dt.datetime(2026, 9, 20, 23, 30, tzinfo=LOCAL)
HOSTILE = '#panic("x") *粗* $x$ #read("/etc/passwd")'


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: DURING)


def pdf_of(client: Client, meeting: Meeting, name: str) -> bytes:
    answer = client.get(f"/meetings/{meeting.reference}/{name}.pdf")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return answer.content


def test_a_notice_prints_whatever_was_typed(table: Table) -> None:
    meeting = table.call("residents_talk", title=HOSTILE)
    actions.add_item(
        actor=table.secretary,
        meeting=meeting.pk,
        title=HOSTILE,
        text=f"{HOSTILE}\n第二段😀",
        minutes=5,
        now=DURING,
    )

    assert pdf_of(Client(), meeting, "notice").startswith(b"%PDF-")


def test_minutes_print_for_everybody_once_they_are_out(table: Table) -> None:
    decision = table.decided()
    meeting = decision.meeting
    path = f"/meetings/{meeting.reference}/minutes.pdf"
    assert Client().get(path).status_code == 404
    actions.draft_minutes(actor=table.secretary, meeting=meeting.pk, text=HOSTILE, now=AFTER)

    assert Client().get(path).status_code == 403
    assert pdf_of(table.cast.secretary.client(), meeting, "minutes").startswith(b"%PDF-")
    for who in ("secretary", "resident", "volunteer"):
        actions.approve_minutes(
            actor=table.cast[who].actor, meeting=meeting.pk, version=1, now=AFTER
        )
    actions.publish_minutes(actor=table.secretary, meeting=meeting.pk, now=AFTER)
    assert pdf_of(Client(), meeting, "minutes").startswith(b"%PDF-")


def test_a_public_body_has_a_calendar_that_programs_read(table: Table) -> None:
    kept, off = table.call(), table.call(title="取消的会")
    actions.cancel_meeting(actor=table.secretary, meeting=off.pk, reason="台风，改期", now=DURING)
    answer = Client().get(f"/meetings/bodies/{table.hall.pk}/calendar.ics")
    book = Calendar.from_ical(answer.content)
    events: dict[str, Any] = {str(event["summary"]): event for event in book.walk("VEVENT")}

    assert answer["Content-Type"].startswith("text/calendar")
    assert [str(zone["tzid"]) for zone in book.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    assert events[kept.title]["dtstart"].dt == kept.starts_at
    assert str(events["取消的会"]["status"]) == "CANCELLED"
    assert str(events[kept.title]["uid"]) == f"meeting-{kept.pk}@linli"


def test_the_calendar_of_a_closed_body_needs_its_secret(table: Table) -> None:
    meeting = table.call("joint_conference")
    base = f"/meetings/bodies/{table.conference.pk}"

    assert Client().get(f"{base}/calendar.ics").status_code == 404
    assert Client().get(f"{base}/{'A' * 32}.ics").status_code == 404
    answer = Client().get(f"{base}/{table.conference.feed}.ics")
    assert meeting.title in answer.content.decode()
    assert table.conference.feed not in answer.content.decode()
    assert len(table.conference.feed) == 32


def test_the_secret_is_shown_to_those_inside_only(table: Table) -> None:
    page = f"/meetings/bodies/{table.conference.pk}/"
    feed = table.conference.feed

    assert feed in table.cast.city_officer.client().get(page).content.decode()
    assert feed not in table.cast.secretary.client().get(page).content.decode()
    assert feed not in Client().get(page).content.decode()


def test_times_are_local(table: Table) -> None:
    meeting = table.call(starts_at=LATE, ends_at=LATE + dt.timedelta(hours=1))

    book = Client().get(f"/meetings/bodies/{table.hall.pk}/calendar.ics").content.decode()
    assert "DTSTART;TZID=Asia/Shanghai:20260920T233000" in book
    assert meeting.agenda_closes_on == dt.date(2026, 9, 19)
