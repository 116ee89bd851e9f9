"""One organisation, names of many, and which of them plays a handler's part for a place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import IntegerField, QuerySet, Value

from linli.apps.organisations.models import (
    Organisation,
    OrganisationArea,
    OrganisationBuilding,
    OrganisationCompound,
)
from linli.apps.organisations.rules.kinds import CODE_OF, LINE_OF, STAND_IN, STAND_IN_STEPS_MAX
from linli.apps.places import queries as places
from linli.foundation import clock
from linli.foundation.areas import Level, ancestor
from linli.platform.dated import holding

UNITS_MAX: Final = 200
# Parts played for single places: for a building only those linked to it count.
PLACED: Final = frozenset(CODE_OF[kind] for kind in LINE_OF if kind in CODE_OF)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """An organisation as others name it: `area` is the code of where it stands."""

    id: int
    name: str
    name_en: str
    kind: str
    code: str
    area: int
    office_phone: str


UNIT: Final = ("id", "name", "name_en", "kind", "code", "area_id", "office_phone")
_LINKED: Final = tuple(f"organisation__{field}" for field in UNIT)


def get_organisation(pk: int) -> UnitRow | None:
    """Return the organisation with the key, in force or not."""
    row = Organisation.objects.filter(pk=pk).values_list(*UNIT).first()
    return UnitRow(*row) if row else None


def organisation_names(pks: Iterable[int]) -> dict[int, str]:
    """Return the names of the organisations, in one query."""
    wanted = set(pks)
    if not wanted:
        return {}
    return dict(Organisation.objects.filter(pk__in=wanted).values_list("id", "name"))


def units_for(
    handler_code: str, area_code: int, building_id: int | None = None, on: dt.date | None = None
) -> tuple[UnitRow, ...]:
    """Return who plays the part `handler_code` for a place, the nearest first.

    Nearest is: who answers for the building itself, then for its compound, then in the smallest
    area that holds the place. Where nobody plays the part, the level above stands in (no property
    firm: the community). At most two queries when the part is played, one more a step up.
    """
    day = on or clock.local_date(clock.now())
    building = places.get_building(building_id) if building_id is not None else None
    compound = building.compound if building else None
    code = handler_code
    for _step in range(STAND_IN_STEPS_MAX + 1):
        units = _playing(code, area_code, (building_id, compound), day)
        if units or code not in STAND_IN:
            return units
        code = STAND_IN[code]
    return ()


def _playing(
    code: str, area_code: int, linked: tuple[int | None, int | None], day: dt.date
) -> tuple[UnitRow, ...]:
    building, compound = linked
    around = [ancestor(area_code, level) for level in Level]
    by_area = OrganisationArea.objects.filter(area__in=around)
    queries: list[QuerySet[Any, Any]] = [_linked(by_area, code, day, 2)]
    if code not in PLACED or building is None:
        reach = around[-2:] if code in PLACED else around
        here = Organisation.objects.filter(holding(day), code=code, area__in=reach)
        queries.append(_rows(here, UNIT, 2))
    if building is not None:
        by_building = OrganisationBuilding.objects.filter(building=building)
        queries.append(_linked(by_building, code, day, 0))
    if compound is not None:
        by_compound = OrganisationCompound.objects.filter(compound=compound)
        queries.append(_linked(by_compound, code, day, 1))
    elif code in PLACED and building is None:
        near = OrganisationCompound.objects.filter(compound__community=around[-2])
        queries.append(_linked(near, code, day, 3))
    found = queries[0].union(*queries[1:], all=True)[:UNITS_MAX]
    nearest = sorted(found, key=lambda row: (row[-1], -_depth(row[5]), row[0]))
    return tuple({row[0]: UnitRow(*row[:-1]) for row in nearest}.values())


def _rows(rows: QuerySet[Any], fields: tuple[str, ...], distance: int) -> QuerySet[Any, Any]:
    marked: QuerySet[Any, Any] = rows.annotate(distance=Value(distance, IntegerField()))
    return marked.values_list(*fields, "distance")


def _linked(links: QuerySet[Any], code: str, day: dt.date, distance: int) -> QuerySet[Any, Any]:
    in_force = links.filter(holding(day), holding(day, "organisation__"), organisation__code=code)
    return _rows(in_force, _LINKED, distance)


def _depth(area: int) -> int:
    """Return how deep in the territory an area lies: 0 for the city, 4 for a grid."""
    return sum(1 for level in Level if area != ancestor(area, level))
