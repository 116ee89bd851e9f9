"""What the database itself refuses."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.models import Model

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.tiny_city import TinyCity
from linli.apps.places.models import (
    Area,
    Building,
    Compound,
    CompoundManagement,
    GridBuilding,
    Home,
    MapFeature,
    NeighbourPlace,
    ServiceCentre,
)
from linli.foundation import clock
from linli.foundation.keys import new_key

DAY = dt.date(2026, 1, 1)
WHERE: dict[str, Any] = {"community_id": place.COMMUNITY, "lon": 111.3, "lat": 23.48}
CENTRE = {**WHERE, "name": "中心", "area_m2": 300, "floor_type": "built", "state": "planned"}

GOOD: dict[str, tuple[type[Any], dict[str, Any]]] = {
    "area": (
        Area,
        {
            "code": 450403002004009,
            "level": "grid",
            "name": "第九网格",
            "parent_id": place.COMMUNITY,
            "lon": 111.3,
            "lat": 23.48,
            "valid_from": DAY,
        },
    ),
    "feature": (
        MapFeature,
        {"kind": "street", "name": "文澜路", "area_id": place.COMMUNITY, "lon": 1, "lat": 1}
        | {"geometry": {}},
    ),
    "compound": (Compound, {**WHERE, "name": "锦园", "kind": "old", "year": 1990}),
    "management": (
        CompoundManagement,
        {"mode": "unit_managed", "decision": "协议", "decided_on": DAY, "valid_from": DAY},
    ),
    "building": (
        Building,
        {**WHERE, "name": "9栋", "floors": 6, "entrances": 1, "card_code": "CARD999"},
    ),
    "grid_building": (GridBuilding, {"grid_id": place.GRID, "valid_from": DAY}),
    "home": (Home, {"entrance": 1, "floor": 3, "number": "301", "exclusive_area": 8500}),
    "centre": (ServiceCentre, CENTRE),
    "place": (NeighbourPlace, {**WHERE, "name": "书吧", "kind": "book_bar"}),
}

BAD = [
    ("area", {"level": "village"}),
    ("area", {"parent_id": place.NEXT_COMMUNITY}),
    ("area", {"level": "community"}),
    ("area", {"code": 4504030020, "parent_id": 4504030000}),
    ("area", {"name": ""}),
    ("area", {"lon": 181}),
    ("area", {"valid_to": DAY}),
    ("feature", {"kind": "railway"}),
    ("feature", {"name": ""}),
    ("compound", {"community_id": place.GRID}),
    ("compound", {"kind": "villa"}),
    ("compound", {"year": 1500}),
    ("compound", {"name": "江滨花园"}),
    ("management", {"mode": "magic"}),
    ("management", {"decision": ""}),
    ("management", {"decided_on": None}),
    ("management", {"decided_on": DAY + dt.timedelta(1)}),
    ("management", {"valid_to": DAY}),
    ("building", {"floors": 0}),
    ("building", {"entrances": 0}),
    ("building", {"card_code": "CARD222"}),
    ("building", {"card_code": ""}),
    ("building", {"name": "骑楼8号"}),
    ("building", {"community_id": place.GRID}),
    ("grid_building", {"grid_id": place.COMMUNITY}),
    ("home", {"exclusive_area": 0}),
    ("home", {"floor": 0}),
    ("home", {"number": ""}),
    ("home", {"number": "101", "floor": 1}),
    ("home", {"use": "casino"}),
    ("centre", {"state": "open"}),
    ("centre", {"state": "closed"}),
    ("centre", {"state": "planned", "opened_on": DAY}),
    ("centre", {"state": "closed", "opened_on": DAY, "closed_on": DAY - dt.timedelta(1)}),
    ("centre", {"area_m2": 0}),
    ("centre", {"floor_type": "roof"}),
    ("place", {"kind": "bar"}),
    ("place", {"name": ""}),
]


def write(kind: str, city: TinyCity, /, **changes: object) -> Model:
    """Write the good row of the kind with the changes, bound to the tiny city."""
    model, facts = GOOD[kind]
    bound: dict[str, object] = {}
    if kind == "management":
        bound = {"compound": city.compound}
    if kind == "home":
        bound = {"building": city.first}
    if kind == "grid_building":
        GridBuilding.objects.filter(building=city.first).delete()
        bound = {"building": city.first}
    if kind != "area":
        bound["id"] = new_key(clock.now())
    row: Model = model.objects.create(**{**facts, **bound, **changes})
    return row


@pytest.mark.parametrize("kind", GOOD)
def test_a_good_row_is_kept(city: TinyCity, kind: str) -> None:
    row = write(kind, city)
    assert GOOD[kind][0].objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(("kind", "changes"), BAD)
def test_a_bad_row_is_refused_by_the_database(
    city: TinyCity, kind: str, changes: dict[str, object]
) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        write(kind, city, **changes)


def test_a_building_is_never_in_two_grids_on_one_day(city: TinyCity) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        GridBuilding.objects.create(
            id=new_key(clock.now()),
            building=city.first,
            grid_id=place.SECOND_GRID,
            valid_from=DAY,
        )


def test_a_compound_never_has_two_modes_on_one_day(city: TinyCity) -> None:
    write("management", city)
    with pytest.raises(DatabaseError), transaction.atomic():
        write("management", city, valid_from=DAY + dt.timedelta(9))


def test_two_street_houses_of_two_communities_may_share_a_number(city: TinyCity) -> None:
    write("building", city, name="骑楼8号", community_id=place.NEXT_COMMUNITY)
    assert Building.objects.filter(name="骑楼8号").count() == 2
