"""Finding a building by what people say of it: its card's code, its name, its compound."""

from __future__ import annotations

from dataclasses import dataclass

from linli.apps.places.queries import (
    get_building_by_card,
    list_buildings,
    search_places,
)
from linli.foundation import clock


@dataclass(frozen=True, slots=True)
class Find:
    """A building that was found, with words to tell it from others."""

    id: int
    name: str
    detail: str
    community: int


def find_buildings(words: str) -> list[Find]:
    """Return the building with the card code, else those that match, compounds' buildings too."""
    card = get_building_by_card(words)
    if card is not None:
        return [Find(card.id, card.full_name, card.community_name, card.community)]
    today = clock.local_date(clock.now())
    found: list[Find] = []
    for row in search_places(words, limit=20):
        if row.kind == "building":
            found.append(Find(row.id, row.name, row.detail, row.community))
        elif row.kind == "compound":
            found += [
                Find(each.id, each.full_name, each.community_name, each.community)
                for each in list_buildings(compound=row.id, on=today, limit=40)
            ]
    return list({each.id: each for each in found}.values())[:60]
