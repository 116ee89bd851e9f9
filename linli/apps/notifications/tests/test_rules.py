"""When somebody may be told: quiet hours, the daily message, trying again."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.apps.notifications.rules import (
    ATTEMPTS_MAX,
    FACT_LETTERS_MAX,
    Pace,
    Rhythm,
    check_facts,
    is_quiet,
    send_at,
    shortened,
    try_again_at,
)
from linli.foundation.clock import LOCAL

pytestmark = pytest.mark.pure
DAY = dt.date(2026, 11, 25)
NIGHT = Rhythm(quiet_from=dt.time(21), quiet_to=dt.time(7))


def at(hour: int, minute: int = 0, day: int = 25) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("now", "rhythm", "when"),
    [
        (at(12), NIGHT, at(12)),
        (at(20, 59), NIGHT, at(20, 59)),
        (at(21), NIGHT, at(7, day=26)),
        (at(0), NIGHT, at(7)),
        (at(6, 59), NIGHT, at(7)),
        (at(7), NIGHT, at(7)),
        (at(13), Rhythm(quiet_from=dt.time(12), quiet_to=dt.time(14)), at(14)),
        (at(3), Rhythm(quiet_from=dt.time(7), quiet_to=dt.time(7)), at(3)),
        (at(7), Rhythm(pace=Pace.DAILY), at(8)),
        (at(8), Rhythm(pace=Pace.DAILY), at(8, day=26)),
        (at(23), Rhythm(pace=Pace.DAILY), at(8, day=26)),
        (at(9), Rhythm(Pace.DAILY, dt.time(6), dt.time(10)), at(10, day=26)),
    ],
)
def test_a_message_waits_for_its_hour(now: dt.datetime, rhythm: Rhythm, when: dt.datetime) -> None:
    assert send_at(now, rhythm, is_urgent=False) == when


def test_what_is_urgent_does_not_wait() -> None:
    assert send_at(at(3), Rhythm(pace=Pace.DAILY), is_urgent=True) == at(3)


@given(
    now=st.datetimes(min_value=dt.datetime(2026, 1, 1), max_value=dt.datetime(2027, 1, 1)),
    start=st.times(),
    end=st.times(),
    pace=st.sampled_from(Pace),
)
def test_nobody_is_woken_and_nothing_waits_for_more_than_two_days(
    now: dt.datetime, start: dt.time, end: dt.time, pace: Pace
) -> None:
    moment = now.replace(tzinfo=LOCAL)
    rhythm = Rhythm(pace, start, end)
    when = send_at(moment, rhythm, is_urgent=False)

    assert dt.timedelta(0) <= when - moment <= dt.timedelta(days=2)
    assert not (rhythm.has_quiet and is_quiet(when.astimezone(LOCAL).time(), rhythm))


def test_trying_again_takes_longer_each_time_and_ends() -> None:
    waits = [try_again_at(at(9), attempts) for attempts in range(1, ATTEMPTS_MAX + 1)]
    assert waits[:2] == [at(9, 2), at(9, 4)]
    assert waits[-1] is None


def test_a_notification_carries_few_short_words() -> None:
    with pytest.raises(AssertionError):
        check_facts({"words": "长" * (FACT_LETTERS_MAX + 1)})
    check_facts({"words": shortened("长" * 500)})
