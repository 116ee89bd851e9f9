"""What can be chosen in a form: responsible units, places near by."""

from __future__ import annotations

from linli.apps.meetings.queries import MeetingPage, seat_units
from linli.apps.organisations import queries as organisations
from linli.apps.organisations.queries import Wish
from linli.apps.places import queries as places
from linli.foundation import clock
from linli.foundation.areas import Level, ancestor
from linli.foundation.clock import local_date

PLACES_MAX = 120
OF_CITY = ("department", "utility")
OF_PLACE = ("community_office", "property_firm", "owners_committee", "subdistrict_office")


def units_for(page: MeetingPage) -> list[tuple[str, str]]:
    """Return the units that can answer for a decision: those at the table, of the place, of the city."""
    on, area = local_date(clock.now()), page.meeting.area_id
    found = dict(seat_units(page.meeting.pk))
    wishes = [Wish(on=on, kind=kind) for kind in OF_CITY]
    if area != ancestor(area, Level.CITY):
        wishes = [Wish(on=on, area=area, kind=kind) for kind in OF_PLACE] + wishes
    for wish in wishes:
        for row in organisations.list_organisations(wish, limit=100):
            found.setdefault(row.id, row.name)
    return [(str(pk), name) for pk, name in found.items()]


def nearby(page: MeetingPage) -> list[tuple[str, str]]:
    """Return where a need can be: the community as a whole, or one of its compounds."""
    community = ancestor(page.meeting.area_id, Level.COMMUNITY)
    rows = places.list_compounds(community, limit=PLACES_MAX)
    return [(f"a{community}", page.area_name), *((f"c{row.id}", row.name) for row in rows)]
