"""A block to plan: forty houses in two rows in the tiny city's community, and a drawing of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from linli.apps.accounts.tests.tiny_city import COMMUNITY, GRID, LAT, LON, SECOND_GRID, SINCE
from linli.apps.places.models import Building, Compound, GridBuilding
from linli.apps.planning import actions
from linli.apps.planning.models import Study
from linli.apps.planning.queries.inputs import inputs_of
from linli.apps.planning.rules.studies import GridFacts, WalkFacts
from linli.foundation import clock
from linli.foundation.clock import local_date
from linli.foundation.keys import new_key
from linli.platform.access import Actor, system

NOW = clock.now()
ROBOT = system("test")
COLUMNS, EACH = 20, 21
STEP = 0.0003


def make_block(compound: Compound) -> list[Building]:
    """Write forty houses of 21 households; the first eight columns in one compound."""
    made = []
    for at in range(2 * COLUMNS):
        row, column = divmod(at, COLUMNS)
        building = Building.objects.create(
            id=new_key(NOW),
            community_id=COMMUNITY,
            compound=compound if column < 8 else None,
            name=f"{100 + at}号",
            lon=LON + 0.01 + column * STEP,
            lat=LAT + row * STEP,
            floors=6,
            households=EACH,
            card_code=f"BLK{at:04d}",
        )
        grid = GRID if column < 4 else SECOND_GRID
        GridBuilding.objects.create(
            id=new_key(NOW), building=building, grid_id=grid, valid_from=SINCE
        )
        made.append(building)
    return made


def drawing_of(study: Study, *, cut: int = 10, third: int | None = None) -> dict[str, Any]:
    """Return what the task would answer: houses left of the column `cut` in one grid, others in two."""
    inputs = inputs_of(study, local_date(NOW))
    place = [column_of(row.lon) for row in inputs.rows]
    grid = [0 if column < cut else 1 for column in place]
    if third is not None:
        grid = [2 if column >= third else own for column, own in zip(place, grid, strict=True)]
    known = {(column, round(row.lat, 5)): at for at, (row, column) in enumerate(zip(inputs.rows, place, strict=True))}  # fmt: skip
    near = [
        sorted(
            known[step, lat]
            for step in (column - 1, column, column + 1)
            for lat in {round(LAT, 5), round(LAT + STEP, 5)}
            if (step, lat) in known and known[step, lat] != at
        )
        for at, column in enumerate(place)
    ]
    count = max(grid) + 1
    weight = [
        sum(row.households for row, own in zip(inputs.rows, grid, strict=True) if own == number)
        for number in range(count)
    ]
    square = [[LON, LAT], [LON + 0.01, LAT], [LON + 0.01, LAT + 0.01], [LON, LAT]]
    return {
        "grid": grid,
        "near": near,
        "grids": [
            {"households": weight[number], "name": number, "rings": [square]}
            for number in range(count)
        ],
        "split": [],
        "fewest_possible": 2,
        "exceptions": [],
        "before": {"exceptions": [], "torn": []},
        "in_barrier": [],
        "alone": [],
    }


def column_of(lon: float) -> int:
    """Return the column of a house of the block; the tiny city's own stand left of it."""
    return max(0, round((lon - LON - 0.01) / STEP))


def drawn(actor: Actor, *, now: dt.datetime = NOW, **shape: Any) -> Study:
    """Return a finished drawing of the block's community."""
    study = actions.start_study(
        actor=actor, area=COMMUNITY, title="枣冲重划", facts=GridFacts(), now=now
    )
    begun = actions.begin_run(actor=ROBOT, pk=study.pk, now=now)
    assert begun is not None
    inputs = inputs_of(begun, local_date(now))
    found = drawing_of(begun, **shape)
    actions.finish_grids(actor=ROBOT, pk=study.pk, inputs=inputs, found=found, now=now)
    study.refresh_from_db()
    return study


def walked(actor: Actor, *, minutes: float | None = 20.0) -> Study:
    """Return a finished circle in which every house is `minutes` away, and one corner near the first."""
    study = actions.start_study(
        actor=actor, area=COMMUNITY, title="服务圈", facts=WalkFacts(), now=NOW
    )
    begun = actions.begin_run(actor=ROBOT, pk=study.pk, now=NOW)
    assert begun is not None
    inputs = inputs_of(begun, local_date(NOW))
    found = {
        "minutes": [minutes for _ in inputs.rows],
        "points": [{"lon": LON + 0.01, "lat": LAT, "home": [3, 4, 5], "tenths": [10, 60, 149]}],
        "on_streets": True,
        "off_street": [],
        "spacing": 60,
        "joined": 2,
    }
    actions.finish_circle(actor=ROBOT, pk=study.pk, inputs=inputs, found=found, now=NOW)
    study.refresh_from_db()
    return study
