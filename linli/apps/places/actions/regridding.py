"""New grids for an area: one act in which every building has exactly one grid before and after."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from linli.apps.places.access import AREAS
from linli.apps.places.events import BuildingMoved
from linli.apps.places.models import Area, Building, GridBuilding
from linli.apps.places.rules import check_grid_of_community
from linli.foundation.areas import Level, ancestor
from linli.foundation.clock import local_date
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import bulk, events, journal
from linli.platform.access import Actor, fetch


@dataclass(frozen=True, slots=True)
class GridPlan:
    """A grid from now on: kept or new by its code, where it lies, which buildings it holds."""

    code: int
    name: str
    lon: float
    lat: float
    outline: list[list[float]]
    buildings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Redivision:
    """What came of it: grids begun and ended, and buildings with the grid they are in now."""

    begun: tuple[int, ...]
    ended: tuple[int, ...]
    moved: Mapping[int, int]


def redivide(
    *,
    actor: Actor,
    grids: Sequence[GridPlan],
    heirs: Mapping[int, int],
    on: dt.date,
    now: dt.datetime,
) -> Redivision:
    """Put new grids in force from the day `on`, which must have come.

    A grid of the same communities that is not among `grids` ends; a building in it that the plan
    does not know yet (entered since) goes to the heir of its grid.

    Raises
    ------
    Refused
        `places.redivide_early` before the day; `places.grid_elsewhere` for a building of another
        community; `places.no_heir` when a building would be left without a grid.
    """
    if on > local_date(now):
        raise Refused("places.redivide_early", "还没到启用日期，请等到当天。", field="on")
    communities = sorted({ancestor(grid.code, Level.COMMUNITY) for grid in grids})
    with transaction.atomic():
        for community in communities:
            areas = Area.objects.all()
            fetch(areas, actor=actor, action="extend", table=AREAS, pk=community, lock=True)
        before = _grids_now(communities, on)
        after = _grids_then(grids, before, heirs)
        ended = _end_and_begin(communities, grids, on)
        moved = {pk: grid for pk, grid in after.items() if before[pk] != grid}
        _move(moved, on, now)
        _tell(actor, communities, (before, moved), ended, (on, now))
    begun = tuple(sorted({grid.code for grid in grids} - set(before.values())))
    return Redivision(begun, ended, moved)


def _grids_now(communities: list[int], on: dt.date) -> dict[int, int]:
    links = GridBuilding.objects.filter(building__community__in=communities, valid_to=None)
    rows = links.select_for_update(of=("self",)).order_by("building_id")
    if links.filter(valid_from__gt=on).exists():
        raise Refused(
            "places.move_pending",
            "有楼栋已登记了以后才生效的网格调整，请等它生效后再启用新网格。",
        )
    return dict(rows.values_list("building_id", "grid_id"))


def _grids_then(
    grids: Sequence[GridPlan], before: Mapping[int, int], heirs: Mapping[int, int]
) -> dict[int, int]:
    """Return the grid of every building; one that the plan does not know follows its old grid."""
    planned = {pk: grid.code for grid in grids for pk in grid.buildings}
    kept = {grid.code for grid in grids}
    homes = dict(Building.objects.filter(pk__in=before).values_list("id", "community_id"))
    after: dict[int, int] = {}
    for pk, old in before.items():
        grid = planned.get(pk) or (old if old in kept else heirs.get(old))
        if grid is None or grid not in kept:
            raise Refused("places.no_heir", "有楼栋会没有网格，请按现在的楼栋重新划分后再批准。")
        check_grid_of_community(grid=grid, community=homes[pk])
        after[pk] = grid
    return after


def _end_and_begin(
    communities: list[int], grids: Sequence[GridPlan], on: dt.date
) -> tuple[int, ...]:
    """End the grids that are not planned, write the new ones, draw the kept ones anew."""
    rows = Area.objects.filter(parent__in=communities, level=Level.GRID, valid_to=None)
    there = {row.code: row for row in rows.select_for_update()}
    planned = {grid.code: grid for grid in grids}
    ended = tuple(sorted(set(there) - set(planned)))
    Area.objects.filter(pk__in=ended).update(valid_to=on)
    for code, grid in planned.items():
        facts: dict[str, Any] = {"lon": grid.lon, "lat": grid.lat, "outline": grid.outline}
        if code in there:
            Area.objects.filter(pk=code).update(**facts)
            continue
        if Area.objects.filter(pk=code).exists():
            raise Refused("places.grid_gone", "这个网格已经停用，请选择现用的网格。", field="grid")
        parent = ancestor(code, Level.COMMUNITY)
        Area(
            code=code, name=grid.name, level=Level.GRID, parent_id=parent, valid_from=on, **facts
        ).save(force_insert=True)
    return ended


def _move(moved: Mapping[int, int], on: dt.date, now: dt.datetime) -> None:
    """End the old links on the day and begin new ones; a link that begins on it is only turned."""
    links = GridBuilding.objects.filter(building__in=moved, valid_to=None)
    fresh = set(links.filter(valid_from__gte=on).values_list("building_id", flat=True))
    links.filter(valid_from__lt=on).update(valid_to=on)
    for pk in sorted(fresh):
        GridBuilding.objects.filter(building=pk, valid_to=None).update(grid=moved[pk])
    bulk.insert(
        GridBuilding,
        ["id", "building", "grid", "valid_from"],
        [(new_key(now), pk, grid, on) for pk, grid in sorted(moved.items()) if pk not in fresh],
    )


def _tell(
    actor: Actor,
    communities: list[int],
    links: tuple[Mapping[int, int], Mapping[int, int]],
    ended: tuple[int, ...],
    when: tuple[dt.date, dt.datetime],
) -> None:
    """Write one line a community and tell the apps above of each building."""
    before, moved = links
    on, now = when
    by_community: dict[int, dict[str, int]] = defaultdict(dict)
    for pk, grid in moved.items():
        by_community[ancestor(grid, Level.COMMUNITY)][str(pk)] = grid
        events.publish(BuildingMoved(pk, before[pk], grid, on))
    for area in Area.objects.filter(pk__in=communities).order_by("code"):
        gone = [code for code in ended if ancestor(code, Level.COMMUNITY) == area.code]
        journal.record(
            actor=actor,
            verb="places.redivide",
            subject=area,
            now=now,
            area=area.code,
            after={"on": on.isoformat(), "moved": by_community[area.code], "ended": gone},
            is_public=True,
        )
