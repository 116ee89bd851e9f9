"""Who may do what: every member of the cast, every action, in the own community and in another."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404

from linli.apps.accounts.tests.cast import Cast, read_matrix
from linli.apps.accounts.tests.tiny_city import COMMUNITY, LAT, LON
from linli.apps.places import access
from linli.apps.places.models import (
    Area,
    Building,
    Compound,
    Home,
    NeighbourPlace,
    ServiceCentre,
)
from linli.foundation import clock
from linli.foundation.keys import new_key
from linli.platform.access import fetch, system

TABLES = {
    "area": access.AREAS,
    "compound": access.COMPOUNDS,
    "building": access.BUILDINGS,
    "home": access.HOMES,
    "centre": access.CENTRES,
    "place": access.PLACES,
}

# yes: may. 403: sees it and may not. 404: does not see it. All rows lie in the secretary's community.
MATRIX = """
                     area.read area.browse area.extend compound.read compound.edit compound.manage building.read building.edit building.move home.read centre.read centre.edit centre.open centre.close place.read place.edit
stranger             yes       403         403         yes           403           403             yes           403           403           404       yes         403         403         403          yes        403
resident             yes       403         403         yes           403           403             yes           403           403           404       yes         403         403         403          yes        403
neighbour            yes       403         403         yes           403           403             yes           403           403           404       yes         403         403         403          yes        403
volunteer            yes       403         403         yes           403           403             yes           403           403           404       yes         403         403         403          yes        403
building_head        yes       yes         403         yes           403           403             yes           403           403           404       yes         403         403         403          yes        403
grid_worker          yes       yes         403         yes           403           403             yes           403           403           yes       yes         403         403         403          yes        403
secretary            yes       yes         yes         yes           yes           yes             yes           yes           yes           yes       yes         yes         yes         yes          yes        yes
window               yes       yes         403         yes           403           403             yes           403           403           yes       yes         403         403         403          yes        403
outsider             yes       yes         403         yes           403           403             yes           403           403           404       yes         403         403         403          yes        403
subdistrict_officer  yes       yes         yes         yes           yes           yes             yes           yes           yes           yes       yes         yes         yes         yes          yes        yes
department_handler   yes       yes         403         yes           403           403             yes           403           403           404       yes         403         403         403          yes        403
property_manager     yes       yes         403         yes           403           403             yes           403           403           404       yes         403         403         403          yes        403
city_officer         yes       yes         yes         yes           yes           yes             yes           yes           yes           yes       yes         yes         yes         yes          yes        yes
data_officer         yes       yes         403         yes           403           403             yes           403           403           404       yes         403         403         403          yes        403
platform_admin       yes       yes         yes         yes           yes           yes             yes           yes           yes           yes       yes         yes         yes         yes          yes        yes
"""


@pytest.fixture
def rows(cast: Cast) -> dict[str, Model]:
    now = clock.now()
    where = {"community_id": COMMUNITY, "lon": LON, "lat": LAT}
    centre = ServiceCentre.objects.create(
        id=new_key(now),
        name="江滨中心",
        area_m2=300,
        floor_type="built",
        state="open",
        opened_on=dt.date(2025, 1, 1),
        **where,
    )
    place = NeighbourPlace.objects.create(id=new_key(now), name="凉亭", kind="book_bar", **where)
    return {
        "area": Area.objects.get(pk=COMMUNITY),
        "compound": cast.city.compound,
        "building": cast.city.first,
        "home": cast.city.homes[0],
        "centre": centre,
        "place": place,
    }


def answer(cast: Cast, who: str, action: str, row: Model) -> str:
    """Return what `fetch` says: yes, 403 or 404."""
    thing, verb = action.split(".")
    try:
        fetch(
            type(row)._default_manager.all(),
            actor=cast[who].actor,
            action=verb,
            table=TABLES[thing],
            pk=row.pk,
        )
    except PermissionDenied:
        return "403"
    except Http404:
        return "404"
    return "yes"


def test_the_matrix_of_who_may_do_what(cast: Cast, rows: dict[str, Model]) -> None:
    said = [
        (who, action, answer(cast, who, action, rows[action.split(".")[0]]))
        for who, action, _mark in read_matrix(MATRIX)
    ]
    assert said == read_matrix(MATRIX)


def test_the_matrix_names_everybody_and_every_action(cast: Cast) -> None:
    cells = read_matrix(MATRIX)
    assert {who for who, _action, _mark in cells} == set(cast)
    actions = {f"{thing}.{verb}" for thing, table in TABLES.items() for verb in table}
    assert {action for _who, action, _mark in cells} == actions


def test_a_grid_worker_sees_the_homes_of_the_own_grid_only(cast: Cast) -> None:
    seen = Home.objects.filter(access.HOMES["read"](cast.grid_worker.actor))
    assert set(seen) == set(cast.city.homes[:3])


def test_the_outsider_keeps_the_registers_at_home(cast: Cast) -> None:
    kept = Compound.objects.filter(access.COMPOUNDS["edit"](cast.outsider.actor))
    assert list(kept) == [cast.city.other_compound]


def test_jobs_of_the_house_may_do_everything(cast: Cast) -> None:
    row = fetch(
        Building.objects.all(),
        actor=system("test"),
        action="move",
        table=access.BUILDINGS,
        pk=cast.city.first.pk,
    )
    assert row == cast.city.first


def test_what_a_page_offers_is_what_the_rule_allows(cast: Cast, rows: dict[str, Model]) -> None:
    for who in cast:
        offered = access.keeps(cast[who].actor, COMMUNITY)
        assert offered == (answer(cast, who, "area.extend", rows["area"]) == "yes")
