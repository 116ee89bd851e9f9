"""One hall: who convenes, who sits, its rules, when the room is taken."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.http import Http404

from linli.apps.deliberation.access import HALLS
from linli.apps.deliberation.models import Hall, HallBooking, HallRules, HallSeat
from linli.apps.deliberation.queries.rows import BookingRow, HallPage, RulesRow, SeatRow
from linli.apps.deliberation.rules.halls import SeatKind
from linli.apps.deliberation.rules.lanes import find_lane_set
from linli.apps.deliberation.rules.procedures import find_procedure
from linli.foundation.clock import local_date
from linli.platform.access import Actor, rule_of
from linli.platform.dated import holding

BOOKINGS_MAX: Final = 60
SEATS_MAX: Final = 40
_ORDER: Final = {kind.value: place for place, kind in enumerate(SeatKind)}


def get_hall(*, actor: Actor, pk: int, now: dt.datetime) -> HallPage:
    """Return the hall, or raise `Http404`; four queries."""
    asked = {
        f"may_{action}": Exists(
            Hall.objects.filter(rule_of(HALLS, action, actor), pk=OuterRef("pk"))
        )
        for action in HALLS
    }
    rows = Hall.objects.select_related(
        "area", "compound", "convener", "organisation", "rules"
    ).annotate(**asked)
    hall = rows.filter(pk=pk).first()
    if hall is None:
        raise Http404
    today = local_date(now)
    return HallPage(
        id=hall.pk,
        name=hall.name,
        area=hall.area_id,
        area_name=hall.area.name,
        compound=hall.compound_id,
        compound_name=hall.compound.name if hall.compound else "",
        centre=hall.centre_id,
        body=hall.body_id,
        room=hall.room,
        hours=hall.hours,
        convener=hall.convener.name if hall.convener else "",
        organisation=hall.organisation.name if hall.organisation else "",
        phone=hall.organisation.office_phone if hall.organisation else "",
        is_closed=hall.closed_on is not None,
        rules=_rules(hall.rules) if hall.rules else None,
        seats=_seats(hall.pk, today),
        bookings=_bookings(hall.pk, today, actor),
        may=frozenset(action for action in HALLS if getattr(hall, f"may_{action}")),
    )


def _rules(row: HallRules) -> RulesRow:
    return RulesRow(
        number=row.number,
        procedure=find_procedure(row.procedure),
        lanes=find_lane_set(row.lanes),
        vote_rule=row.vote_rule,
        seconds=row.seconds,
        text=row.text,
        published_at=row.published_at,
    )


def _seats(hall: int, today: dt.date) -> tuple[SeatRow, ...]:
    rows = HallSeat.objects.filter(holding(today, "seat__"), hall=hall)
    named = rows.annotate(
        holder=Coalesce(F("seat__person__name"), F("seat__organisation__name"), Value(""))
    ).values_list("id", "kind", "holder", "title")
    found = (SeatRow(*row) for row in named[:SEATS_MAX])
    return tuple(sorted(found, key=lambda row: (_ORDER[row.kind], row.id)))


def _bookings(hall: int, today: dt.date, actor: Actor) -> tuple[BookingRow, ...]:
    rows = HallBooking.objects.filter(hall=hall, on__gte=today, cancelled_at=None)
    named = rows.order_by("on", "id").values_list(
        "id", "on", "slot", "purpose", "is_sitting", "account"
    )
    return tuple(
        BookingRow(key, on, slot, purpose, sits, (account or -1) == actor.account)
        for key, on, slot, purpose, sits, account in named[:BOOKINGS_MAX]
    )


def list_versions(hall: int) -> tuple[RulesRow, ...]:
    """Return every version of a hall's rules, the newest first."""
    return tuple(
        _rules(row) for row in HallRules.objects.filter(hall=hall).order_by("-number")[:50]
    )


def lacks_rules(*, meeting: int) -> bool:
    """Tell whether a meeting is one of a hall whose rules are not published, or that is closed."""
    rows = Hall.objects.filter(body__meetings=meeting)
    return rows.filter(Q(rules=None) | Q(closed_on__isnull=False)).exists()
