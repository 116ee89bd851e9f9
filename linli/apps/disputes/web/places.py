"""Where it is: a short text in a form, read into a building, a compound or a community."""

from __future__ import annotations

from typing import Final

from linli.apps.disputes.actions import Spot
from linli.apps.people import queries as people
from linli.apps.places import queries as places
from linli.foundation import clock
from linli.foundation.areas import Level
from linli.foundation.clock import local_date
from linli.foundation.keys import KEY_MAX
from linli.foundation.refusals import Refused
from linli.foundation.texts import clean
from linli.platform.access import Actor

FOUND_MAX: Final = 10
LETTERS: Final = {"building": "b", "compound": "c", "community": "a"}


def spot_of(at: str, text: str) -> Spot:
    """Return the place that was chosen, or refuse what is none."""
    sort, rest = at[:1], at[1:]
    if not rest.isascii() or not rest.isdecimal() or int(rest[:20]) > KEY_MAX:
        raise Refused("dispute.place_missing", "请先查找，再从列出的地点里选一个。", field="q")
    key = int(rest[:20])
    named = {"b": "building", "c": "compound", "a": "area"}.get(sort)
    if named is None:
        raise Refused("dispute.place_missing", "请先查找，再从列出的地点里选一个。", field="q")
    return Spot(**{named: key}, text=text)


def choices(text: str, chosen: str, actor: Actor) -> list[tuple[str, str]]:
    """Return places to choose from: what a search brings, else the homes of who is signed in."""
    words = clean(text[:60])
    found = _found(words) if words else _homes(actor)
    return found if not chosen or chosen in dict(found) else [(chosen, text or chosen), *found]


def _found(words: str) -> list[tuple[str, str]]:
    communities = [
        (f"a{area.code}", area.name)
        for area in places.list_areas(Level.COMMUNITY, on=local_date(clock.now()))
        if words in area.name or words.lower() in area.name_en.lower()
    ][:3]
    rows = [
        (f"{LETTERS[row.kind]}{row.id}", f"{row.name}（{row.detail}）" if row.detail else row.name)
        for row in places.search_places(words, limit=FOUND_MAX)
        if row.kind in LETTERS
    ]
    return [*communities, *rows][:FOUND_MAX]


def _homes(actor: Actor) -> list[tuple[str, str]]:
    account = actor.behalf or actor.account
    if account is None or actor.is_staff:
        return []
    doors = [row.door for row in people.list_my_homes(account, local_date(clock.now()))]
    return [
        (f"b{door.building}", f"{door.compound_name or ''}{door.building_name}") for door in doors
    ]
