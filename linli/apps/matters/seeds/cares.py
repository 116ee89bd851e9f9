"""Places where the same thing keeps coming back, and what staff have written about them."""

from __future__ import annotations

import datetime as dt
import json
from typing import Final

from linli.apps.matters.models import PlaceCare
from linli.apps.matters.queries.repeats import list_repeats
from linli.apps.matters.rules.states import DATA, State
from linli.apps.matters.seeds.coming import bring
from linli.apps.matters.seeds.twins import Book
from linli.apps.matters.seeds.world import World
from linli.foundation.areas import Level, span

CARED_FOR: Final = 14  # of the twenty that come back most
# What keeps coming back in the compounds of the showcase, and how many days ago it came.
AGAIN: Final = (
    ("A01", (146, 97, 61, 24)),
    ("B01", (120, 88, 40)),
    ("C01", (133, 92, 75, 33, 12)),
)


def write_repeats(world: World, book: Book, now: dt.datetime) -> None:
    """Let the same come in again and again, and once more that is still open."""
    spots = [spot for spot in world.by_community[world.showcase] if spot.compound is not None]
    compounds = sorted({spot.compound for spot in spots if spot.compound is not None})
    for compound, (kind, days) in zip(compounds, AGAIN, strict=False):
        there = world.by_compound[compound]
        for number, ago in enumerate(days):
            moment = now - dt.timedelta(days=ago, hours=2)
            spot = there[number % len(there)]
            bring(world, book, kind, spot, moment, now, stop=State.CLOSED)
        last = now - dt.timedelta(hours=20)
        bring(world, book, kind, there[0], last, now, stop=State.ACCEPTED)


def write_cares(city: int, book: Book, now: dt.datetime) -> int:
    """Write what is done about most of the worst; the others still wait for somebody."""
    words = json.loads((DATA / "cares.json").read_text(encoding="utf-8"))
    found = list_repeats(over=span(city, Level.CITY), now=now)[:CARED_FOR]
    PlaceCare.objects.bulk_create(
        PlaceCare(
            id=book.key(at := now - dt.timedelta(days=3 + 2 * number)),
            compound_id=each.compound,
            kind=each.kind,
            words=words[each.kind[0]][number % len(words[each.kind[0]])],
            at=at,
        )
        for number, each in enumerate(found)
    )
    return len(found)
