"""Changes of the registers: what is written, what is refused, what the journal says."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import Cast
from linli.apps.places import actions, queries
from linli.apps.places.models import Building, Compound, CompoundManagement, GridBuilding, Home
from linli.apps.places.rules import (
    BuildingFacts,
    CentreFacts,
    CompoundFacts,
    HomesPlan,
    PlaceFacts,
)
from linli.foundation.refusals import Refused
from linli.platform import journal

NOW = dt.datetime(2026, 11, 23, 4, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
BUILDING = BuildingFacts("3栋", place.LON, place.LAT, floors=6, entrances=2)
HOMES = HomesPlan(per_floor=2, first_floor=1, exclusive_area=8550)
COMPOUND = CompoundFacts("锦园小区", "old", place.LON, place.LAT)
CENTRE = CentreFacts("江滨中心", "江滨路1号", place.LON, place.LAT, 320, "built", rooms=("议事厅",))
PLACE = PlaceFacts("江滨书吧", "book_bar", place.LON, place.LAT)


def add_building(cast: Cast, facts: BuildingFacts = BUILDING, grid: int = place.GRID) -> Building:
    return actions.add_building(
        actor=cast.secretary.actor,
        community=place.COMMUNITY,
        grid=grid,
        facts=facts,
        homes=HOMES,
        now=NOW,
    )


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


def test_a_new_building_has_homes_a_grid_a_card_and_a_line_in_the_journal(cast: Cast) -> None:
    building = add_building(cast, dataclasses.replace(BUILDING, compound=cast.city.compound.pk))
    assert building.households == Home.objects.filter(building=building).count() == 24
    assert queries.grid_of(building.pk, TODAY) == place.GRID
    found = queries.get_building_by_card(building.card_code)
    assert found is not None
    assert found.full_name == "江滨花园3栋"
    (line,) = journal.timeline(building)
    assert (line.verb, line.account, line.area) == (
        "places.add_building",
        cast.secretary.key,
        place.GRID,
    )


def test_a_new_building_is_refused_where_it_does_not_fit(cast: Cast) -> None:
    other = dataclasses.replace(BUILDING, compound=cast.city.other_compound.pk)
    far = dataclasses.replace(BUILDING, lon=110.0)
    taken = dataclasses.replace(BUILDING, name="1栋", compound=cast.city.compound.pk)
    assert code_of(lambda: add_building(cast, grid=place.NEXT_GRID)) == "places.grid_elsewhere"
    assert code_of(lambda: add_building(cast, grid=place.GRID + 7)) == "places.grid_gone"
    assert code_of(lambda: add_building(cast, other)) == "places.compound_elsewhere"
    assert code_of(lambda: add_building(cast, far)) == "places.point_elsewhere"
    assert code_of(lambda: add_building(cast, taken)) == "places.name_taken"
    assert Building.objects.count() == 3


def test_a_building_is_corrected_and_the_journal_keeps_what_was(cast: Cast) -> None:
    row = cast.city.first
    facts = BuildingFacts("1栋", place.LON, place.LAT, 7, 2, compound=cast.city.compound.pk)
    actions.edit_building(actor=cast.secretary.actor, pk=row.pk, facts=facts, now=NOW)
    row.refresh_from_db()
    assert (row.floors, row.entrances) == (7, 2)
    (line,) = journal.timeline(row)
    assert (line.before, line.after) == (
        {"floors": 6, "entrances": 1},
        {"floors": 7, "entrances": 2},
    )


def test_a_building_moves_to_another_grid_from_a_day_on(cast: Cast) -> None:
    pk, on = cast.city.first.pk, TODAY + dt.timedelta(days=10)
    actions.move_building(actor=cast.secretary.actor, pk=pk, grid=place.SECOND_GRID, on=on, now=NOW)
    assert queries.grid_of(pk, on - dt.timedelta(days=1)) == place.GRID
    assert queries.grid_of(pk, on) == place.SECOND_GRID


def test_a_move_is_refused_to_the_same_or_a_foreign_grid_or_into_the_past(cast: Cast) -> None:
    def move(grid: int, on: dt.date) -> str:
        return code_of(
            lambda: actions.move_building(
                actor=cast.secretary.actor, pk=cast.city.first.pk, grid=grid, on=on, now=NOW
            )
        )

    assert move(place.GRID, TODAY) == "places.same_grid"
    assert move(place.NEXT_GRID, TODAY) == "places.grid_elsewhere"
    assert move(place.SECOND_GRID, place.SINCE) == "places.day_too_early"
    assert move(place.SECOND_GRID, TODAY + dt.timedelta(days=400)) == "places.day_too_late"
    assert GridBuilding.objects.filter(building=cast.city.first).count() == 1


def test_every_building_is_in_exactly_one_grid_after_any_change(cast: Cast) -> None:
    building = add_building(cast)
    actions.move_building(
        actor=cast.secretary.actor,
        pk=building.pk,
        grid=place.SECOND_GRID,
        on=TODAY + dt.timedelta(days=1),
        now=NOW,
    )
    for day in (TODAY, TODAY + dt.timedelta(days=1), TODAY + dt.timedelta(days=300)):
        links = GridBuilding.objects.as_of(day).values_list("building", flat=True)
        assert sorted(links) == sorted(Building.objects.values_list("id", flat=True))


def test_a_new_compound_is_not_managed_yet(cast: Cast) -> None:
    compound = actions.add_compound(
        actor=cast.secretary.actor, community=place.COMMUNITY, facts=COMPOUND, now=NOW
    )
    assert CompoundManagement.objects.get(compound=compound).mode == "none"
    again = code_of(
        lambda: actions.add_compound(
            actor=cast.secretary.actor, community=place.COMMUNITY, facts=COMPOUND, now=NOW
        )
    )
    assert again == "places.name_taken"


def test_a_compound_is_corrected(cast: Cast) -> None:
    row = cast.city.compound
    facts = dataclasses.replace(COMPOUND, name="江滨新园")
    actions.edit_compound(actor=cast.secretary.actor, pk=row.pk, facts=facts, now=NOW)
    assert Compound.objects.get(pk=row.pk).name == "江滨新园"


def test_the_management_mode_changes_with_its_decision(cast: Cast) -> None:
    compound = actions.add_compound(
        actor=cast.secretary.actor, community=place.COMMUNITY, facts=COMPOUND, now=NOW
    )

    def change(mode: str, decision: str, days: int) -> CompoundManagement:
        return actions.change_management(
            actor=cast.secretary.actor,
            pk=compound.pk,
            mode=mode,
            on=TODAY + dt.timedelta(days=days),
            decision=decision,
            decided_on=TODAY if decision else None,
            now=NOW,
        )

    change("resident_managed", "居民会议纪要", 5)
    modes = CompoundManagement.objects.filter(compound=compound).order_by("valid_from")
    first, second = modes
    assert (first.mode, first.valid_to) == ("none", TODAY + dt.timedelta(days=5))
    assert (second.mode, second.valid_to) == ("resident_managed", None)
    assert code_of(lambda: change("resident_managed", "纪要", 9)) == "places.same_mode"
    assert code_of(lambda: change("unit_managed", "", 9)) == "places.undecided"
    assert code_of(lambda: change("unit_managed", "协议", 5)) == "places.day_too_early"


def test_a_centre_is_planned_opened_closed_and_opened_again(cast: Cast) -> None:
    actor = cast.secretary.actor
    centre = actions.add_centre(actor=actor, community=place.COMMUNITY, facts=CENTRE, now=NOW)
    assert centre.state == "planned"
    actions.open_centre(actor=actor, pk=centre.pk, on=TODAY, now=NOW)
    actions.edit_centre(
        actor=actor, pk=centre.pk, facts=dataclasses.replace(CENTRE, area_m2=500), now=NOW
    )
    actions.close_centre(actor=actor, pk=centre.pk, on=TODAY, now=NOW)
    actions.open_centre(actor=actor, pk=centre.pk, on=TODAY, now=NOW)
    centre.refresh_from_db()
    assert (centre.state, centre.area_m2, centre.closed_on) == ("open", 500, None)
    assert [line.verb for line in journal.timeline(centre)] == [
        "places.add_centre",
        "places.open_centre",
        "places.edit_centre",
        "places.close_centre",
        "places.open_centre",
    ]


def test_a_neighbour_place_is_entered_and_closed(cast: Cast) -> None:
    actor = cast.secretary.actor
    row = actions.add_place(actor=actor, community=place.COMMUNITY, facts=PLACE, now=NOW)
    actions.edit_place(
        actor=actor, pk=row.pk, facts=dataclasses.replace(PLACE, is_open=False), now=NOW
    )
    row.refresh_from_db()
    assert not row.is_open


@pytest.mark.parametrize("who", ["resident", "grid_worker", "outsider", "stranger"])
def test_who_does_not_keep_the_registers_changes_nothing(cast: Cast, who: str) -> None:
    actor = cast[who].actor
    attempts: list[Callable[[], object]] = [
        lambda: actions.add_building(
            actor=actor,
            community=place.COMMUNITY,
            grid=place.GRID,
            facts=BUILDING,
            homes=HOMES,
            now=NOW,
        ),
        lambda: actions.move_building(
            actor=actor, pk=cast.city.first.pk, grid=place.SECOND_GRID, on=TODAY, now=NOW
        ),
        lambda: actions.add_compound(
            actor=actor, community=place.COMMUNITY, facts=COMPOUND, now=NOW
        ),
        lambda: actions.add_centre(actor=actor, community=place.COMMUNITY, facts=CENTRE, now=NOW),
        lambda: actions.add_place(actor=actor, community=place.COMMUNITY, facts=PLACE, now=NOW),
    ]
    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()
    assert (Building.objects.count(), Compound.objects.count()) == (3, 2)
