"""Deadlines against the golden cases of the domain file and against counting minute by minute."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.foundation.clock import LOCAL, local_date
from linli.foundation.working_time import load_calendar, missing_years

CALENDAR = load_calendar()
MOMENTS = st.datetimes(
    dt.datetime(2025, 2, 1), dt.datetime(2026, 11, 1), timezones=st.just(LOCAL)
).map(lambda moment: moment.replace(second=0, microsecond=0))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        ("2026-01-01", 1, "2026-01-04"),
        ("2026-02-13", 3, "2026-02-25"),
        ("2026-02-14", 2, "2026-02-25"),
        ("2026-04-03", 3, "2026-04-09"),
        ("2026-04-30", 5, "2026-05-11"),
        ("2026-06-18", 2, "2026-06-23"),
        ("2026-09-19", 1, "2026-09-20"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-11-20", 10, "2026-12-04"),
    ],
)
def test_due_day_skips_holidays_and_counts_working_weekends(
    received: str, days: int, due: str
) -> None:
    deadline = CALENDAR.add_working_days(at(f"{received}T10:00"), days)

    assert local_date(deadline) == dt.date.fromisoformat(due)
    assert deadline.astimezone(LOCAL).strftime("%H:%M") == "18:00"
    assert not CALENDAR.is_provisional(deadline)


def test_a_year_without_its_table_gives_a_provisional_deadline() -> None:
    deadline = CALENDAR.add_working_days(at("2026-12-31T10:00"), 1)

    assert CALENDAR.is_provisional(deadline)


def test_the_next_year_is_missed_from_december_on() -> None:
    assert missing_years(CALENDAR, dt.date(2026, 11, 30)) == []
    assert missing_years(CALENDAR, dt.date(2026, 12, 1)) == [2027]
    assert missing_years(CALENDAR, dt.date(2027, 3, 1)) == [2027]


def test_a_day_outside_the_calendar_is_named() -> None:
    with pytest.raises(ValueError, match="1999-01-01"):
        CALENDAR.is_working_day(dt.date(1999, 1, 1))


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-11-20T17:30", 60, "2026-11-23T09:00"),
        ("2026-11-20T17:30", 30, "2026-11-20T18:00"),
        ("2026-11-20T11:30", 30, "2026-11-20T12:00"),
        ("2026-11-20T11:30", 31, "2026-11-20T14:31"),
        ("2026-11-21T03:00", 1, "2026-11-23T08:31"),
        ("2026-11-20T13:00", 420, "2026-11-23T12:00"),
    ],
)
def test_office_minutes_jump_over_lunch_night_and_weekend(
    start: str, minutes: int, end: str
) -> None:
    assert CALENDAR.add_working_minutes(at(start), minutes) == at(end)


def test_hours_are_sixty_minutes() -> None:
    assert CALENDAR.add_working_hours(at("2026-11-20T09:00"), 2) == at("2026-11-20T11:00")


@given(start=MOMENTS, minutes=st.integers(1, 5_000))
def test_what_is_added_lies_between(start: dt.datetime, minutes: int) -> None:
    end = CALENDAR.add_working_minutes(start, minutes)

    assert CALENDAR.working_minutes_between(start, end) == minutes
    assert CALENDAR.working_minutes_between(end, start) == -minutes


@given(start=MOMENTS, minutes=st.integers(0, 3_000))
def test_counting_minute_by_minute_agrees(start: dt.datetime, minutes: int) -> None:
    counted = 0
    for n in range(minutes):
        local = (start + dt.timedelta(minutes=n)).astimezone(LOCAL)
        clock = local.hour * 60 + local.minute
        office = any(opens <= clock < closes for opens, closes in CALENDAR.hours)
        counted += office and CALENDAR.is_working_day(local.date())

    end = start + dt.timedelta(minutes=minutes)
    assert CALENDAR.working_minutes_between(start, end) == counted
