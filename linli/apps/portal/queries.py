"""What the public pages show, put together from the queries of the apps below. No person appears."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from linli.apps.matters import queries as matters
from linli.apps.organisations import queries as organisations
from linli.apps.places import queries as places
from linli.foundation.areas import Level, ancestor
from linli.foundation.clock import local_date

SOLVED_MAX: Final = 5
LOOKED_AT_MAX: Final = 100
FOUND_MAX: Final = 20
COUNTED_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class District:
    """A district and its communities, as the page of all communities lists them."""

    area: places.AreaRow
    communities: tuple[places.AreaRow, ...]


@dataclass(frozen=True, slots=True)
class CommunityPage:
    """All that the public page of a community shows."""

    area: places.AreaRow
    path: tuple[places.AreaName, ...]
    office: organisations.UnitRow | None
    grids: tuple[places.AreaRow, ...]
    compounds: tuple[places.CompoundRow, ...]
    centres: tuple[places.CentreRow, ...]
    count: matters.PublicCount
    solved: tuple[matters.PublicRow, ...]


def list_solved(community: int | None) -> tuple[matters.PublicRow, ...]:
    """Return what was solved lately, in one community or in the whole city: one query."""
    rows = matters.list_public(community=community, limit=LOOKED_AT_MAX).rows
    return tuple(row for row in rows if row.resolved_at and row.answer)[:SOLVED_MAX]


def find_places(words: str) -> tuple[places.PlaceRow, ...]:
    return places.search_places(words, limit=FOUND_MAX)


def list_districts() -> tuple[District, ...]:
    """Return the districts with their communities: two queries."""
    rows = places.list_areas(Level.COMMUNITY)
    below = {
        code: tuple(group)
        for code, group in groupby(rows, key=lambda row: ancestor(row.code, Level.DISTRICT))
    }
    districts = places.list_areas(Level.DISTRICT)
    return tuple(District(area, below[area.code]) for area in districts if area.code in below)


def get_community(code: int, *, now: dt.datetime) -> CommunityPage | None:
    """Return the page of the community `code`, `None` when there is no such community."""
    area = places.get_area(code)
    if area is None or area.level != Level.COMMUNITY:
        return None
    today = local_date(now)
    offices = organisations.units_for("community", code, on=today)
    return CommunityPage(
        area=area,
        path=places.area_path(code),
        office=offices[0] if offices else None,
        grids=places.list_children(code, on=today),
        compounds=places.list_compounds(code),
        centres=places.list_centres(code),
        count=matters.count_public(community=code, since=now - dt.timedelta(days=COUNTED_DAYS)),
        solved=list_solved(code),
    )
