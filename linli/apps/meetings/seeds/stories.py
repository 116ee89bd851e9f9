"""How a story is told: every step is an act, at the moment at which it would have been done."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any, Final

from linli.apps.meetings import actions
from linli.apps.meetings.models import Attendee, Body, Decision, Meeting
from linli.apps.meetings.rules.kinds import find_kind
from linli.apps.organisations.models import Organisation
from linli.foundation.areas import Level, ancestor
from linli.foundation.chance import Dice
from linli.foundation.clock import LOCAL, local_date
from linli.platform.access import system

SYSTEM: Final = system("demo")
DAY: Final = dt.timedelta(days=1)
HOUR: Final = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Stage:
    """The present, the dice, and the community where the personas live."""

    now: dt.datetime
    dice: Dice
    home: int

    @property
    def city(self) -> int:
        return ancestor(self.home, Level.CITY)

    def at(self, days: int, hour: int = 9) -> dt.datetime:
        """Return an hour of the day so many days from now; never on a Saturday or Sunday."""
        moment = (self.now + days * DAY).astimezone(LOCAL)
        moment = moment.replace(hour=hour, minute=30, second=0, microsecond=0)
        rest = moment.weekday() - 4  # Saturday 1, Sunday 2
        return (
            moment
            if rest < 1
            else moment + (rest if days < 0 else 3 - rest) * (-DAY if days < 0 else DAY)
        )

    def unit(self, **wanted: Any) -> int:
        """Return the first organisation that is like this."""
        found = Organisation.objects.filter(**wanted).order_by("id")
        return found.values_list("id", flat=True)[0]

    def found(self, kind: str, name: str, area: int, **more: Any) -> Body:
        facts = {"kind": kind, "name": name, "area": area, **more}
        return actions.found_body(actor=SYSTEM, now=self.now - 400 * DAY, **facts)

    def seat(self, body: Body, **holder: Any) -> None:
        actions.seat_member(actor=SYSTEM, body=body.pk, now=self.now - 400 * DAY, **holder)

    def call(  # the facts of a meeting
        self,
        body: Body,
        kind: str,
        title: str,
        begins: dt.datetime,
        place: str,
        items: tuple[tuple[str, str, int], ...] = (),
    ) -> Meeting:
        """Call a meeting as late as its kind allows and put its items on the agenda."""
        days = find_kind(kind, local_date(self.now)).notice_days
        called = min(begins - (days + 3) * DAY, self.now - HOUR)
        seed = uuid.uuid5(uuid.NAMESPACE_OID, f"meetings.demo/{body.pk}/{title}")
        meeting = actions.call_meeting(
            actor=SYSTEM,
            client_id=seed,
            body=body.pk,
            kind=kind,
            title=title,
            starts_at=begins,
            ends_at=begins + 2 * HOUR,
            place=place,
            area=body.area_id,
            now=called,
        )
        for name, text, minutes in items:
            actions.add_item(
                actor=SYSTEM,
                meeting=meeting.pk,
                title=name,
                text=text,
                minutes=minutes,
                now=called + HOUR,
            )
        return meeting

    def open(self, meeting: Meeting, share: float = 0.85) -> Meeting:
        """Let most seats come and open the meeting; enough for the quorum always come."""
        places = Attendee.objects.filter(meeting=meeting, seat__isnull=False).order_by("id")
        begins = meeting.starts_at
        for number, place in enumerate(places):
            if number < meeting.needed or self.dice.random() < share:
                actions.register_at_desk(
                    actor=SYSTEM, meeting=meeting.pk, attendee=place.pk, now=begins
                )
        return actions.open_meeting(actor=SYSTEM, meeting=meeting.pk, now=begins)

    def decide(self, meeting: Meeting, title: str, measure: str, unit: int, days: int) -> Decision:
        begins = meeting.starts_at
        return actions.record_decision(
            actor=SYSTEM,
            meeting=meeting.pk,
            title=title,
            measure=measure,
            unit=unit,
            due_on=local_date(begins) + days * DAY,
            now=begins + HOUR,
        )

    def close(self, meeting: Meeting) -> Meeting:
        return actions.close_meeting(
            actor=SYSTEM, meeting=meeting.pk, now=meeting.starts_at + 2 * HOUR
        )

    def write_up(self, meeting: Meeting, text: str, until: str = "published") -> None:
        """Write the minutes and bring them as far as `until`."""
        facts: dict[str, Any] = {"actor": SYSTEM, "meeting": meeting.pk}
        at = min(meeting.starts_at + DAY, self.now)
        actions.draft_minutes(text=text, now=at, **facts)
        if until == "drafted":
            return
        here = Attendee.objects.filter(meeting=meeting, present_at__isnull=False).order_by("id")
        keys = list(here.values_list("id", flat=True))
        for key in keys[: len(keys) // 2 + 1]:
            actions.record_signature(attendee=key, version=1, now=at, **facts)
        if until == "published":
            actions.publish_minutes(now=at, **facts)

    def carry_out(self, decision: Decision, state: str, words: tuple[str, str, str]) -> None:
        """Bring a decision as far as `state`: what is under way, how it was done, what the check saw."""
        if state == "open":
            return
        begun, done, seen = words
        facts: dict[str, Any] = {"actor": SYSTEM, "decision": decision.pk}
        start = decision.moved_at
        room = max(self.now - start, DAY)
        actions.report_progress(words=begun, now=start + room * 0.2, **facts)
        if state == "in_progress":
            return
        actions.report_progress(words=done, is_done=True, now=start + room * 0.5, **facts)
        if state == "done":
            return
        actions.check_decision(words=seen, is_good=True, now=start + room * 0.6, **facts)
        if state == "closed":
            actions.close_decision(words="同意销号", now=start + room * 0.7, **facts)
