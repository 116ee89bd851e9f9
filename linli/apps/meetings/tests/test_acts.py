"""Calling, agenda, coming in, speaking, deciding: what goes and what is refused."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from linli.apps.accounts.tests.cast import HANDLING_DEPARTMENT, PROPERTY_FIRM
from linli.apps.accounts.tests.tiny_city import CITY, COMMUNITY, OTHER_COMMUNITY
from linli.apps.meetings import actions
from linli.apps.meetings.events import DecisionMoved, MeetingClosed, MinutesPublished
from linli.apps.meetings.models import AgendaItem, Attendee, Meeting, Speaker
from linli.apps.meetings.tests.table import (
    AFTER,
    BEGINS,
    CALLED,
    DURING,
    ENDS,
    SYSTEM,
    Table,
    table,
)
from linli.foundation.refusals import Refused

__all__ = ["table"]
pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def refusal(act: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as found:
        act()
    return found.value.code


# ── Calling ───────────────────────────────────────────────────────────────────────────────────────
def test_a_meeting_invites_every_seat_and_says_how_many_must_come(table: Table) -> None:
    conference = table.call("joint_conference")

    assert Attendee.objects.filter(meeting=conference).count() == 19
    assert conference.needed == 10
    assert conference.agenda_closes_on == dt.date(2026, 9, 10)


def test_the_same_call_twice_is_one_meeting(table: Table) -> None:
    once = uuid.uuid4()

    assert table.call(client_id=once).pk == table.call(client_id=once).pk


@pytest.mark.parametrize(
    ("kind", "days", "code"),
    [
        ("joint_conference", 13, "meeting.too_soon"),
        ("decision_hearing", 6, "meeting.too_soon"),
        ("hall_sitting", 500, "meeting.too_far"),
    ],
)
def test_each_kind_has_its_days_of_notice(table: Table, kind: str, days: int, code: str) -> None:
    begins = CALLED + days * DAY
    ends = begins + dt.timedelta(hours=1)

    assert refusal(lambda: table.call(kind, starts_at=begins, ends_at=ends)) == code


def test_a_meeting_ends_after_it_begins(table: Table) -> None:
    assert refusal(lambda: table.call(ends_at=BEGINS)) == "meeting.length"


def test_a_body_holds_only_its_own_kinds_and_inside_its_area(table: Table) -> None:
    facts: dict[str, Any] = {
        "client_id": uuid.uuid4(),
        "body": table.hall.pk,
        "title": "不该开的会",
        "starts_at": BEGINS,
        "ends_at": ENDS,
        "place": "某处",
        "now": CALLED,
    }

    def call(kind: str, area: int) -> Meeting:
        return actions.call_meeting(actor=table.secretary, kind=kind, area=area, **facts)

    assert refusal(lambda: call("joint_conference", COMMUNITY)) == "meeting.kind_not_held"
    assert refusal(lambda: call("hall_sitting", OTHER_COMMUNITY)) == "meeting.area"
    assert refusal(lambda: call("no_such_kind", COMMUNITY)) == "meeting.kind_unknown"


def test_a_body_without_seats_cannot_decide_and_so_cannot_meet(table: Table) -> None:
    empty = actions.found_body(
        actor=SYSTEM, kind="hall", name="空的议事厅", area=COMMUNITY, now=CALLED
    )
    table.hall = empty

    assert refusal(table.call) == "meeting.no_seats"
    assert not Meeting.objects.exists()


def test_a_seat_has_one_holder_and_is_taken_once(table: Table) -> None:
    facts: dict[str, Any] = {"actor": table.secretary, "body": table.hall.pk, "now": CALLED}
    person = table.persons["resident"].pk

    assert refusal(lambda: actions.seat_member(**facts)) == "seat.holder"
    assert refusal(lambda: actions.seat_member(person=person, **facts)) == "seat.taken"
    outsider = table.persons["outsider"].pk
    act = lambda: actions.seat_member(person=outsider, substitute=outsider, **facts)  # noqa: E731
    assert refusal(act) == "seat.substitute"


def test_two_bodies_of_one_name_are_refused(table: Table) -> None:
    facts: dict[str, Any] = {"kind": "hall", "name": "枣冲议事厅", "area": COMMUNITY}

    found = lambda: actions.found_body(actor=SYSTEM, now=CALLED, **facts)  # noqa: E731
    assert refusal(found) == "body.name_taken"


def test_a_cancelled_meeting_says_why_and_cannot_be_opened(table: Table) -> None:
    meeting = table.call()
    actions.cancel_meeting(
        actor=table.secretary, meeting=meeting.pk, reason="台风，改期", now=DURING
    )

    assert refusal(lambda: table.open(meeting, 0)) == "meeting.not_called"


# ── Agenda ────────────────────────────────────────────────────────────────────────────────────────
def add(table: Table, meeting: Meeting, now: dt.datetime, **more: Any) -> AgendaItem:
    facts: dict[str, Any] = {"title": "充电棚", "minutes": 15, **more}
    return actions.add_item(actor=table.leader(meeting), meeting=meeting.pk, now=now, **facts)


def test_the_agenda_of_the_conference_closes_ten_days_before(table: Table) -> None:
    conference = table.call("joint_conference")
    last = dt.datetime(2026, 9, 10, 23, 59, tzinfo=CALLED.tzinfo)

    assert add(table, conference, last).number == 1
    too_late = last + dt.timedelta(minutes=1)
    assert refusal(lambda: add(table, conference, too_late)) == "meeting.agenda_closed"


def test_an_item_has_a_time_and_stands_once(table: Table) -> None:
    meeting = table.call()

    assert refusal(lambda: add(table, meeting, CALLED, minutes=0)) == "meeting.item_minutes"
    add(table, meeting, CALLED, source_kind="decision", source=7)
    twice = lambda: add(table, meeting, CALLED, source_kind="decision", source=7)  # noqa: E731
    assert refusal(twice) == "meeting.item_twice"


def test_what_has_come_of_an_item_keeps_it_on_the_agenda(table: Table) -> None:
    meeting = table.call()
    item = add(table, meeting, CALLED)
    early = lambda: actions.record_outcome(  # noqa: E731
        actor=table.secretary, item=item.pk, outcome="同意", now=CALLED
    )
    assert refusal(early) == "meeting.not_begun"
    table.open(meeting)
    actions.record_outcome(actor=table.secretary, item=item.pk, outcome="同意", now=DURING)
    dropped = lambda: actions.drop_item(  # noqa: E731
        actor=table.secretary, item=item.pk, now=CALLED
    )
    assert refusal(dropped) == "meeting.item_decided"


# ── Coming in ─────────────────────────────────────────────────────────────────────────────────────
def come(table: Table, who: str, meeting: Meeting, code: str | None = None) -> Attendee:
    return actions.check_in(
        actor=table.cast[who].actor,
        meeting=meeting.pk,
        code=meeting.door if code is None else code,
        now=BEGINS,
    )


def test_a_seat_comes_in_with_the_code_and_only_once(table: Table) -> None:
    meeting = table.call()

    assert come(table, "resident", meeting).present_at == BEGINS
    assert refusal(lambda: come(table, "resident", meeting)) == "door.already"
    # The substitute finds the seat taken.
    assert refusal(lambda: come(table, "neighbour", meeting)) == "door.already"


def test_a_substitute_comes_for_the_seat(table: Table) -> None:
    meeting = table.call()

    place = come(table, "neighbour", meeting)
    assert place.by_substitute
    assert place.person == table.persons["resident"]
    assert refusal(lambda: come(table, "resident", meeting)) == "door.already"


def test_a_unit_comes_by_whoever_works_for_it(table: Table) -> None:
    meeting = table.call()

    assert come(table, "property_manager", meeting).organisation_id == PROPERTY_FIRM


def test_a_wrong_code_and_the_code_of_another_meeting_are_told_apart(table: Table) -> None:
    meeting, other = table.call(), table.call(title="另一场会")

    assert refusal(lambda: come(table, "resident", meeting, "ZZZZZZ")) == "door.wrong_code"
    assert refusal(lambda: come(table, "resident", meeting, other.door)) == "door.other_meeting"
    assert not Attendee.objects.filter(present_at__isnull=False).exists()


def test_the_door_opens_on_the_day(table: Table) -> None:
    meeting = table.call()
    early = lambda: actions.check_in(  # noqa: E731
        actor=table.cast.resident.actor, meeting=meeting.pk, code=meeting.door, now=CALLED
    )
    assert refusal(early) == "door.not_today"


def test_codes_cannot_be_guessed(table: Table) -> None:
    meeting = table.call()
    for _try in range(20):
        assert refusal(lambda: come(table, "resident", meeting, "ZZZZZZ")) == "door.wrong_code"

    assert refusal(lambda: come(table, "resident", meeting, "ZZZZZZ")) == "throttle.too_often"
    assert come(table, "resident", meeting).present_at is not None  # the right one still opens


def test_who_is_not_invited_stays_outside_a_sitting_but_comes_to_a_talk(table: Table) -> None:
    with pytest.raises(PermissionDenied):
        come(table, "outsider", table.call())
    talk = table.call("residents_talk")

    assert come(table, "outsider", talk).standing == "居民"
    assert refusal(lambda: come(table, "outsider", talk)) == "door.already"
    with pytest.raises(PermissionDenied):
        come(table, "stranger", talk)


def test_the_desk_registers_seats_and_guests_without_a_phone(table: Table) -> None:
    sitting, talk = table.call(), table.call("residents_talk")
    facts: dict[str, Any] = {"actor": table.secretary, "now": BEGINS}
    place = table.place_of(sitting, "resident")
    head = table.place_of(sitting, "building_head")

    actions.register_at_desk(meeting=sitting.pk, attendee=place.pk, by_substitute=True, **facts)
    again = lambda: actions.register_at_desk(  # noqa: E731
        meeting=sitting.pk, attendee=place.pk, **facts
    )
    assert refusal(again) == "door.already"
    nobody = lambda: actions.register_at_desk(  # noqa: E731
        meeting=sitting.pk, attendee=head.pk, by_substitute=True, **facts
    )
    assert refusal(nobody) == "reply.no_substitute"
    guest = lambda: actions.register_guest(meeting=sitting.pk, **facts)  # noqa: E731
    assert refusal(guest) == "door.invited_only"
    assert actions.register_guest(meeting=talk.pk, standing="商户", **facts).at_desk
    with pytest.raises(Http404):
        actions.register_at_desk(meeting=talk.pk, attendee=head.pk, **facts)


def test_a_reply_is_given_for_ones_own_seat_before_the_meeting(table: Table) -> None:
    meeting = table.call()
    own, other = table.place_of(meeting, "resident"), table.place_of(meeting, "volunteer")
    facts: dict[str, Any] = {
        "actor": table.cast.resident.actor,
        "meeting": meeting.pk,
        "now": CALLED,
    }

    assert actions.reply(attendee=own.pk, answer="substitute", **facts).reply == "substitute"
    with pytest.raises(PermissionDenied):
        actions.reply(attendee=other.pk, answer="away", **facts)
    unknown = lambda: actions.reply(attendee=own.pk, answer="maybe", **facts)  # noqa: E731
    assert refusal(unknown) == "reply.unknown"
    table.open(meeting)
    late = lambda: actions.reply(attendee=own.pk, answer="away", **facts)  # noqa: E731
    assert refusal(late) == "reply.late"


def test_one_speaks_after_the_other(table: Table) -> None:
    meeting = table.open(table.call())
    facts: dict[str, Any] = {"meeting": meeting.pk, "now": DURING}
    first = actions.ask_to_speak(actor=table.cast.resident.actor, **facts)
    second = actions.ask_to_speak(actor=table.cast.volunteer.actor, **facts)
    twice = lambda: actions.ask_to_speak(  # noqa: E731
        actor=table.cast.resident.actor, **facts
    )
    assert refusal(twice) == "speaker.waiting"

    actions.give_floor(actor=table.secretary, speaker=first.pk, now=DURING)
    actions.give_floor(actor=table.secretary, speaker=second.pk, now=AFTER)
    assert Speaker.objects.get(pk=first.pk).ended_at == AFTER
    done = lambda: actions.give_floor(  # noqa: E731
        actor=table.secretary, speaker=first.pk, now=AFTER
    )
    assert refusal(done) == "speaker.done"


def test_who_is_not_there_does_not_speak(table: Table) -> None:
    meeting = table.open(table.call(), present=1)
    ask = lambda: actions.ask_to_speak(  # noqa: E731
        actor=table.cast.resident.actor, meeting=meeting.pk, now=DURING
    )
    assert refusal(ask) == "speaker.absent"


# ── Opening, quorum, closing ──────────────────────────────────────────────────────────────────────
def test_a_meeting_opens_on_its_day_and_once(table: Table) -> None:
    meeting = table.call()
    early = lambda: actions.open_meeting(  # noqa: E731
        actor=table.secretary, meeting=meeting.pk, now=BEGINS - DAY
    )
    assert refusal(early) == "meeting.not_today"
    table.open(meeting)
    assert refusal(lambda: table.open(meeting, 0)) == "meeting.not_called"


def test_too_few_cannot_decide(table: Table) -> None:
    few = table.open(table.call(), present=2)
    enough = table.open(table.call(title="第二场"), present=3)

    assert refusal(lambda: table.decide(few)) == "meeting.no_quorum"
    assert table.decide(enough).state == "open"


def test_a_decision_names_who_answers_and_by_when(table: Table) -> None:
    meeting = table.open(table.call())

    assert refusal(lambda: table.decide(meeting, unit=None)) == "decision.no_unit"
    assert refusal(lambda: table.decide(meeting, unit=123)) == "decision.no_unit"
    assert refusal(lambda: table.decide(meeting, due_on=None)) == "decision.no_due"
    assert refusal(lambda: table.decide(meeting, due_on=dt.date(2026, 9, 19))) == "decision.due"
    assert refusal(lambda: table.decide(meeting, measure=" ")) == "meeting.text_missing"
    assert refusal(lambda: table.decide(meeting, item=5)) == "decision.item"
    table.close(meeting)
    assert refusal(lambda: table.decide(meeting)) == "meeting.over"


def test_what_happens_is_told(table: Table) -> None:
    from linli.platform import events

    heard: list[object] = []
    for event in (MeetingClosed, DecisionMoved, MinutesPublished):
        events.listen(event, within=True)(heard.append)
    try:
        decision = table.decided("joint_conference")
    finally:
        for event in (MeetingClosed, DecisionMoved, MinutesPublished):
            events._within[event].remove(heard.append)

    assert [type(each) for each in heard] == [DecisionMoved, MeetingClosed]
    assert heard[0] == DecisionMoved(decision.pk, decision.meeting_id, "open", DURING)


def test_the_city_conference_belongs_to_the_city(table: Table) -> None:
    assert table.call("joint_conference").area_id == CITY
    assert table.decided("joint_conference").unit_id == HANDLING_DEPARTMENT
