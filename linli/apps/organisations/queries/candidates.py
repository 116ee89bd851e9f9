"""Persons that can be appointed: found by name among those known to a community."""

from __future__ import annotations

from typing import Final

from linli.apps.people.queries.finding import find_persons

NAMES_MAX: Final = 12
FOUND_MAX: Final = 30


def candidates(text: str, community: int) -> tuple[tuple[int, str], ...]:
    """Return (key, name) of the persons in the community whose names hold one of the words."""
    found: dict[int, str] = {}
    for word in dict.fromkeys(text.split()[:NAMES_MAX]):
        for row in find_persons(community=community, text=word, limit=FOUND_MAX):
            found[row.id] = row.name
    return tuple(found.items())[:FOUND_MAX]
