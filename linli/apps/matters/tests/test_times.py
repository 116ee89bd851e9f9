"""The clock says how late it is, and by which time it counts."""

from __future__ import annotations

import pytest

from linli.apps.matters.rules.clock import Clock
from linli.apps.matters.tests.desk import NOW
from linli.apps.matters.web.times import clock_words
from linli.foundation.working_time import load_calendar

A_DAY = load_calendar().minutes_a_day


@pytest.mark.parametrize(
    ("minutes", "is_working", "words"),
    [
        (-90, True, "已超时 1 小时 30 分钟（只算上班时间）"),
        (-A_DAY, True, "已超时 1 个工作日"),
        (-A_DAY - 90, True, "已超时 1 个工作日 1 小时"),
        (-90, False, "已超时 1 小时 30 分钟"),
        (-1500, False, "已超时 1 天 1 小时"),
        (0, True, "已到期"),
    ],
)
def test_a_late_clock_says_which_time_it_counts(minutes: int, is_working: bool, words: str) -> None:
    clock = Clock(
        due=NOW,
        minutes=minutes,
        is_working=is_working,
        is_late=True,
        is_paused=False,
        is_stopped=False,
        is_provisional=False,
    )

    assert clock_words(clock) == (words, "danger", "triangle-alert")
