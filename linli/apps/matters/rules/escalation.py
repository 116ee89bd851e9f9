"""The ladder: who is told when a deadline has passed and nothing is resolved, rung by rung.

Hours are working hours after the deadline; for kinds whose limit runs day and night they are hours of
the clock. A rung belongs to one deadline: a new deadline (extension, pause, reopening) begins anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from linli.foundation.refusals import Refused
from linli.foundation.working_time import Calendar, load_calendar

RUNGS: Final = ("unit", "community", "subdistrict", "city")
ROLES: Final = {
    "community": "community_secretary",
    "subdistrict": "subdistrict_officer",
    "city": "city_officer",
}
HOURS_MAX: Final = 999
Hours = tuple[int | None, int | None, int | None, int | None]
USUAL: Final[Hours] = (0, 7, 14, 35)  # at once, one working day later, two, five


def clean_hours(hours: Sequence[int | None]) -> Hours:
    """Return the hours of each rung; a rung without hours is left out, later rungs come later.

    Raises
    ------
    Refused
        `matters.ladder_empty`, `matters.ladder_hours` or `matters.ladder_order`.
    """
    unit, community, subdistrict, city = hours
    kept: Hours = (unit, community, subdistrict, city)
    given = [(name, each) for name, each in zip(RUNGS, kept, strict=True) if each is not None]
    if not given:
        raise Refused("matters.ladder_empty", "至少填一级，否则超期没有人知道。", field="unit")
    for name, each in given:
        if not 0 <= each <= HOURS_MAX:
            raise Refused(
                "matters.ladder_hours", "请填0到%(most)s之间的小时数。", field=name, most=HOURS_MAX
            )
    for (_name, lower), (name, upper) in pairwise(given):
        if upper <= lower:
            raise Refused("matters.ladder_order", "要比上一级晚，请填得大一些。", field=name)
    return kept


def passed(
    hours: Hours, now: dt.datetime, *, is_working: bool, calendar: Calendar | None = None
) -> tuple[tuple[int, dt.datetime], ...]:
    """Return each rung (1 is the unit's) with the latest deadline that has reached it, topmost first."""
    table = calendar or load_calendar()
    found = [
        (
            number,
            table.working_minutes_before(now, each * 60)
            if is_working
            else now - dt.timedelta(hours=each),
        )
        for number, each in enumerate(hours, start=1)
        if each is not None
    ]
    return tuple(reversed(found))


def rung_of(rung: int, rung_due: dt.datetime | None, due: dt.datetime) -> int:
    """Return the rung that a matter has reached for its deadline of now; 0 is none."""
    return rung if rung_due == due else 0
