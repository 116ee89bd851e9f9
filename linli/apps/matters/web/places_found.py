"""Finding a place: what a search brings, and the homes of who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.apps.people import queries as people
from linli.apps.places import queries as places
from linli.foundation import clock
from linli.foundation.areas import Level
from linli.foundation.clock import local_date
from linli.foundation.texts import clean
from linli.interface.names import named
from linli.platform.access import Actor

FOUND_MAX: Final = 12
COMMUNITIES_MAX: Final = 3
LETTERS: Final = {"building": "b", "compound": "c", "community": "a"}
ICONS: Final = {
    "compound": "building-2",
    "building": "building",
    "street": "route",
    "community": "map-pin",
}


@dataclass(frozen=True, slots=True)
class Found:
    name: str
    note: str
    icon: str
    href: str


def at_of(row: places.PlaceRow) -> str:
    """Return a find as it stands in an address."""
    if row.kind in LETTERS:
        return f"{LETTERS[row.kind]}{row.id}"
    return f"p{row.lon:.6f},{row.lat:.6f}"


def rows_for(text: str) -> tuple[places.PlaceRow, ...]:
    """Return communities, compounds, buildings and streets whose names hold the words of `text`."""
    words = clean(text[:60])
    if not words:
        return ()
    communities = [
        places.PlaceRow("community", area.code, named(area), "", area.code, area.lon, area.lat)
        for area in places.list_areas(Level.COMMUNITY, on=local_date(clock.now()))
        if words in area.name or words.lower() in area.name_en.lower()
    ]
    found = places.search_places(words, limit=FOUND_MAX)
    return (*communities[:COMMUNITIES_MAX], *found)[:FOUND_MAX]


def search(text: str) -> list[Found]:
    """Return what was found, as rows to tap; nothing for an empty text."""
    return [
        Found(
            name=row.name,
            note=row.detail,
            icon=ICONS[row.kind],
            href=f"{reverse('matters:report')}?at={at_of(row)}",
        )
        for row in rows_for(text)
    ]


def choices(text: str, chosen: str = "") -> list[tuple[str, str]]:
    """Return places for a list to choose from: value and name; what was chosen before stays."""
    found = [
        (at_of(row), f"{row.name}（{row.detail}）" if row.detail else row.name)
        for row in rows_for(text)
    ]
    return found if not chosen or chosen in dict(found) else [(chosen, text), *found]


def homes(actor: Actor) -> list[Found]:
    """Return where the actor, or whom they act for, lives: to report from with one tap."""
    account = actor.behalf or actor.account
    if account is None or actor.is_staff:
        return []
    doors = [row.door for row in people.list_my_homes(account, local_date(clock.now()))]
    return [
        Found(
            name=_("我家：%(place)s")
            % {"place": f"{door.compound_name or ''}{door.building_name}"},
            note="",
            icon="house",
            href=f"{reverse('matters:report')}?at=b{door.building}",
        )
        for door in doors
    ]
