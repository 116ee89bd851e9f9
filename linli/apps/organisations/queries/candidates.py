"""Persons that can be appointed: found by name in their community, or among those in post above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from linli.apps.organisations.models import Appointment
from linli.apps.organisations.queries.coverage import inside, level_of
from linli.apps.people.queries.finding import find_persons
from linli.foundation.areas import Level, ancestor

NAMES_MAX: Final = 12
FOUND_MAX: Final = 30


def candidates(text: str, area: int) -> tuple[tuple[int, str], ...]:
    """Return (key, name) of the persons whose names begin with one of the words; namesakes are numbered.

    In a community everybody registered there is searched, in a wider area those who hold a post.
    """
    is_local = level_of(area) in {Level.COMMUNITY, Level.GRID}
    search = _registered if is_local else _in_post
    found: dict[int, str] = {}
    for word in dict.fromkeys(text.replace("\0", " ").split()[:NAMES_MAX]):
        found.update(search(word, area))
    named: Counter[str] = Counter()
    told = []
    for pk, name in tuple(found.items())[:FOUND_MAX]:
        named[name] += 1
        told.append((pk, name if named[name] == 1 else f"{name} #{named[name]}"))
    return tuple(told)


def _registered(word: str, area: int) -> Iterable[tuple[int, str]]:
    community = ancestor(area, Level.COMMUNITY)
    rows = find_persons(community=community, text=word, limit=FOUND_MAX)
    return ((row.id, row.name) for row in rows)


def _in_post(word: str, area: int) -> Iterable[tuple[int, str]]:
    rows = Appointment.objects.filter(
        inside("organisation__area", area), valid_to=None, person__name__startswith=word
    )
    values = rows.order_by("person__name", "person_id").values_list("person_id", "person__name")
    return values.distinct()[:FOUND_MAX]
