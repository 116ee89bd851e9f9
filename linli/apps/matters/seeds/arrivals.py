"""When matters come in and of which kind: by season, weekday, holiday, hour and events of the year."""

from __future__ import annotations

import datetime as dt
import json
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

from linli.apps.matters.rules.states import DATA
from linli.foundation.chance import Dice
from linli.foundation.clock import LOCAL, local_date
from linli.foundation.working_time import Calendar, load_calendar

DAYS: Final = 365
SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Event:
    """A flood, a storm, a heat wave: from `first` to `last` some kinds come more often."""

    code: str
    first: dt.date
    last: dt.date
    factors: dict[str, float]

    def factor(self, season: str, day: dt.date) -> float:
        return self.factors.get(season, 1.0) if self.first <= day <= self.last else 1.0


class Pattern:
    """The arrivals of the year that ends at `now`."""

    def __init__(self, now: dt.datetime, dice: Dice) -> None:
        self.facts: dict[str, Any] = json.loads(
            (DATA / "arrivals.json").read_text(encoding="utf-8")
        )
        self.now, self.dice = now, dice
        today = local_date(now)
        self.days = [today - dt.timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
        self.events = tuple(_events(self.facts["events"], self.days, dice))
        self._hours = {
            name: tuple(accumulate(weights)) for name, weights in self.facts["hour_weights"].items()
        }
        calendar = load_calendar()
        self._plain = {day: self._weekday(day, calendar) for day in self.days}
        self._office = {
            day: weight if calendar.is_working_day(day) else weight * self._rule("office")
            for day, weight in self._plain.items()
        }

    def _rule(self, name: str) -> float:
        names = {
            "office": "office_types_holiday_factor",
            "holiday": "public_holiday_factor",
            "spring": "spring_festival_factor",
        }
        return float(self.facts["weekday_weights"][names[name]])

    def _weekday(self, day: dt.date, calendar: Calendar) -> float:
        weights = self.facts["weekday_weights"]
        plain = {SATURDAY: weights["saturday"], SATURDAY + 1: weights["sunday"]}
        weight = float(plain.get(day.weekday(), weights["weekday_each"]))
        weight *= {0: 1.10, 4: 0.95}.get(day.weekday(), 1.0)
        first, last = (dt.date.fromisoformat(text) for text in self.facts["spring_festival"])
        if first <= day <= last:
            return weight * self._rule("spring")
        is_holiday = day.weekday() < SATURDAY and not calendar.is_working_day(day)
        return weight * self._rule("holiday") if is_holiday else weight

    def moments(self, count: int) -> list[tuple[dt.datetime, str]]:
        """Return about `count` arrivals (moment, kind) of the year, in order."""
        found: list[tuple[dt.datetime, str]] = []
        for kind, profile in self.facts["profiles"].items():
            expected = count * profile["share"] / 100
            number = int(expected) + (self.dice.random() < expected % 1)
            found += self._of_kind(kind, profile, number)
        return sorted(found)

    def _of_kind(
        self, kind: str, profile: dict[str, Any], number: int
    ) -> list[tuple[dt.datetime, str]]:
        season, hours = profile["season"], self._hours[profile["hour"]]
        months = self.facts["month_weights"][season]
        base = self._office if profile["hour"] == "office" else self._plain
        heaped = tuple(
            accumulate(
                base[day] * months[day.month - 1] * self._events_on(season, day)
                for day in self.days
            )
        )
        return [(self._moment(heaped, hours), kind) for _each in range(number)]

    def _events_on(self, season: str, day: dt.date) -> float:
        factor = 1.0
        for event in self.events:
            factor *= event.factor(season, day)
        return factor

    def _moment(self, days: tuple[float, ...], hours: tuple[float, ...]) -> dt.datetime:
        """Return a moment of the year, before `now`."""
        while True:
            day = self.days[bisect_left(days, self.dice.random() * days[-1])]
            hour = min(bisect_left(hours, self.dice.random() * hours[-1]), 23)
            second = self.dice.randrange(3600)
            start = dt.datetime(day.year, day.month, day.day, hour, tzinfo=LOCAL)
            moment = (start + dt.timedelta(seconds=second)).astimezone(dt.UTC)
            if moment < self.now:
                return moment


def _events(rows: list[dict[str, Any]], days: list[dt.date], dice: Dice) -> list[Event]:
    """Return the events of the year: drawn, but always the same for the same dice."""
    found = []
    for row in rows:
        fitting = [day for day in days if day.month in row["months"]]
        low, high = row["per_year"]
        for _each in range(dice.randrange(low, high + 1)):
            first = dice.choice(fitting)
            length = dice.randrange(row["days"][0], row["days"][1] + 1)
            last = first + dt.timedelta(days=length - 1)
            found.append(Event(row["code"], first, last, row["multipliers"]))
    return found
