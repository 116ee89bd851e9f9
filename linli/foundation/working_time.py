"""Working days and working hours: two clocks that read one table of the year's holidays.

The State Council publishes the table in November of the year before. Until it is published the
coming year is counted with plain weekends and every date that falls into it is *provisional*
(`Calendar.is_provisional`): a report on New Year's Eve is still accepted, and the page says so.
"""

from __future__ import annotations

import datetime as dt
import json
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, Final, Self

from linli.foundation.clock import LOCAL

TABLE: Final = Path(__file__).parent / "data" / "holidays.json"
YEARS_AHEAD: Final = 2
SATURDAY: Final = 5  # as date.weekday() counts


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working time from `first` on, for as many days as `works` has.

    Attributes
    ----------
    first
        The day that `works[0]` speaks of.
    works
        For each day, whether offices work.
    before
        For each day, how many working days lie before it; one entry more than `works`.
    hours
        Office hours of a working day in minutes after midnight, in order.
    years
        The years whose table has been published.
    minutes_a_day
        Working minutes of one working day.
    """

    first: dt.date
    works: tuple[bool, ...]
    before: tuple[int, ...]
    hours: tuple[tuple[int, int], ...]
    years: frozenset[int]
    minutes_a_day: int

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> Self:
        """Read the form of `data/holidays.json`."""
        years = {int(year): tables for year, tables in table["years"].items()}
        first = dt.date(min(years), 1, 1)
        end = dt.date(max(years) + 1 + YEARS_AHEAD, 1, 1)
        works = [
            (first + dt.timedelta(days=n)).weekday() < SATURDAY for n in range((end - first).days)
        ]
        for tables in years.values():
            for start, stop, _name in tables["off_days"]:
                low, high = (dt.date.fromisoformat(day) for day in (start, stop))
                for n in range((low - first).days, (high - first).days + 1):
                    works[n] = False
            for day in tables["working_weekend_days"]:
                works[(dt.date.fromisoformat(day) - first).days] = True
        hours = tuple(
            (_minutes(opens), _minutes(closes)) for opens, closes in table["office_hours"]
        )
        before = tuple(accumulate(works, initial=0))
        minutes_a_day = sum(closes - opens for opens, closes in hours)
        return cls(first, tuple(works), before, hours, frozenset(years), minutes_a_day)

    def is_working_day(self, day: dt.date) -> bool:
        return self.works[self._index(day)]

    def is_provisional(self, moment: dt.datetime) -> bool:
        """Tell whether the holidays of the year of `moment` are not published yet."""
        return moment.astimezone(LOCAL).year not in self.years

    def add_working_days(self, moment: dt.datetime, days: int) -> dt.datetime:
        """Return the end of office hours on the `days`-th working day after the day of `moment`.

        The day of receipt is day 0. `days` ≥ 1.
        """
        index = self._index(moment.astimezone(LOCAL).date())
        wanted = self.before[index + 1] + days
        day = bisect_left(self.before, wanted) - 1
        return self._at(day, self.hours[-1][1])

    def add_working_minutes(self, moment: dt.datetime, minutes: int) -> dt.datetime:
        """Return the moment after `minutes` ≥ 0 of office hours have passed since `moment`."""
        return self._after(self._minutes_until(moment) + minutes, is_at_end=minutes > 0)

    def working_minutes_before(self, moment: dt.datetime, minutes: int) -> dt.datetime:
        """Return the latest moment since which `minutes` ≥ 0 of office hours have passed at `moment`."""
        if minutes == 0:
            return moment
        return self._after(self._minutes_until(moment) - minutes, is_at_end=False)

    def _after(self, total: int, *, is_at_end: bool) -> dt.datetime:
        """Return when `total` office minutes have passed since the start of the calendar.

        Between two days that is a whole night: its beginning when `is_at_end`, else its end.
        """
        day_count, rest = divmod(total, self.minutes_a_day)
        if rest == 0 and is_at_end:
            day_count, rest = day_count - 1, self.minutes_a_day
        day = bisect_right(self.before, day_count) - 1
        for opens, closes in self.hours:
            if rest <= closes - opens:
                return self._at(day, opens + rest)
            rest -= closes - opens
        raise AssertionError("the rest is at most one day")

    def add_working_hours(self, moment: dt.datetime, hours: int) -> dt.datetime:
        return self.add_working_minutes(moment, hours * 60)

    def working_minutes_between(self, start: dt.datetime, end: dt.datetime) -> int:
        """Return the office minutes from `start` to `end`, negative when `end` is the earlier."""
        return self._minutes_until(end) - self._minutes_until(start)

    def _index(self, day: dt.date) -> int:
        index = (day - self.first).days
        if not 0 <= index < len(self.works):
            raise ValueError(f"{day} lies outside the calendar: add its year to holidays.json")
        return index

    def _at(self, index: int, minute: int) -> dt.datetime:
        day = self.first + dt.timedelta(days=index)
        local = dt.datetime(day.year, day.month, day.day, tzinfo=LOCAL)
        return (local + dt.timedelta(minutes=minute)).astimezone(dt.UTC)

    def _minutes_until(self, moment: dt.datetime) -> int:
        """Return the office minutes from the start of the calendar up to `moment`."""
        local = moment.astimezone(LOCAL)
        index = self._index(local.date())
        minutes = self.before[index] * self.minutes_a_day
        if self.works[index]:
            clock = local.hour * 60 + local.minute
            minutes += sum(
                min(max(clock - opens, 0), closes - opens) for opens, closes in self.hours
            )
        return minutes


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


@cache
def load_calendar() -> Calendar:
    """Return the calendar shipped with Linli."""
    return Calendar.from_table(json.loads(TABLE.read_text(encoding="utf-8")))


def missing_years(calendar: Calendar, today: dt.date) -> Sequence[int]:
    """Return the years that should be in the table by now: this one, and from December the next."""
    wanted = [today.year, today.year + 1] if today.month == 12 else [today.year]
    return [year for year in wanted if year not in calendar.years]
