"""A year of disputes that have run their course, and some open ones for the personas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from django.db import transaction

from linli.apps.disputes.rules.kinds import kinds_on
from linli.apps.disputes.seeds.book import Book
from linli.apps.disputes.seeds.story import Teller
from linli.apps.disputes.seeds.today import write_today
from linli.apps.disputes.seeds.twins import Twin
from linli.apps.disputes.seeds.world import World
from linli.foundation.areas import Level, ancestor
from linli.foundation.chance import Dice
from linli.foundation.clock import LOCAL, local_date

Report = Callable[[str, int, int], None]
# 1,600 and more mediated in a year, as the city says: eighty-six of a hundred reach an agreement.
A_YEAR: Final = {"seed": 1920, "realistic": 4900, "stress": 49_000}
BATCH: Final = 2000
STEP: Final = "一年的调解"
# Hours at which people come, by weight: office hours and the evening.
HOURS: Final = (8, 9, 10, 11, 14, 15, 16, 17, 19, 20, 21)
HOUR_WEIGHTS: Final = (6, 12, 13, 9, 8, 12, 11, 8, 8, 8, 5)


def load(*, city_file: dict[str, Any], now: dt.datetime, dice: Dice, report: Report) -> None:
    """Write the disputes of the demo city; all of them or none."""
    total = A_YEAR[city_file.get("scale", "seed")]
    with transaction.atomic(savepoint=False):  # see platform.bulk
        world = World(_city(city_file), now, dice)
        if not world.spots:
            return
        teller, book = Teller(dice, list(city_file["generators"]["surnames"])), Book(dice)
        kinds = kinds_on(local_date(now))
        shares = [kind.share_percent for kind in kinds]
        moments = sorted(_moment(now, dice) for _each in range(total))
        for done, moment in enumerate(moments, start=1):
            spot, kind = world.any_spot(), dice.choices(kinds, shares)[0]
            desk, mediator = world.desk(spot), world.mediator(spot)
            story = teller.tell(kind, spot, moment, taker=desk, desk=desk, mediator=mediator)
            Twin(book, story).play(now)
            if done % BATCH == 0:
                book.write()
                report(STEP, done, total)
        book.write()
        write_today(world, now)
        report(STEP, total, total)


def _city(city_file: dict[str, Any]) -> int:
    first = str(city_file["districts"][0]["code"])
    return ancestor(int(first.ljust(15, "0")), Level.CITY)


def _moment(now: dt.datetime, dice: Dice) -> dt.datetime:
    """Return a moment of the year before `now`, by day rather than by night."""
    day = local_date(now) - dt.timedelta(days=dice.randrange(1, 366))
    hour = dice.choices(HOURS, HOUR_WEIGHTS)[0]
    start = dt.datetime(day.year, day.month, day.day, hour, tzinfo=LOCAL)
    return (start + dt.timedelta(seconds=dice.randrange(3600))).astimezone(dt.UTC)
