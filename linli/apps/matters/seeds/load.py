"""A year of matters that have run their course, and today's open ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.db import transaction

from linli.apps.matters.actions import escalate
from linli.apps.matters.queries.searching import fill_index
from linli.apps.matters.seeds.arrivals import Pattern
from linli.apps.matters.seeds.cares import write_cares, write_repeats
from linli.apps.matters.seeds.coming import bring
from linli.apps.matters.seeds.replies import write_replies
from linli.apps.matters.seeds.today import write_today
from linli.apps.matters.seeds.twins import Book
from linli.apps.matters.seeds.world import Spot, World
from linli.foundation.areas import Level, ancestor
from linli.foundation.chance import Dice
from linli.platform.access import system

Report = Callable[[str, int, int], None]

# `seed` ends with the 2,430 resolved matters of the year that the city speaks of.
A_YEAR: Final = {"seed": 2620, "realistic": 60_000, "stress": 600_000}
BATCH: Final = 4000
HOT_KINDS: Final = ("E01", "E02", "E06")
STEP: Final = "一年的诉求"


def load(*, city_file: dict[str, Any], now: dt.datetime, dice: Dice, report: Report) -> None:
    """Write the matters of the demo city; all of them or none."""
    scale = city_file.get("scale", "seed")
    total = A_YEAR[scale]
    with transaction.atomic(savepoint=False):  # see platform.bulk
        world = World(_city(city_file), now, dice)
        if not world.spots:
            return
        book = Book(dice)
        done = 0
        report(STEP, 0, total)
        for moment, kind, spot in _arrivals(world, now, dice, total):
            bring(world, book, kind, spot, moment, now)
            if len(book.matters) >= BATCH:
                done += book.write()
                report(STEP, min(done, total), total)
        write_replies(_city(city_file), book, now)
        write_today(world, book, now)
        write_repeats(world, book, now)
        book.write()
        write_cares(_city(city_file), book, now)
        escalate(actor=system("matters.escalate"), city=_city(city_file), now=now)
        report(STEP, total, total)
        fill_index()


def _city(city_file: dict[str, Any]) -> int:
    """Return the code of the city that the file speaks of."""
    first = str(city_file["districts"][0]["code"])
    return ancestor(int(first.ljust(15, "0")), Level.CITY)


def _arrivals(
    world: World, now: dt.datetime, dice: Dice, total: int
) -> Iterator[tuple[dt.datetime, str, Spot]]:
    pattern = Pattern(now, dice)
    usual = [(moment, kind, None) for moment, kind in pattern.moments(total)]
    hot = _hot_issues(world, now, dice, total)
    for moment, kind, spot in sorted([*usual, *hot], key=lambda each: each[:2]):
        yield moment, kind, spot or world.any_spot()


def _hot_issues(
    world: World, now: dt.datetime, dice: Dice, total: int
) -> list[tuple[dt.datetime, str, Spot | None]]:
    """Return what some compounds say in the days when something there is on everybody's lips."""
    a_day = min(25 * total / 365 / max(len(world.by_compound), 1), total / 2000)
    found: list[tuple[dt.datetime, str, Spot | None]] = []
    for _each in range(dice.randrange(8, 16)):
        spots = world.by_compound[dice.choice(sorted(world.by_compound))]
        days = dice.randrange(2, 6)
        first = now - dt.timedelta(days=dice.randrange(days + 1, 360))
        for _one in range(int(a_day * days) + 1):
            moment = first + dt.timedelta(days=days * dice.random())
            found.append((moment, dice.choice(HOT_KINDS), dice.choice(spots)))
    return found
