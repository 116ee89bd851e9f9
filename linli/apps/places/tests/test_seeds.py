"""The registers of the demo city once written: counts, one grid a day, rules of the database."""

from __future__ import annotations

import datetime as dt
import json
import random  # noqa: TID251  # the dice of a test
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Count, F, Sum
from pytest_django.plugin import DjangoDbBlocker

from linli.apps.places import seeds
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
from linli.foundation.areas import SIZE, Level

CITY = Path(__file__).parents[3] / "config" / "demo" / "city_wuzhou.json"
FILE: dict[str, Any] = json.loads(CITY.read_text(encoding="utf-8"))
NOW = dt.datetime(2026, 11, 23, 4, 0, tzinfo=dt.UTC)
DAYS = (dt.date(2021, 1, 1), dt.date(2025, 7, 1), NOW.date())

# The first test also makes the database; the machine may be busy.
pytestmark = [pytest.mark.city, pytest.mark.django_db, pytest.mark.timeout(600)]


@pytest.fixture(scope="module", autouse=True)
def written(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    """Write the city once for the module and take it away at the end."""
    steps: list[str] = []
    with django_db_blocker.unblock(), transaction.atomic():
        seeds.load(
            city_file=FILE,
            now=NOW,
            dice=random.Random(7),  # the dice of a test
            report=lambda step, done, total: steps.append(f"{step} {done}/{total}"),
        )
        yield steps
        transaction.set_rollback(True)


def test_the_registers_hold_the_whole_city() -> None:
    counts = dict(Area.objects.values_list("level").annotate(count=Count("code")))
    assert counts == {
        "city": 1,
        "district": 7,
        "subdistrict": 13,
        "community": 86,
        "grid": 612,
    }
    assert Compound.objects.count() == 868
    assert Home.objects.count() == 244_800
    assert ServiceCentre.objects.filter(state="open", area_m2__gte=300).count() == 376
    assert NeighbourPlace.objects.count() == 1128


def test_figures_of_each_district_are_those_of_the_file() -> None:
    for district in FILE["districts"]:
        low = int(district["code"]) * 10**9
        inside = {"community__gte": low, "community__lt": low + SIZE[Level.DISTRICT]}
        assert Compound.objects.filter(**inside).count() == district["compounds"]
        assert ServiceCentre.objects.filter(**inside).count() == district["centres"]
        modes = CompoundManagement.objects.as_of(NOW.date()).filter(
            compound__community__gte=low, compound__community__lt=low + SIZE[Level.DISTRICT]
        )
        assert modes.exclude(mode="firm_contract").count() == district["no_pm"]
        unmanaged = district["no_pm"] - district["no_pm_managed"]
        assert modes.filter(mode="none").count() == unmanaged


def test_management_modes_are_those_of_the_file() -> None:
    today = CompoundManagement.objects.as_of(NOW.date())
    counts = dict(today.values_list("mode").annotate(count=Count("id")))
    wanted = dict(FILE["fitted_totals"]["management_modes"])
    wanted.pop("note")
    assert counts == {**wanted, "firm_contract": 868 - 460}


def test_70_communities_are_flagged_as_invented_and_4_compounds_are_not() -> None:
    assert Area.objects.filter(level="community", synthetic=True).count() == 70
    assert Compound.objects.filter(synthetic=False).count() == 4


@pytest.mark.parametrize("day", DAYS)
def test_each_building_is_in_exactly_one_grid_of_its_community(day: dt.date) -> None:
    links = GridBuilding.objects.as_of(day)
    assert links.count() == Building.objects.count()
    assert links.values("building").distinct().count() == Building.objects.count()
    community = F("grid") - F("grid") % SIZE[Level.COMMUNITY]
    assert not links.annotate(within=community).exclude(within=F("building__community")).exists()


def test_compounds_and_their_buildings_lie_in_one_community() -> None:
    assert (
        not Building.objects.exclude(compound=None)
        .exclude(community=F("compound__community"))
        .exists()
    )


def test_grids_have_300_to_500_households_today() -> None:
    today = GridBuilding.objects.as_of(NOW.date())
    homes = today.values("grid").annotate(homes=Sum("building__households"))
    assert {300 <= row["homes"] <= 500 for row in homes} == {True}


def test_households_are_the_homes_there_are() -> None:
    counted = Building.objects.annotate(count=Count("homes"))
    assert not counted.exclude(households=F("count")).exists()


def test_every_foreign_key_holds() -> None:
    connection.check_constraints()


def test_a_large_compound_reaches_over_several_grids() -> None:
    today = GridBuilding.objects.as_of(NOW.date())
    spans = today.exclude(building__compound=None).values("building__compound")
    assert spans.annotate(grids=Count("grid", distinct=True)).filter(grids__gte=3).exists()


def test_the_map_shows_rivers_roads_and_streets() -> None:
    counts = dict(MapFeature.objects.values_list("kind").annotate(count=Count("id")))
    assert set(counts) == {"river", "main_road", "street", "bridge", "green"}
    assert counts["river"] == 8
    assert MapFeature.objects.filter(kind="river", name="西江").exists()


def test_progress_reaches_its_end(written: list[str]) -> None:
    assert written[-1].endswith("612/612")
