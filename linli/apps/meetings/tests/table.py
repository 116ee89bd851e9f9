"""What the tests of meetings share: bodies of the tiny city with seats, and a way to bring one along.

The hall of 枣冲社区 has five seats: secretary (chair), resident with the neighbour as substitute, the
building head, the volunteer, the property firm. The conference has nineteen units.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any, Final

import pytest

from linli.apps.accounts.tests.cast import HANDLING_DEPARTMENT, PARTS, PROPERTY_FIRM, Cast
from linli.apps.accounts.tests.tiny_city import CITY, COMMUNITY, SINCE
from linli.apps.matters.tests.desk import make_units
from linli.apps.meetings import actions
from linli.apps.meetings.models import Attendee, Body, Decision, Meeting
from linli.apps.organisations.models import Organisation
from linli.apps.people.models import Person
from linli.foundation import clock
from linli.foundation.clock import LOCAL
from linli.foundation.keys import new_key
from linli.platform.access import Actor, system

CALLED: Final = dt.datetime(2026, 9, 1, 10, 0, tzinfo=LOCAL)
BEGINS: Final = dt.datetime(2026, 9, 20, 9, 0, tzinfo=LOCAL)
ENDS: Final = BEGINS + dt.timedelta(hours=2)
DURING: Final = BEGINS + dt.timedelta(minutes=20)
AFTER: Final = BEGINS + dt.timedelta(hours=2)
DUE: Final = dt.date(2026, 10, 20)
SYSTEM: Final = system("test")
UNITS: Final = 19
SEATED: Final = ("secretary", "resident", "building_head", "volunteer")


def key() -> int:
    return new_key(clock.now())


@dataclass(slots=True)
class Table:
    """The cast at the table: their persons, and the bodies."""

    cast: Cast
    persons: dict[str, Person]
    hall: Body
    office: Body
    conference: Body
    units: list[Organisation] = field(default_factory=list)

    @property
    def secretary(self) -> Actor:
        return self.cast.secretary.actor

    @property
    def officer(self) -> Actor:
        return self.cast.city_officer.actor

    def call(self, kind: str = "hall_sitting", **more: Any) -> Meeting:
        """Call a meeting of the kind, by whoever leads its body."""
        body, actor, area = {
            "hall_sitting": (self.hall, self.secretary, COMMUNITY),
            "joint_conference": (self.conference, self.officer, CITY),
        }.get(kind, (self.office, self.secretary, COMMUNITY))
        facts: dict[str, Any] = {
            "client_id": uuid.uuid4(),
            "title": "停车位怎么分",
            "starts_at": BEGINS,
            "ends_at": ENDS,
            "place": "党群服务中心二楼",
            "now": CALLED,
            **more,
        }
        return actions.call_meeting(actor=actor, body=body.pk, kind=kind, area=area, **facts)

    def leader(self, meeting: Meeting) -> Actor:
        return self.officer if meeting.body_id == self.conference.pk else self.secretary

    def open(self, meeting: Meeting, present: int = 99) -> Meeting:
        """Open the meeting with so many of its seats there."""
        seats = Attendee.objects.filter(meeting=meeting, seat__isnull=False).order_by("id")
        for place in seats[:present]:
            actions.register_at_desk(
                actor=SYSTEM, meeting=meeting.pk, attendee=place.pk, now=BEGINS
            )
        return actions.open_meeting(actor=self.leader(meeting), meeting=meeting.pk, now=BEGINS)

    def close(self, meeting: Meeting) -> Meeting:
        return actions.close_meeting(actor=self.leader(meeting), meeting=meeting.pk, now=AFTER)

    def decide(self, meeting: Meeting, **more: Any) -> Decision:
        facts: dict[str, Any] = {
            "title": "划十二个停车位",
            "measure": "在东侧空地划线，先到先停。",
            "unit": HANDLING_DEPARTMENT,
            "due_on": DUE,
            "now": DURING,
            **more,
        }
        return actions.record_decision(actor=self.leader(meeting), meeting=meeting.pk, **facts)

    def decided(self, kind: str = "hall_sitting", **more: Any) -> Decision:
        """Return a decision of a meeting that has ended."""
        meeting = self.open(self.call(kind))
        decision = self.decide(meeting, **more)
        self.close(meeting)
        return decision

    def place_of(self, meeting: Meeting, who: str) -> Attendee:
        return Attendee.objects.get(meeting=meeting, person=self.persons[who])


def make_table(cast: Cast) -> Table:
    """Write units, persons, bodies and seats."""
    make_units()
    persons = {
        name: Person.objects.create(
            id=key(), name=PARTS[name].name, account=cast[name].account, community_id=COMMUNITY
        )
        for name in (*SEATED, "neighbour", "outsider")
    }
    units = [
        Organisation.objects.create(
            id=8000 + number,
            kind="conference_unit",
            name=f"成员单位{number}",
            area_id=CITY,
            valid_from=SINCE,
        )
        for number in range(UNITS)
    ]
    facts: dict[str, Any] = {"actor": SYSTEM, "now": CALLED - dt.timedelta(days=90)}
    hall = actions.found_body(kind="hall", name="枣冲议事厅", area=COMMUNITY, **facts)
    office = actions.found_body(kind="office", name="枣冲社区", area=COMMUNITY, **facts)
    conference = actions.found_body(
        kind="joint_conference", name="市党建联席会议", area=CITY, **facts
    )
    for name in SEATED:
        actions.seat_member(
            body=hall.pk,
            person=persons[name].pk,
            substitute=persons["neighbour"].pk if name == "resident" else None,
            part="chair" if name == "secretary" else "member",
            standing="居民代表",
            **facts,
        )
    actions.seat_member(body=hall.pk, organisation=PROPERTY_FIRM, **facts)
    for unit in units:
        actions.seat_member(body=conference.pk, organisation=unit.pk, **facts)
    return Table(cast, persons, hall, office, conference, units)


@pytest.fixture
def table(cast: Cast) -> Table:
    """The bodies of the tiny city with their seats."""
    return make_table(cast)
