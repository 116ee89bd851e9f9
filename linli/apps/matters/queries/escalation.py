"""What has passed its deadline and a rung of the ladder with it; the ladder of a city."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db.models import F, Q, QuerySet

from linli.apps.matters.models import EscalationLadder, Matter
from linli.apps.matters.rules.escalation import USUAL, Hours, passed
from linli.apps.matters.rules.kinds import all_kinds
from linli.foundation.areas import SIZE, Level, Span
from linli.platform.access import within

HOURS: Final = ("unit", "community", "subdistrict", "city_hours")


def ladder_of(city: int) -> Hours:
    """Return the hours of a city's ladder in force, the usual ones where nobody has set any."""
    row = EscalationLadder.objects.filter(city=city).order_by("-id").values_list(*HOURS).first()
    return row if row is not None else USUAL


def due_for_rungs(city: int, now: dt.datetime) -> tuple[tuple[int, QuerySet[Matter]], ...]:
    """Return for each rung, topmost first, the open matters that have reached it and were not told so.

    A matter whose reporter is being asked waits; nobody is told of it.
    """
    span = Span(city, city + SIZE[Level.CITY])
    running = Matter.objects.filter(within("district", (span,)), is_open=True, waiting_since=None)
    round_the_clock = {kind.code for kind in all_kinds() if not kind.limit.is_working}
    hours = ladder_of(city)
    by_day = dict(passed(hours, now, is_working=True))
    by_night = dict(passed(hours, now, is_working=False))
    return tuple(
        (
            rung,
            running.filter(
                Q(due_at__lte=by_day[rung]) & ~Q(kind__in=round_the_clock)
                | Q(due_at__lte=by_night[rung], kind__in=round_the_clock),
                Q(rung__lt=rung) | Q(rung_due=None) | ~Q(rung_due=F("due_at")),
            ).order_by("due_at", "id"),
        )
        for rung in by_day
    )
