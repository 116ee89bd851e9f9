"""Found a body, give seats in it and end them."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from linli.apps.accounts.actions.terms import close_term
from linli.apps.meetings.access import BODIES, may_found
from linli.apps.meetings.models import Body, Seat
from linli.apps.meetings.models.labels import PARTS
from linli.apps.meetings.rules.calling import clean
from linli.apps.meetings.rules.kinds import find_body_kind
from linli.apps.organisations import queries as organisations
from linli.apps.people import queries as people
from linli.apps.places import queries as places
from linli.foundation.areas import Level, span
from linli.foundation.clock import local_date
from linli.foundation.keys import new_code, new_key
from linli.foundation.refusals import Refused
from linli.platform import journal
from linli.platform.access import Actor, fetch

NAME_MIN, NAME_MAX = 2, 80
STANDING_MAX: Final = 40
FEED_LETTERS: Final = 32  # 160 bits
SEATS_MAX: Final = 200


def found_body(  # noqa: PLR0913  # the facts of a body
    *,
    actor: Actor,
    kind: str,
    name: str,
    area: int,
    compound: int | None = None,
    parent: int | None = None,
    now: dt.datetime,
) -> Body:
    """Found a body of a kind over an area; a hall or an owners' assembly may belong to a compound."""
    known = find_body_kind(kind)
    if places.get_area(area) is None:
        raise Http404
    if not may_found(actor, known, area):
        raise PermissionDenied("found")
    title = clean(name, least=NAME_MIN, most=NAME_MAX, field="name")
    if compound is not None:
        _require_inside(compound, area)
    try:
        with transaction.atomic():
            body = Body.objects.create(
                id=new_key(now),
                kind=kind,
                name=title,
                area_id=area,
                compound_id=compound,
                parent_id=parent,
                feed=new_code(FEED_LETTERS),
                valid_from=local_date(now),
            )
            _note(body, "body_founded", actor=actor, now=now)
    except IntegrityError:
        raise Refused(
            "body.name_taken", "这里已有同名的机构，请换一个名称。", field="name"
        ) from None
    return body


def _require_inside(compound: int, area: int) -> None:
    found = places.get_compound(compound)
    place = places.get_area(area)
    inside = place is not None and span(area, Level(place.level))
    if found is None or not inside or found.community not in inside:
        raise Refused("body.compound", "这个小区不在所选的区划里，请重新选择。", field="compound")


def seat_member(  # noqa: PLR0913  # the facts of a seat
    *,
    actor: Actor,
    body: int,
    organisation: int | None = None,
    person: int | None = None,
    substitute: int | None = None,
    part: str = "member",
    standing: str = "",
    now: dt.datetime,
) -> Seat:
    """Give a seat to an organisation, or to a person with or without a substitute, from today on."""
    _require_holder(organisation, person, substitute)
    if part not in {code for code, _label in PARTS}:
        raise Refused("seat.part", "请选择席位。", field="part")
    label = clean(standing, most=STANDING_MAX, field="standing")
    today = local_date(now)
    with transaction.atomic():
        row = fetch(
            Body.objects.all(), actor=actor, action="lead", table=BODIES, pk=body, lock=True
        )
        seats = Seat.objects.as_of(today).filter(body=row)
        if seats.count() >= SEATS_MAX:
            raise Refused("seat.too_many", "一个机构最多200席。")
        if seats.filter(organisation=organisation, person=person).exists():
            raise Refused("seat.taken", "这个成员已在席，不用再加。", field="person")
        seat = Seat.objects.create(
            id=new_key(now),
            body=row,
            organisation_id=organisation,
            person_id=person,
            substitute_id=substitute,
            part=part,
            standing=label,
            valid_from=today,
        )
        _note(row, "seated", actor=actor, now=now, seat=seat.pk)
    return seat


def _require_holder(organisation: int | None, person: int | None, substitute: int | None) -> None:
    if (organisation is None) == (person is None):
        raise Refused("seat.holder", "请选一个成员单位，或者选一个人。", field="person")
    if substitute is not None and (person is None or substitute == person):
        raise Refused("seat.substitute", "替补要另选一个人。", field="substitute")
    if organisation is not None and organisations.get_organisation(organisation) is None:
        raise Refused("seat.unit_unknown", "没有这个单位，请重新选择。", field="organisation")
    for pk, field in ((person, "person"), (substitute, "substitute")):
        if pk is not None and people.get_person(pk) is None:
            raise Refused("seat.person_unknown", "没有这个人，请重新选择。", field=field)


def end_seat(*, actor: Actor, seat: int, now: dt.datetime) -> Seat:
    """End a seat; from today on it is held by nobody."""
    today = local_date(now)
    with transaction.atomic():
        row = Seat.objects.select_for_update(of=("self",)).filter(pk=seat).first()
        if row is None:
            raise Http404
        body = fetch(Body.objects.all(), actor=actor, action="lead", table=BODIES, pk=row.body_id)
        if row.valid_to is not None:
            raise Refused("seat.ended", "这个席位已经结束。")
        close_term(row, today)
        _note(body, "unseated", actor=actor, now=now, seat=seat)
    return row


def _note(body: Body, verb: str, *, actor: Actor, now: dt.datetime, **facts: object) -> None:
    journal.record(
        actor=actor,
        verb=f"meetings.{verb}",
        subject=body,
        now=now,
        area=body.area_id,
        after={"kind": body.kind, **facts},
    )
