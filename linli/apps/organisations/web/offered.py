"""What a form offers to choose from: grids, compounds, buildings, hosts, units, persons."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from linli.apps.organisations import queries
from linli.apps.organisations.models import Organisation
from linli.apps.organisations.queries import Wish
from linli.apps.organisations.queries.candidates import candidates
from linli.apps.organisations.rules.kinds import LINE_OF, Kind, Line
from linli.apps.organisations.web.forms.fields import Choices
from linli.apps.places import queries as places
from linli.apps.places.queries.inside import buildings_inside, compounds_inside, list_homes
from linli.foundation.areas import Level, ancestor
from linli.platform.requests import Request

QUERY_LETTERS_MAX = 60
UNITS_MAX = 200


def community_of(area: int) -> int:
    return ancestor(area, Level.COMMUNITY)


def is_local(area: int) -> bool:
    """Tell whether the area is a community or lies in one."""
    return area % 10**6 >= 10**3


def grids(area: int, on: dt.date) -> Choices:
    rows = places.list_children(community_of(area), on=on)
    return [(str(row.code), row.name) for row in rows]


def compounds(area: int) -> Choices:
    return [(str(row.id), f"{row.community_name} {row.name}") for row in compounds_inside(area)]


def buildings(area: int) -> Choices:
    names = {row.id: row.name for row in compounds_inside(area)}
    rows = buildings_inside(area)
    return [(str(row.id), f"{names.get(row.compound or 0, '')}{row.name}") for row in rows]


def homes_of(building: int) -> Choices:
    """Return the homes of a building, entrance by entrance."""
    rows = list_homes(building)
    many = len({row.entrance for row in rows}) > 1
    return [
        (
            str(row.id),
            _("%(entrance)s单元 %(number)s") % {"entrance": row.entrance, "number": row.number}
            if many
            else row.number,
        )
        for row in rows
    ]


def places_of(organisation: Organisation, on: dt.date) -> dict[str, Choices]:
    """Return the places for the posts of an organisation; offices above a community have none."""
    area = organisation.area_id
    kind = Kind(organisation.kind)
    offered: dict[str, Choices] = {}
    if kind is Kind.PROPERTY_FIRM:
        served = queries.covered_keys(organisation.pk, "compound", on)
        offered["compound"] = [pair for pair in compounds(area) if int(pair[0]) in served]
    if not is_local(area):
        return offered
    if kind is Kind.COMMUNITY_OFFICE:
        offered["compound"] = compounds(community_of(area))
    if kind is Kind.GRID_TEAM:
        offered["area"] = grids(area, on)
    if kind in {Kind.COMMUNITY_OFFICE, Kind.BUILDING_GROUP}:
        offered["building"] = buildings(community_of(area))
    return offered


def covered_choices(organisation: Organisation, area: int, on: dt.date) -> tuple[str, Choices]:
    """Return what the organisation can answer for: the name of the kind of place, and the choices."""
    line = LINE_OF[Kind(organisation.kind)]
    if line in {Line.GROUP, Line.STEWARD}:
        return "building", buildings(community_of(area))
    if line in {Line.GRID_BRANCH, Line.GRID_TEAM}:
        return "area", grids(area, on)
    if line is Line.FIRM_ORG:
        wish = Wish(on=on, kind=Kind.PROPERTY_FIRM)
        rows = queries.list_organisations(wish, limit=UNITS_MAX)
        return "firm", [(str(row.id), row.name) for row in rows]
    return "compound", compounds(area)


def hosts(area: int, on: dt.date) -> Choices:
    """Return the Party organisations of the community that a branch can be attached to."""
    kinds = (Kind.COMMUNITY_PARTY_ORG, Kind.COMPOUND_BRANCH, Kind.GRID_BRANCH)
    wishes = (Wish(on=on, area=community_of(area), kind=kind) for kind in kinds)
    rows = (row for wish in wishes for row in queries.list_organisations(wish))
    return [(str(row.id), row.name) for row in rows]


def units(area: int, on: dt.date) -> Choices:
    """Return the offices whose leaders look after compounds."""
    kinds = (Kind.SUBDISTRICT_OFFICE, Kind.COMMUNITY_OFFICE, Kind.DEPARTMENT, Kind.CONFERENCE_UNIT)
    near = [Wish(on=on, area=area, kind=kind) for kind in kinds[:2]]
    city = [Wish(on=on, area=ancestor(area, Level.CITY), kind=kind) for kind in kinds[2:]]
    rows = (row for wish in (*near, *city) for row in queries.list_organisations(wish))
    return [(str(row.id), row.name) for row in rows]


def people(request: Request, area: int) -> Choices:
    """Return the persons found by the names asked for (`?q=`), and those already ticked."""
    text = (request.GET.get("q") or request.POST.get("q") or "")[:QUERY_LETTERS_MAX]
    return [(str(pk), name) for pk, name in candidates(text, area)]
