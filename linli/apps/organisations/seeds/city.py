"""What the network stands on: areas, compounds, buildings, and the accounts that already have roles."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F

from linli.apps.accounts.models import Account
from linli.apps.people.models import Person, Residence
from linli.apps.places import queries as places
from linli.apps.places.models import CompoundManagement, GridBuilding
from linli.apps.places.queries import AreaRow, CompoundRow
from linli.apps.places.queries.inside import (
    BuildingPlace,
    buildings_inside,
    compounds_inside,
    homes_inside,
)
from linli.foundation.areas import Level, ancestor
from linli.platform.dated import holding

GROWN_YEARS = 28
RESIDENTS_MAX = 12
WITH_FIRM = ("firm_contract", "firm_introduced")


@dataclass(slots=True)
class Ground:
    """The territory as the network's makers need it, with what they agree on while making it."""

    code: int
    areas: dict[Level, tuple[AreaRow, ...]]
    compounds: tuple[CompoundRow, ...]
    modes: dict[int, str]
    buildings: dict[int, BuildingPlace]
    grids: dict[int, list[BuildingPlace]]
    homes: dict[int, list[int]]
    # (role, area) → (account, person or none, name): those who have an account already.
    known: dict[tuple[str, int], tuple[int, int | None, str]]
    residents: dict[int, list[int]]  # some grown-up residents of each building
    lives: dict[int, int]  # the building in which each persona lives
    # Made on the way: organisations by area, cadres by community, branches by compound, …
    offices: dict[int, int] = field(default_factory=dict)
    party: dict[int, int] = field(default_factory=dict)
    cadres: dict[int, list[int]] = field(default_factory=dict)
    branches: dict[int, int] = field(default_factory=dict)
    members: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    committees: dict[int, int] = field(default_factory=dict)
    shown_compound: int = 0  # of the persona who leads an owners' committee

    def area(self, code: int) -> AreaRow:
        level = next(level for level in Level if code == ancestor(code, level))
        return next(row for row in self.areas[level] if row.code == code)

    def compounds_of(self, community: int) -> list[CompoundRow]:
        return [row for row in self.compounds if row.community == community]

    def has_firm(self, compound: int) -> bool:
        return self.modes.get(compound, "") in WITH_FIRM


def survey(on: dt.date) -> Ground:
    """Read the territory of the day."""
    areas = {level: places.list_areas(level, on=on) for level in Level}
    code = areas[Level.CITY][0].code
    buildings = {row.id: row for row in buildings_inside(code)}
    grids: dict[int, list[BuildingPlace]] = defaultdict(list)
    links = GridBuilding.objects.filter(holding(on)).order_by("grid_id", "building_id")
    for grid, building in links.values_list("grid_id", "building_id"):
        grids[grid].append(buildings[building])
    homes: dict[int, list[int]] = defaultdict(list)
    for home, building in homes_inside(code):
        homes[building].append(home)
    modes = CompoundManagement.objects.filter(holding(on)).values_list("compound_id", "mode")
    return Ground(
        code=code,
        areas=areas,
        compounds=compounds_inside(code),
        modes=dict(modes),
        buildings=buildings,
        grids=grids,
        homes=homes,
        known=_known(on),
        residents=_residents(on),
        lives=_lives(on),
    )


def _lives(on: dt.date) -> dict[int, int]:
    rows = Residence.objects.filter(holding(on), person__account__username__gt="")
    return dict(rows.values_list("person_id", "home__building_id"))


def _residents(on: dt.date) -> dict[int, list[int]]:
    """Return up to `RESIDENTS_MAX` grown-ups without an account who live in each building."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = Residence.objects.filter(
        holding(on), person__birth_year__lte=on.year - GROWN_YEARS, person__account=None
    ).order_by("id")
    for building, person in rows.values_list("home__building_id", "person_id").iterator(5000):
        if len(found[building]) < RESIDENTS_MAX:
            found[building].append(person)
    return found


def _known(on: dt.date) -> dict[tuple[str, int], tuple[int, int | None, str]]:
    persons = dict(Person.objects.exclude(account=None).values_list("account_id", "id"))
    held: Any = (
        Account.objects.filter(holding(on, "grants__"), is_active=True)
        .annotate(role=F("grants__role"), where=F("grants__area_id"))
        .order_by("id")
        .values_list("role", "where", "id", "display_name")
    )
    return {
        (role, where): (account, persons.get(account), name) for role, where, account, name in held
    }
