"""Write what a run found: all rows in one transaction, so that a run that ends early leaves none."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from django.db import transaction

from linli.apps.planning.actions.steps import note_line
from linli.apps.planning.models import PlanGrid, Proposal, Spot, Study, StudyBuilding
from linli.apps.planning.queries.inputs import Candidate, Inputs
from linli.apps.planning.rules.drawing import Limits, Piece, measure
from linli.apps.planning.rules.packing import pack_reach
from linli.apps.planning.rules.reaching import Home, coverage
from linli.apps.planning.rules.regridding import moved_households
from linli.apps.planning.rules.studies import State
from linli.foundation.keys import new_key
from linli.platform import bulk
from linli.platform.access import Actor

SHOWN_MAX: Final = 50
BUILDING: Final = (
    "id", "study", "number", "building", "name", "compound", "area", "lon", "lat", "households",
    "near", "before", "grid", "minutes",
)  # fmt: skip
GRID: Final = (
    "id", "study", "number", "area", "code", "name", "households", "buildings", "rings",
    "reason", "needed", "evidence",
)  # fmt: skip


def _done(actor: Actor, pk: int, now: dt.datetime, result: dict[str, Any]) -> Study | None:
    """Mark the study done, unless it was cancelled in the last moment."""
    study = Study.objects.select_for_update().filter(pk=pk, state=State.RUNNING).first()
    if study is None or study.is_stopping:
        return None
    study.state, study.finished_at, study.percent = State.DONE, now, 100
    study.result = result
    study.save(update_fields=["state", "finished_at", "percent", "result"])
    note_line(study, "finish", actor=actor, now=now)
    return study


def _insert_buildings(
    study: int,
    inputs: Inputs,
    now: dt.datetime,
    *,
    near: Sequence[list[int]] | None = None,
    grid: Sequence[int] | None = None,
    minutes: Sequence[float | None] | None = None,
) -> None:
    rows = [
        (
            new_key(now), study, at, row.building, row.name, row.compound, row.area, row.lon,
            row.lat, row.households, near[at] if near else [], row.before,
            grid[at] if grid else None, minutes[at] if minutes else None,
        )
        for at, row in enumerate(inputs.rows)
    ]  # fmt: skip
    bulk.insert(StudyBuilding, BUILDING, rows)


def finish_grids(
    *, actor: Actor, pk: int, inputs: Inputs, found: dict[str, Any], now: dt.datetime
) -> None:
    """Keep a drawing: buildings, grids with their reasons, figures before and after."""
    grids, near = found["grid"], found["near"]
    old = sorted({row.before for row in inputs.rows if row.before})
    facts = Study.objects.values_list("facts", flat=True).get(pk=pk)
    limits = Limits(facts["low"], facts["high"])
    figures = {
        "before": asdict(measure(pieces_of(inputs, near, [row.before for row in inputs.rows]), limits)),
        "after": asdict(measure(pieces_of(inputs, near, grids), limits)),
    }  # fmt: skip
    result = {
        **figures,
        "fewest_possible": found["fewest_possible"],
        "areas": {str(key): name for key, name in inputs.areas.items()},
        "before_names": {str(key): name for key, name in inputs.before_names.items()},
        "before_exceptions": [
            {**item, "grid": old[item["grid"]]} for item in found["before"]["exceptions"]
        ],
        "moved": _moved(inputs, grids, found["grids"], old),
        "split": found["split"][:SHOWN_MAX],
        "in_barrier": [inputs.rows[at].name for at in found["in_barrier"][:SHOWN_MAX]],
        "alone": [inputs.rows[at].name for at in found["alone"][:SHOWN_MAX]],
    }
    with transaction.atomic():
        if _done(actor, pk, now, result) is None:
            return
        _insert_buildings(pk, inputs, now, near=near, grid=grids)
        bulk.insert(PlanGrid, GRID, _grid_rows(pk, inputs, found, old, now))


def pieces_of(
    inputs: Inputs, near: Sequence[Sequence[int]], grids: Sequence[int | None]
) -> list[Piece]:
    """Return the buildings of a run as pieces of a drawing."""
    return [
        Piece(at, row.lon, row.lat, row.households, row.area, row.compound, tuple(near[at]), grids[at])
        for at, row in enumerate(inputs.rows)
    ]  # fmt: skip


def _moved(
    inputs: Inputs, grids: Sequence[int], plans: list[dict[str, Any]], old: list[int]
) -> int:
    """Return how many households would change their grid."""
    name = {at: old[plan["name"]] if plan["name"] < len(old) else -at - 1 for at, plan in enumerate(plans)}  # fmt: skip
    rows = inputs.rows
    return moved_households(
        {at: row.before for at, row in enumerate(rows) if row.before},
        {at: name[grid] for at, grid in enumerate(grids)},
        {at: row.households for at, row in enumerate(rows)},
    )


def _grid_rows(
    pk: int, inputs: Inputs, found: dict[str, Any], old: list[int], now: dt.datetime
) -> list[tuple[object, ...]]:
    area = {grid: inputs.rows[at].area for at, grid in enumerate(found["grid"])}
    count = Counter(found["grid"])
    reasons = {item["grid"]: item for item in found["exceptions"]}
    fresh: Counter[int] = Counter()
    rows: list[tuple[object, ...]] = []
    for at, plan in enumerate(found["grids"]):
        code = old[plan["name"]] if plan["name"] < len(old) else None
        if code is None:
            fresh[area[at]] += 1
        name = (
            inputs.before_names[code]
            if code
            else f"{inputs.areas[area[at]]}新网格{fresh[area[at]]}"
        )
        why = reasons.get(at, {"reason": "", "needed": 0, "evidence": []})
        rows.append(
            (
                new_key(now), pk, at, area[at], code, name, plan["households"], count[at],
                plan["rings"], why["reason"], why["needed"],
                [inputs.rows[row].name for row in why["evidence"]],
            )
        )  # fmt: skip
    return rows


def finish_circle(
    *, actor: Actor, pk: int, inputs: Inputs, found: dict[str, Any], now: dt.datetime
) -> None:
    """Keep who reaches a centre, by building and by area, and what each corner would reach."""
    minutes = found["minutes"]
    result = _coverage_result(inputs, minutes) | {
        "on_streets": found["on_streets"],
        "spacing": found["spacing"],
        "joined": found["joined"],
        "off_street": sum(inputs.rows[at].households for at in found["off_street"]),
    }
    with transaction.atomic():
        if _done(actor, pk, now, result) is None:
            return
        _insert_buildings(pk, inputs, now, minutes=minutes)
        rows = [
            (new_key(now), pk, at, spot["lon"], spot["lat"], pack_reach(spot["home"], spot["tenths"]),
             sum(inputs.rows[home].households for home in spot["home"]))
            for at, spot in enumerate(found["points"])
        ]  # fmt: skip
        columns = ("id", "study", "number", "lon", "lat", "reach", "gain")
        bulk.insert(Spot, columns, rows)


def _coverage_result(inputs: Inputs, minutes: Sequence[float | None]) -> dict[str, Any]:
    homes = [Home(at, row.area, row.households, minutes[at]) for at, row in enumerate(inputs.rows)]
    return {
        "coverage": [asdict(row) for row in coverage(homes)],
        "areas": {str(key): name for key, name in inputs.areas.items()},
    }


def finish_sites(  # a run with its candidates
    *,
    actor: Actor,
    pk: int,
    inputs: Inputs,
    candidates: Sequence[Candidate],
    found: dict[str, Any],
    now: dt.datetime,
) -> None:
    """Keep the choice with its bound, every candidate, and the minutes that would come of it."""
    kept = ("value", "bound", "optimal", "unreached", "asked", "on_streets")
    result = _coverage_result(inputs, found["minutes"]) | {key: found[key] for key in kept}
    chosen = set(found["chosen"])
    with transaction.atomic():
        if _done(actor, pk, now, result) is None:
            return
        _insert_buildings(pk, inputs, now, minutes=found["minutes"])
        columns = ("id", "study", "number", "name", "lon", "lat", "gain", "capacity", "is_chosen")
        rows = [
            (new_key(now), pk, at, spot.name, spot.lon, spot.lat, found["gain"][at], spot.capacity,
             at in chosen)
            for at, spot in enumerate(candidates)
        ]  # fmt: skip
        bulk.insert(Spot, columns, rows)


def finish_match(
    *, actor: Actor, pk: int, sides: dict[str, Any], found: dict[str, Any], now: dt.datetime
) -> None:
    """Keep the proposals; nothing is arranged by them."""
    needs, helpers = sides["needs"], sides["helpers"]
    result = {
        "needs": len(needs["lon"]),
        "helpers": len(helpers["lon"]),
        "crowded_out": [needs["name"][at] for at in found["crowded_out"]],
        "hopeless": [needs["name"][at] for at in found["hopeless"]],
    }
    columns = (
        "id", "study", "need", "helper", "skills", "hours", "metres", "load_before", "others",
        "next_metres",
    )  # fmt: skip
    with transaction.atomic():
        if _done(actor, pk, now, result) is None:
            return
        rows = [
            (
                new_key(now), pk, needs["name"][item["need"]], helpers["name"][item["helper"]],
                needs["columns"]["skills"][item["need"]],
                f"{needs['columns']['start'][item['need']]:g}–{needs['columns']['end'][item['need']]:g}",
                item["metres"], item["load_before"], item["others"], item["next_metres"],
            )
            for item in found["proposals"]
        ]  # fmt: skip
        bulk.insert(Proposal, columns, rows)
