"""What staff have written about places where the same thing keeps coming back."""

from __future__ import annotations

import datetime as dt
import json
from typing import Final

from linli.apps.matters.models import PlaceCare
from linli.apps.matters.queries.repeats import list_repeats
from linli.apps.matters.rules.states import DATA
from linli.apps.matters.seeds.twins import Book
from linli.foundation.areas import Level, span

CARED_FOR: Final = 14  # of the twenty that come back most


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
