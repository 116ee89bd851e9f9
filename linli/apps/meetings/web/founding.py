"""Where somebody may found a body, and who may hold a seat in it."""

from __future__ import annotations

from linli.apps.meetings.rules.kinds import body_kinds
from linli.apps.organisations import queries as organisations
from linli.apps.organisations.queries import Wish
from linli.apps.organisations.queries.candidates import candidates
from linli.apps.places import queries as places
from linli.foundation import clock
from linli.foundation.areas import Level, ancestor
from linli.foundation.clock import local_date
from linli.platform.access import Actor

FOUND_MAX = 30


def areas_of(actor: Actor) -> list[tuple[str, str]]:
    """Return the areas over which the actor leads some kind of body, with their names."""
    roles = {role for kind in body_kinds().values() for role in kind.leaders}
    codes = {over.low for over in actor.spans(*roles)}
    names = places.area_names(codes)
    return [(str(code), names[code]) for code in sorted(codes) if code in names]


def holders(words: str, area: int) -> list[tuple[str, str]]:
    """Return units (`u…`) and persons (`p…`) whose names hold the words, of the area and above it."""
    text = words.strip()
    if not text:
        return []
    on = local_date(clock.now())
    city = ancestor(area, Level.CITY)
    units = organisations.list_organisations(Wish(on=on, area=city, text=text), limit=FOUND_MAX)
    found = [(f"p{pk}", name) for pk, name in candidates(text, area)]
    return [*found, *((f"u{row.id}", row.name) for row in units)]
