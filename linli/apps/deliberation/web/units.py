"""Which units can be chosen to answer or to carry out something in a topic's place."""

from __future__ import annotations

from typing import Final

from linli.apps.deliberation.queries import TopicPage
from linli.apps.organisations import queries as organisations
from linli.apps.organisations.queries import Wish
from linli.apps.places import queries as places
from linli.foundation import clock

NEAR: Final = ("property_firm", "owners_committee", "steward_team", "community", "subdistrict")
DEPARTMENT: Final = "department"


def unit_choices(page: TopicPage) -> tuple[tuple[int, str], ...]:
    """Return who answers for the place, the nearest first, then the departments."""
    today = clock.local_date(clock.now())
    compound = page.topic.compound_id
    houses = places.list_buildings(compound=compound, on=today, limit=1) if compound else ()
    building = houses[0].id if houses else None
    found: dict[int, str] = {}
    for code in NEAR:
        for unit in organisations.units_for(code, page.topic.area, building, today):
            found.setdefault(unit.id, unit.name)
    for row in organisations.list_organisations(Wish(on=today, kind=DEPARTMENT)):
        found.setdefault(row.id, row.name)
    return tuple(found.items())
