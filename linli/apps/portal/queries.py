"""What the public pages show, put together from the queries of the apps below. No person appears."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from linli.apps.matters import queries as matters
from linli.apps.organisations import queries as organisations
from linli.apps.places import queries as places
from linli.foundation.areas import Level, ancestor
from linli.foundation.clock import local_date
from linli.platform.access import Actor

SOLVED_MAX: Final = 5
FOUND_MAX: Final = 20
PLACES_FOUND_MAX: Final = 8
ORGANISATIONS_FOUND_MAX: Final = 8
COUNTED_DAYS: Final = 30
NEWS_DAYS: Final = 90
NEWS_ROWS: Final = 20


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
    return matters.list_public(community=community, is_answered=True, limit=SOLVED_MAX).rows


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


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, under the rights of who searched; `own` is empty for who may read none."""

    own: matters.Page[matters.MatterRow]
    public: matters.Page[matters.PublicRow]
    places: tuple[places.PlaceRow, ...]
    organisations: tuple[organisations.OrganisationRow, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.own.rows or self.public.rows or self.places or self.organisations)


NOTHING: Final[matters.Page[Any]] = matters.Page((), "")


def search(
    *, actor: Actor, words: str, own_after: str = "", public_after: str = "", today: dt.date
) -> Found:
    """Search matters, places and organisations for `words`; at most nine queries.

    A later page of one list (`…_after`) shows that list alone. Staff find what concerns them; the public
    form of everything else is for residents.
    """
    goes_on = bool(own_after or public_after)
    own = public = NOTHING
    if actor.is_signed_in and not public_after:
        own = matters.search_matters(actor=actor, words=words, after=own_after)
    if not actor.is_staff and not own_after:
        public = matters.search_public(words=words, after=public_after)
    if goes_on:
        return Found(own, public, (), ())
    wish = organisations.Wish(on=today, text=words)
    return Found(
        own,
        public,
        places.search_places(words, limit=PLACES_FOUND_MAX),
        organisations.list_organisations(wish, limit=ORGANISATIONS_FOUND_MAX),
    )


@dataclass(frozen=True, slots=True)
class News:
    """A place and what was asked and answered there: the public page, its feed and its printed notice."""

    name: str
    name_en: str
    community: places.AreaRow
    compound: int | None
    record: matters.PublicRecord
    page: matters.Page[matters.PublicRow]


def get_news(
    *, community: int | None = None, compound: int | None = None, now: dt.datetime, after: str = ""
) -> News | None:
    """Return the news of a community or of a compound, `None` when there is no such place. Four queries."""
    place = places.get_compound(compound) if compound is not None else None
    if compound is not None and place is None:
        return None
    area = places.get_area(place.community if place else community or 0)
    if area is None or area.level != Level.COMMUNITY:
        return None
    return News(
        name=place.name if place else area.name,
        name_en="" if place else area.name_en,
        community=area,
        compound=compound,
        record=matters.public_record(
            community=area.code, compound=compound, since=now - dt.timedelta(days=NEWS_DAYS)
        ),
        page=matters.list_public(
            community=area.code, compound=compound, after=after, limit=NEWS_ROWS
        ),
    )
