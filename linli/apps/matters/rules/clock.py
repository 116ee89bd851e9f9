"""Deadlines: on working time, or on wall time for what is urgent; they stop while a resident is asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from linli.apps.matters.rules.kinds import Limit
from linli.foundation.working_time import Calendar, load_calendar

CLOSE_AFTER: Final = dt.timedelta(days=7)  # a resolved matter closes by itself
REOPEN_WITHIN: Final = dt.timedelta(days=30)  # after it was closed
CONTACT_KEPT: Final = dt.timedelta(days=180)  # after it was closed
RETURN_DAYS: Final = 1  # working days after the dispatch
URGE_HOURS: Final = 7  # working hours between two urges
EXTENSION_MAX: Final = dt.timedelta(days=60)  # beyond the deadline


@dataclass(frozen=True, slots=True)
class Deadlines:
    response_due: dt.datetime
    due: dt.datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """What the visible clock shows.

    `minutes` is the time that remains (working minutes, or wall minutes when not `is_working`),
    negative when late. `is_provisional` says that the holidays of that year are not published yet.
    """

    due: dt.datetime
    minutes: int
    is_working: bool
    is_late: bool
    is_paused: bool
    is_stopped: bool
    is_provisional: bool


def deadlines(limit: Limit, start: dt.datetime, calendar: Calendar | None = None) -> Deadlines:
    """Return by when somebody must respond and the matter must be resolved."""
    table = calendar or load_calendar()
    if not limit.is_working:
        return Deadlines(
            start + dt.timedelta(hours=limit.response_hours), start + dt.timedelta(days=limit.days)
        )
    return Deadlines(
        table.add_working_hours(start, limit.response_hours),
        table.add_working_days(start, limit.days),
    )


def minutes_between(limit: Limit, start: dt.datetime, end: dt.datetime) -> int:
    """Return the minutes that count for `limit` from `start` to `end`; negative when reversed."""
    if limit.is_working:
        return load_calendar().working_minutes_between(start, end)
    return (end - start) // dt.timedelta(minutes=1)


def shifted(limit: Limit, due: dt.datetime, minutes: int) -> dt.datetime:
    """Return the deadline `minutes` ≥ 0 later, on the clock that counts for `limit`."""
    if minutes <= 0:
        return due
    if limit.is_working:
        return load_calendar().add_working_minutes(due, minutes)
    return due + dt.timedelta(minutes=minutes)


def return_until(dispatched: dt.datetime) -> dt.datetime:
    """Return until when a unit may say that a dispatch is not for it."""
    return load_calendar().add_working_days(dispatched, RETURN_DAYS)


def urge_again(urged: dt.datetime) -> dt.datetime:
    """Return from when on somebody may urge once more."""
    return load_calendar().add_working_hours(urged, URGE_HOURS)


def clock_of(
    limit: Limit,
    due: dt.datetime,
    *,
    now: dt.datetime,
    waiting_since: dt.datetime | None,
    stopped_at: dt.datetime | None,
) -> Clock:
    """Return the visible clock; it stands still while waiting and after the matter was resolved."""
    moment = stopped_at or waiting_since or now
    return Clock(
        due=due,
        minutes=minutes_between(limit, moment, due),
        is_working=limit.is_working,
        is_late=moment > due,
        is_paused=waiting_since is not None,
        is_stopped=stopped_at is not None,
        is_provisional=limit.is_working and load_calendar().is_provisional(due),
    )
