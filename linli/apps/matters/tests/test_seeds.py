"""The demo matters: a year that obeys every rule, the same for the same dice."""

from __future__ import annotations

import random  # noqa: TID251  # seeded
from collections import Counter

import pytest
from django.db import transaction
from django.db.models import Count

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import Cast
from linli.apps.matters import queries
from linli.apps.matters.models import Matter, MatterRating
from linli.apps.matters.rules.kinds import all_kinds
from linli.apps.matters.rules.states import State
from linli.apps.matters.seeds import load
from linli.apps.matters.seeds.arrivals import Pattern
from linli.apps.matters.seeds.parts import Parts
from linli.apps.matters.tests.desk import NOW, desk
from linli.apps.organisations.models import OrganisationCompound
from linli.apps.organisations.queries import units_for
from linli.apps.places.models import Compound
from linli.foundation.clock import LOCAL, local_date

__all__ = ["desk"]

CITY = {"districts": [{"code": "450403"}], "scale": "seed"}


@pytest.fixture
def invented(desk: Cast) -> Cast:
    """The tiny city with compounds that may have matters: invented ones."""
    Compound.objects.update(synthetic=True)
    OrganisationCompound.objects.create(
        id=1, organisation_id=7002, compound=desk.city.compound, valid_from=place.SINCE
    )
    return desk


def fill(seed: int) -> list[tuple[str, str, str]]:
    steps: list[str] = []
    load(
        city_file=CITY,
        now=NOW,
        dice=random.Random(seed),
        report=lambda step, _done, _total: steps.append(step),
    )
    assert steps
    return list(Matter.objects.order_by("id").values_list("kind", "words", "state"))


@pytest.mark.slow
def test_a_year_of_matters_obeys_every_rule(invented: Cast) -> None:
    rows = fill(1)

    states = Counter(state for _kind, _words, state in rows)
    assert queries.broken_invariants() == []
    assert Matter.objects.filter(resolved_at__isnull=False).count() >= 2400
    assert set(states) == {state.value for state in State}
    assert {kind for kind, _words, _state in rows} == {kind.code for kind in all_kinds()}
    assert "{" not in "".join(words for _kind, words, _state in rows)
    values = dict(MatterRating.objects.values_list("value").annotate(Count("id")))
    assert values["satisfied"] > values["fair"] > values["unsatisfied"] > 0
    assert Matter.objects.filter(due_at__lt=NOW, is_open=True).exists()


@pytest.mark.slow
def test_the_same_dice_give_the_same_year(invented: Cast) -> None:
    years = []
    for seed in (1, 1, 2):
        with transaction.atomic():
            years.append(fill(seed))
            transaction.set_rollback(True)

    assert years[0] == years[1]
    assert years[0] != years[2]


def test_matters_come_when_they_do_in_life() -> None:
    moments = Pattern(NOW, random.Random(3)).moments(20_000)
    local = [(moment.astimezone(LOCAL), kind) for moment, kind in moments]
    office = [when for when, kind in local if kind.startswith("H")]
    flood = [when for when, kind in local if kind == "A12"]
    lamps = [when for when, kind in local if kind == "A01"]

    assert all(moment < NOW for moment, _kind in moments)
    assert sum(8 <= when.hour < 18 for when in office) > 0.8 * len(office)
    assert sum(when.month in {4, 5, 6, 7, 8} for when in flood) > 0.75 * len(flood)
    assert sum(17 <= when.hour <= 22 for when in lamps) > 0.4 * len(lamps)
    assert sum(when.weekday() >= 5 for when in office) < 0.1 * len(office)


def test_parts_read_at_once_are_those_asked_one_by_one(invented: Cast) -> None:
    parts = Parts(local_date(NOW))
    handlers = {kind.handler for kind in all_kinds()}

    for handler in sorted(handlers):
        for building, compound, grid in (
            (invented.city.first.pk, invented.city.compound.pk, place.GRID),
            (invented.city.street_house.pk, None, place.SECOND_GRID),
        ):
            rows = units_for(handler, grid, building, local_date(NOW))
            found = parts.units_for(handler, grid, building, compound)
            assert found == tuple(row.id for row in rows), handler
