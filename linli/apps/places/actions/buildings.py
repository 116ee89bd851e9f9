"""Changes to buildings, their homes and the grid they are in."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from linli.apps.places.access import BUILDINGS
from linli.apps.places.actions.shared import (
    check_name_free,
    check_where,
    columns,
    community_to_extend,
    rewrite,
)
from linli.apps.places.events import BuildingAdded, BuildingMoved
from linli.apps.places.models import Area, Building, GridBuilding, Home
from linli.apps.places.models.homes import CARD_CODE_LETTERS
from linli.apps.places.rules import (
    BuildingFacts,
    HomesPlan,
    check_day,
    check_grid_of_community,
    check_other_grid,
    plan_homes,
)
from linli.foundation.clock import local_date
from linli.foundation.keys import new_code, new_key
from linli.foundation.refusals import Refused
from linli.platform import bulk, events, journal
from linli.platform.access import Actor, fetch


def _check_grid(grid: int, community: int) -> None:
    check_grid_of_community(grid=grid, community=community)
    if not Area.objects.filter(pk=grid, valid_to=None).exists():
        raise Refused("places.grid_gone", "这个网格已经停用，请选择现用的网格。", field="grid")


def _same_name(building: Building) -> bool:
    """Tell whether the compound, or the community for a street house, has the name already."""
    rows = Building.objects.filter(name=building.name).exclude(pk=building.pk)
    if building.compound_id is not None:
        return rows.filter(compound=building.compound_id).exists()
    return rows.filter(community=building.community_id, compound=None).exists()


def add_building(  # an action with its facts
    *,
    actor: Actor,
    community: int,
    grid: int,
    facts: BuildingFacts,
    homes: HomesPlan,
    now: dt.datetime,
) -> Building:
    """Enter a building with its homes and put it into a grid from today on."""
    with transaction.atomic():
        area = community_to_extend(actor, community)
        _check_grid(grid, area.code)
        check_where(area, lon=facts.lon, lat=facts.lat, compound=facts.compound)
        rows = plan_homes(floors=facts.floors, entrances=facts.entrances, plan=homes)
        building = Building(
            id=new_key(now),
            community=area,
            households=len(rows),
            card_code=new_code(CARD_CODE_LETTERS),
            **columns(facts),
        )
        check_name_free(_same_name(building))
        building.save(force_insert=True)
        GridBuilding.objects.create(
            id=new_key(now), building=building, grid_id=grid, valid_from=local_date(now)
        )
        bulk.insert(
            Home,
            ["id", "building", "entrance", "floor", "number", "exclusive_area"],
            [
                (
                    new_key(now),
                    building.pk,
                    *(home.entrance, home.floor, home.number),
                    homes.exclusive_area,
                )
                for home in rows
            ],
        )
        journal.record(
            actor=actor,
            verb="places.add_building",
            subject=building,
            now=now,
            area=grid,
            after={**columns(facts), "grid": grid, "homes": len(rows)},
        )
        events.publish(BuildingAdded(building.pk, area.code, grid))
    return building


def edit_building(*, actor: Actor, pk: int, facts: BuildingFacts, now: dt.datetime) -> Building:
    """Correct what the register says of a building; its community and grid stay."""
    with transaction.atomic():
        rows = Building.objects.select_related("community")
        building = fetch(rows, actor=actor, action="edit", table=BUILDINGS, pk=pk, lock=True)
        check_where(building.community, lon=facts.lon, lat=facts.lat, compound=facts.compound)
        before, after = rewrite(building, facts)
        check_name_free(_same_name(building))
        building.save()
        journal.record(
            actor=actor,
            verb="places.edit_building",
            subject=building,
            now=now,
            area=building.community_id,
            before=before,
            after=after,
        )
    return building


def move_building(
    *, actor: Actor, pk: int, grid: int, on: dt.date, now: dt.datetime
) -> GridBuilding:
    """Put the building into another grid of its community from a day on."""
    with transaction.atomic():
        building = fetch(
            Building.objects.all(), actor=actor, action="move", table=BUILDINGS, pk=pk, lock=True
        )
        _check_grid(grid, building.community_id)
        last = GridBuilding.objects.get(building=building, valid_to=None)
        check_other_grid(before=last.grid_id, grid=grid)
        check_day(on=on, since=last.valid_from, today=local_date(now))
        last.valid_to = on
        last.save(update_fields=["valid_to"])
        link = GridBuilding.objects.create(
            id=new_key(now), building=building, grid_id=grid, valid_from=on
        )
        journal.record(
            actor=actor,
            verb="places.move_building",
            subject=building,
            now=now,
            area=grid,
            before={"grid": last.grid_id},
            after={"grid": grid, "on": on.isoformat()},
            is_public=True,
        )
        events.publish(BuildingMoved(building.pk, last.grid_id, grid, on))
    return link
