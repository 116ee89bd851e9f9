"""Halls: founding one, its convener, its seats, its published rules, its bookings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from linli.apps.deliberation.access import KEEPER_ROLES
from linli.apps.deliberation.actions.following import SYSTEM
from linli.apps.deliberation.actions.step import fetch_hall
from linli.apps.deliberation.models import Hall, HallBooking, HallRules, HallSeat
from linli.apps.deliberation.models.labels import SEATS
from linli.apps.deliberation.rules import texts
from linli.apps.deliberation.rules.halls import (
    BOOKINGS_A_PERSON_MAX,
    SeatKind,
    Slot,
    require_bookable,
    require_convener,
    require_rules,
)
from linli.apps.deliberation.rules.lanes import find_lane_set
from linli.apps.deliberation.rules.procedures import find_procedure
from linli.apps.deliberation.rules.topics import SECONDS_MAX, SECONDS_MIN
from linli.apps.meetings import actions as meetings
from linli.apps.organisations import queries as organisations
from linli.apps.places import queries as places
from linli.foundation.areas import Level, ancestor
from linli.foundation.clock import local_date
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import journal
from linli.platform.access import Actor

OFFICES: Final = frozenset({"community_office", "community_party_org", "compound_branch"})


@dataclass(frozen=True, slots=True)
class Rules:
    """What a hall adopts: how it deliberates, sorts, decides, and how many must second."""

    procedure: str
    lanes: str
    vote_rule: str
    seconds: int
    text: str


def found_hall(  # noqa: PLR0913  # the facts of a hall
    *,
    actor: Actor,
    name: str,
    area: int,
    room: str,
    hours: str,
    compound: int | None = None,
    centre: int | None = None,
    now: dt.datetime,
) -> Hall:
    """Found a hall of a community or of one compound in it."""
    if places.get_area(area) is None or ancestor(area, Level.COMMUNITY) != area:
        raise Http404
    if not actor.is_system and not any(actor.holds(role, at=area) for role in KEEPER_ROLES):
        raise PermissionDenied("keep")
    own = places.get_compound(compound) if compound is not None else None
    if compound is not None and (own is None or own.community != area):
        raise Refused("hall.compound", "请选择本社区的小区。", field="compound")
    if centre is not None and centre not in {row.id for row in places.list_centres(area)}:
        raise Refused("hall.centre", "请选择本社区的服务中心。", field="centre")
    title = texts.bounded(name, texts.HALL_NAME, field="name")
    with transaction.atomic():
        if Hall.objects.filter(area=area, name=title).exists():
            raise Refused("hall.name_taken", "本社区已有同名的议事厅，请换个名称。", field="name")
        body = meetings.found_body(
            actor=SYSTEM, kind="hall", name=title, area=area, compound=compound, now=now
        )
        hall = Hall.objects.create(
            id=new_key(now),
            body_id=body.pk,
            name=title,
            area_id=area,
            compound_id=compound,
            centre_id=centre,
            room=texts.bounded(room, texts.PLACE, field="room"),
            hours=texts.bounded(hours, texts.PLACE, field="hours"),
            founded_on=local_date(now),
        )
        _note(hall, "found", actor=actor, now=now)
    return hall


def appoint_convener(
    *, actor: Actor, pk: int, person: int, organisation: int, now: dt.datetime
) -> Hall:
    """Name who convenes: a secretary in office of the community, or of the branch of the compound."""
    unit = organisations.get_organisation(organisation)
    with transaction.atomic():
        hall = fetch_hall(action="keep", actor=actor, pk=pk)
        is_here = unit is not None and (
            unit.kind in OFFICES and ancestor(unit.area, Level.COMMUNITY) == hall.area_id
        )
        staff = organisations.staff_of(organisation, local_date(now)) if is_here else ()
        require_convener(frozenset(row.post for row in staff if row.person == person))
        hall.convener_id, hall.organisation_id = person, organisation
        hall.save(update_fields=["convener", "organisation"])
        _note(hall, "convener", actor=actor, now=now)
    return hall


def publish_rules(*, actor: Actor, pk: int, rules: Rules, now: dt.datetime) -> HallRules:
    """Publish the hall's rules: from now on it may sit. Topics under way keep their own version."""
    find_procedure(rules.procedure)
    find_lane_set(rules.lanes)
    text = texts.bounded(rules.text, texts.HALL_RULES, field="text")
    if not SECONDS_MIN <= rules.seconds <= SECONDS_MAX:
        raise Refused("hall.seconds", "附议人数应为1至50人，请改一下。", field="seconds")
    with transaction.atomic():
        hall = fetch_hall(action="publish_rules", actor=actor, pk=pk)
        if hall.convener_id is None:
            raise Refused("hall.no_convener", "请先选定主持人（书记），再公布规则。")
        made = HallRules.objects.create(
            id=new_key(now),
            hall=hall,
            number=HallRules.objects.filter(hall=hall).count() + 1,
            procedure=rules.procedure,
            lanes=rules.lanes,
            vote_rule=rules.vote_rule,
            seconds=rules.seconds,
            text=text,
            published_at=now,
            published_by=actor.account or 0,
        )
        hall.rules = made
        hall.save(update_fields=["rules"])
        _note(hall, "rules", actor=actor, now=now, after={"number": made.number})
    return made


def fill_seat(  # noqa: PLR0913  # the facts of a seat
    *,
    actor: Actor,
    pk: int,
    kind: str,
    person: int | None = None,
    organisation: int | None = None,
    title: str = "",
    now: dt.datetime,
) -> HallSeat:
    """Give a seat to a person or to an organisation."""
    if kind not in [*SeatKind]:
        raise Refused("hall.seat_kind", "请选择席位。", field="kind")
    with transaction.atomic():
        hall = fetch_hall(action="keep", actor=actor, pk=pk)
        seat = meetings.seat_member(
            actor=SYSTEM,
            body=hall.body_id,
            person=person,
            organisation=organisation,
            standing=str(dict(SEATS)[kind]),
            now=now,
        )
        made = HallSeat.objects.create(
            id=new_key(now),
            hall=hall,
            kind=kind,
            seat_id=seat.pk,
            title=texts.optional(title, (1, 40), field="title"),
        )
        _note(hall, "seat", actor=actor, now=now, after={"seat": made.pk})
    return made


def vacate_seat(*, actor: Actor, pk: int, seat: int, now: dt.datetime) -> None:
    """End a seat today."""
    with transaction.atomic():
        hall = fetch_hall(action="keep", actor=actor, pk=pk)
        row = HallSeat.objects.filter(hall=hall, pk=seat, seat__valid_to=None).first()
        if row is None:
            raise Http404
        meetings.end_seat(actor=SYSTEM, seat=row.seat_id, now=now)
        _note(hall, "vacate", actor=actor, now=now, after={"seat": seat})


def book_hall(  # the facts of a booking
    *,
    actor: Actor,
    pk: int,
    on: dt.date,
    slot: str,
    purpose: str,
    now: dt.datetime,
) -> HallBooking:
    """Take the room for a part of a day; neighbours may, and the office."""
    if slot not in [*Slot]:
        raise Refused("hall.slot", "请选择上午、下午或晚上。", field="slot")
    require_bookable(on, local_date(now))
    words = texts.bounded(purpose, texts.PURPOSE, field="purpose")
    with transaction.atomic():
        hall = fetch_hall(action="book", actor=actor, pk=pk)
        require_rules(has_rules=hall.rules_id is not None)
        mine = HallBooking.objects.filter(
            account=actor.account, on__gte=local_date(now), cancelled_at=None
        )
        if not actor.is_staff and mine.count() >= BOOKINGS_A_PERSON_MAX:
            raise Refused(
                "hall.bookings_enough", "您已经预约了4次，请用过或取消一次后再约。", field="on"
            )
        made = take_slot(hall, on, Slot(slot), words, account=actor.account, now=now)
        _note(hall, "book", actor=actor, now=now, after={"on": on.isoformat(), "slot": slot})
    return made


def take_slot(  # noqa: PLR0913  # the facts of a booking
    hall: Hall,
    on: dt.date,
    slot: Slot,
    purpose: str,
    *,
    account: int | None,
    now: dt.datetime,
    is_sitting: bool = False,
) -> HallBooking:
    """Write a booking, or refuse it where the room is taken; the database decides a race."""
    try:
        with transaction.atomic():
            return HallBooking.objects.create(
                id=new_key(now),
                hall=hall,
                on=on,
                slot=slot.value,
                purpose=purpose,
                is_sitting=is_sitting,
                account_id=account,
                made_at=now,
            )
    except IntegrityError:
        raise Refused(
            "hall.taken", "这个时段已经有人预约了，请换一个时段或日期。", field="slot"
        ) from None


def cancel_booking(*, actor: Actor, pk: int, booking: int, now: dt.datetime) -> None:
    """Give the room back: who booked it, or who keeps the hall."""
    with transaction.atomic():
        hall = fetch_hall(action="book", actor=actor, pk=pk)
        row = HallBooking.objects.filter(hall=hall, pk=booking, cancelled_at=None).first()
        if row is None:
            raise Http404
        is_keeper = actor.is_system or any(
            actor.holds(role, at=hall.area_id) for role in KEEPER_ROLES
        )
        if not is_keeper and (row.account_id is None or row.account_id != actor.account):
            raise PermissionDenied("book")
        if row.is_sitting:
            raise Refused("hall.sitting_booked", "这是议事会的时段，请改议事会的时间。")
        row.cancelled_at = now
        row.save(update_fields=["cancelled_at"])
        _note(hall, "unbook", actor=actor, now=now, after={"booking": booking})


def close_hall(*, actor: Actor, pk: int, now: dt.datetime) -> Hall:
    """Take a hall out of use; it must have no open topics."""
    with transaction.atomic():
        hall = fetch_hall(action="keep", actor=actor, pk=pk)
        if hall.topics.filter(is_open=True).exists():
            raise Refused("hall.open_topics", "还有没办完的议题，办完或转走后再停用。")
        hall.closed_on = local_date(now)
        hall.save(update_fields=["closed_on"])
        _note(hall, "close", actor=actor, now=now)
    return hall


def _note(
    hall: Hall, verb: str, *, actor: Actor, now: dt.datetime, after: dict[str, Any] | None = None
) -> None:
    journal.record(
        actor=actor,
        verb=f"deliberation.hall_{verb}",
        subject=hall,
        now=now,
        area=hall.area_id,
        after=after,
        is_public=True,
    )
