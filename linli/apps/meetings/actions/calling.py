"""Before the meeting: call it, put items on its agenda with papers, or call it off."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.http import Http404

from linli.apps.meetings.access import BODIES, TABLE
from linli.apps.meetings.actions.step import fetch_meeting, kind_of, note
from linli.apps.meetings.events import MeetingCalled, MeetingCancelled
from linli.apps.meetings.models import AgendaItem, Attendee, Body, Meeting, Review, Seat
from linli.apps.meetings.rules import calling, running
from linli.apps.meetings.rules.kinds import RATINGS, Kind, find_body_kind, find_kind
from linli.apps.meetings.rules.running import State
from linli.apps.organisations import queries as organisations
from linli.apps.places import queries as places
from linli.foundation.areas import Level, span
from linli.foundation.clock import local_date
from linli.foundation.keys import new_code, new_key
from linli.foundation.refusals import Refused
from linli.platform import events, files
from linli.platform.access import Actor, fetch
from linli.platform.idempotency import once

REFERENCE_LETTERS: Final = 8
DOOR_LETTERS: Final = 6
REASON_MIN, REASON_MAX = 4, 200
SERVICE_MIN, SERVICE_MAX = 4, 80
SLIPS_MAX: Final = 500
PAPERS_MAX: Final = 6
PAPER_KIND: Final = "meetings.paper"


def call_meeting(  # noqa: PLR0913  # the facts of a meeting
    *,
    actor: Actor,
    client_id: uuid.UUID,
    body: int,
    kind: str,
    title: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    place: str,
    area: int,
    now: dt.datetime,
) -> Meeting:
    """Call a meeting and invite every seat of its body; the same `client_id` is the same meeting."""
    rules = find_kind(kind, local_date(now))
    calling.require_times(rules, starts_at, ends_at, now=now)
    name = calling.clean(title, least=calling.TITLE_MIN, most=calling.TITLE_MAX, field="title")
    where = calling.clean(place, least=2, most=calling.PLACE_MAX, field="place")
    key = new_key(now)
    with transaction.atomic():
        held_by = fetch(
            Body.objects.as_of(local_date(now)), actor=actor, action="lead", table=BODIES, pk=body
        )
        kept = once("meetings.call", client_id, actor=actor, key=key, now=now)
        if kept != key:
            return Meeting.objects.get(pk=kept)
        _require_held(held_by, kind, area)
        meeting = Meeting.objects.create(
            id=key,
            reference=new_code(REFERENCE_LETTERS),
            body=held_by,
            body_kind=held_by.kind,
            kind=kind,
            title=name,
            area_id=area,
            place=where,
            starts_at=starts_at,
            ends_at=ends_at,
            agenda_closes_on=calling.agenda_closes(rules, starts_at),
            state=State.CALLED,
            door=new_code(DOOR_LETTERS),
            called_at=now,
            changed_at=now,
        )
        _invite(meeting, rules, now)
        note(meeting, "called", actor=actor, now=now, facts={"kind": kind})
        events.publish(MeetingCalled(meeting.pk, kind, now))
    return meeting


def _require_held(body: Body, kind: str, area: int) -> None:
    if kind not in find_body_kind(body.kind).holds:
        raise Refused(
            "meeting.kind_not_held", "这个机构不开这种会，请重新选择会议类别。", field="kind"
        )
    home = places.get_area(body.area_id)
    if home is None or area not in span(home.code, Level(home.level)):
        raise Refused("meeting.area", "会议的区划要在机构的范围里，请重新选择。", field="area")
    if places.get_area(area) is None:
        raise Http404


def _invite(meeting: Meeting, rules: Kind, now: dt.datetime) -> None:
    """Write a place for every seat of the body on the day; the quorum counts these."""
    seats = Seat.objects.as_of(local_date(now)).filter(body=meeting.body_id).order_by("id")
    invited = [
        Attendee(
            id=new_key(now),
            meeting=meeting,
            seat=seat,
            organisation_id=seat.organisation_id,
            person_id=seat.person_id,
            substitute_id=seat.substitute_id,
            part=seat.part,
            standing=seat.standing,
        )
        for seat in seats
    ]
    if rules.needs_quorum and not invited:
        raise Refused("meeting.no_seats", "这个机构还没有成员，请先登记席位再召集会议。")
    Attendee.objects.bulk_create(invited)
    meeting.needed = running.seats_needed(len(invited), rules.quorum)
    meeting.save(update_fields=["needed"])


def add_item(  # noqa: PLR0913  # the facts of an item
    *,
    actor: Actor,
    meeting: int,
    title: str,
    minutes: int,
    text: str = "",
    source_kind: str = "",
    source: int | None = None,
    now: dt.datetime,
) -> AgendaItem:
    """Put an item on the agenda, until the day on which the agenda of this kind closes."""
    name = calling.clean(title, least=2, most=calling.TITLE_MAX, field="title")
    words = calling.clean(text, most=calling.TEXT_MAX, field="text")
    with transaction.atomic():
        row = fetch_meeting(action="agenda", actor=actor, pk=meeting)
        calling.require_agenda_open(row.agenda_closes_on, row.state, now=now)
        items = AgendaItem.objects.filter(meeting=row)
        calling.require_item(items.count(), minutes)
        if source is not None and items.filter(source_kind=source_kind, source=source).exists():
            raise Refused("meeting.item_twice", "这件事已经在议程上了。")
        last = items.aggregate(last=Max("number"))["last"] or 0
        item = AgendaItem.objects.create(
            id=new_key(now),
            meeting=row,
            number=last + 1,
            title=name,
            text=words,
            minutes=minutes,
            source_kind=source_kind,
            source=source,
        )
        facts = {"item": item.pk, "source": source_kind}
        note(row, "item_added", actor=actor, now=now, facts=facts)
    return item


def drop_item(*, actor: Actor, item: int, now: dt.datetime) -> None:
    """Take an item off the agenda while it is open and nothing has come of it."""
    with transaction.atomic():
        row, meeting = _item(actor, item, "agenda")
        calling.require_agenda_open(meeting.agenda_closes_on, meeting.state, now=now)
        if row.outcome or meeting.decisions.filter(item=row).exists():
            raise Refused("meeting.item_decided", "这个议题已经有结果，不能撤下。")
        row.delete()
        note(meeting, "item_dropped", actor=actor, now=now, facts={"item": item})


def record_outcome(*, actor: Actor, item: int, outcome: str, now: dt.datetime) -> AgendaItem:
    """Write down what came of an item, during the meeting or until its minutes are out."""
    words = calling.clean(outcome, least=2, most=calling.TEXT_MAX, field="outcome")
    with transaction.atomic():
        row, meeting = _item(actor, item, "run")
        if meeting.state not in {State.OPEN, State.CLOSED} or meeting.minutes_state == "published":
            raise Refused("meeting.not_begun", "会议还没有开始，请等主持人宣布开会。")
        row.outcome = words
        row.save(update_fields=["outcome"])
        note(meeting, "item_outcome", actor=actor, now=now, facts={"item": item})
    return row


def _item(actor: Actor, item: int, action: str) -> tuple[AgendaItem, Meeting]:
    row = AgendaItem.objects.filter(pk=item).first()
    if row is None:
        raise Http404
    return row, fetch_meeting(action=action, actor=actor, pk=row.meeting_id)


def attach_papers(*, actor: Actor, item: int, keys: Sequence[str], now: dt.datetime) -> AgendaItem:
    """Lay papers (files stored before) beside an item, before the meeting ends."""
    with transaction.atomic():
        row, meeting = _item(actor, item, "agenda")
        running.require_not_over(meeting.state)
        held = len(files.list_files(kind=PAPER_KIND, owner=row.pk))
        if held + len(keys) > PAPERS_MAX:
            raise Refused("meeting.papers", "一个议题最多附6份材料。", field="photos")
        public = kind_of(meeting).is_public
        files.attach(list(keys), kind=PAPER_KIND, owner=row.pk, is_public=public)
        note(meeting, "papers", actor=actor, now=now, facts={"item": item, "files": len(keys)})
    return row


def cancel_meeting(*, actor: Actor, meeting: int, reason: str, now: dt.datetime) -> Meeting:
    """Call the meeting off, saying why; what stood in calendars is shown as cancelled."""
    why = calling.clean(reason, least=REASON_MIN, most=REASON_MAX, field="reason")
    with transaction.atomic():
        row = fetch_meeting(action="cancel", actor=actor, pk=meeting)
        if row.state != State.CALLED:
            raise Refused("meeting.not_called", "会议已经开过或已取消。")
        row.state, row.cancelled_why, row.changed_at = State.CANCELLED, why, now
        row.save(update_fields=["state", "cancelled_why", "changed_at"])
        note(row, "cancelled", actor=actor, now=now)
        events.publish(MeetingCancelled(row.pk, row.kind, now))
    return row


def name_review(  # the facts of a review
    *, actor: Actor, meeting: int, unit: int, service: str, slips: int = 0, now: dt.datetime
) -> Review:
    """Say which service of which unit is reviewed, and how many numbered slips of paper go out."""
    what = calling.clean(service, least=SERVICE_MIN, most=SERVICE_MAX, field="service")
    if organisations.get_organisation(unit) is None:
        raise Refused("review.unit", "请选择被评议的单位。", field="unit")
    if not 0 <= slips <= SLIPS_MAX:
        raise Refused("review.slips", "纸质评议表最多500张。", field="slips")
    with transaction.atomic():
        row = fetch(
            Meeting.objects.all(),
            actor=actor,
            action="agenda",
            table=TABLE,
            pk=meeting,
            lock=True,
        )
        if kind_of(row).input != RATINGS:
            raise Refused("review.kind", "只有服务评议会才评议服务。")
        if row.state != State.CALLED:
            raise Refused("review.begun", "会议开始以后不能再改评议的服务。")
        review, _made = Review.objects.update_or_create(
            meeting=row, defaults={"unit_id": unit, "service": what, "slips": slips}
        )
        note(row, "review_named", actor=actor, now=now, facts={"unit": unit, "slips": slips})
    return review
