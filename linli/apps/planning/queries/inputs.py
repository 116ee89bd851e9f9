"""What a run is given: buildings of the register or of a file, lines between them, centres."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any, Final

from linli.apps.places import queries as places
from linli.apps.places.queries import ground, inside
from linli.apps.planning.models import Study, StudyBuilding, Upload
from linli.apps.planning.rules.packing import unpack
from linli.apps.planning.rules.studies import (
    GridFacts,
    MatchFacts,
    SiteFacts,
    WalkFacts,
    facts_of,
)
from linli.foundation.areas import Level, ancestor
from linli.foundation.refusals import Refused

BUILDINGS_MAX: Final = 50_000
CENTRE_AREA_M2: Final = 300
NAME_MAX: Final = 130


@dataclass(frozen=True, slots=True)
class Row:
    """A building as a study takes it; `before` is a code, or a number in `Inputs.before_names`."""

    building: int | None
    name: str
    compound: str
    area: int
    lon: float
    lat: float
    households: int
    before: int | None
    units: int = 1


@dataclass(slots=True)
class Inputs:
    """All that goes into a run. `areas` and `before_names` name the numbers in the rows."""

    rows: list[Row]
    areas: dict[int, str]
    before_names: dict[int, str] = field(default_factory=dict)
    land: dict[int, list[list[float]]] = field(default_factory=dict)


def inputs_of(study: Study, on: dt.date) -> Inputs:
    """Return the buildings of a study: those of its file, else those of the register on a day."""
    file = study.buildings_file
    found = from_file(file) if file is not None else from_register(study.area_id, on)
    if not found.rows:
        raise Refused("planning.no_buildings", "这个范围里没有住宅楼，请换一个范围或先登记楼栋。")
    if len(found.rows) > BUILDINGS_MAX:
        raise Refused(
            "planning.too_many", "一次最多 %(most)s 栋楼，请按街道分开做。", most=BUILDINGS_MAX
        )
    return found


def from_register(code: int, on: dt.date) -> Inputs:
    """Return the buildings of an area with the grid of each on a day. Five queries."""
    compounds = {row.id: row.name for row in inside.compounds_inside(code)}
    grids = ground.grids_of_inside(code, on)
    rows = [
        Row(
            each.id,
            f"{compounds.get(each.compound or 0, '')}{each.name}"[:NAME_MAX],
            compounds.get(each.compound or 0, ""),
            each.community,
            each.lon,
            each.lat,
            each.households,
            grids.get(each.id),
        )
        for each in inside.buildings_inside(code)
    ]
    areas = sorted({row.area for row in rows})
    names = places.area_names([*areas, *grids.values()])
    return Inputs(
        rows,
        {area: names.get(area, str(area)) for area in areas},
        {grid: names.get(grid, str(grid)) for grid in sorted(set(grids.values()))},
        ground.outlines_of(areas),
    )


def from_file(file: Upload) -> Inputs:
    """Return the buildings of a confirmed file; communities and grids are numbered from 1."""
    columns = unpack(file.columns)
    areas = _numbered(columns["community"])
    grids = _numbered([text for text in columns["grid"] if text])
    count = len(columns["lon"])
    names = columns["name"] if any(columns["name"]) else [str(row + 1) for row in range(count)]
    rows = [
        Row(
            None,
            f"{columns['compound'][at]}{names[at]}"[:NAME_MAX],
            columns["compound"][at],
            areas[columns["community"][at]],
            columns["lon"][at],
            columns["lat"][at],
            columns["households"][at],
            grids.get(columns["grid"][at]),
            columns["units"][at],
        )
        for at in range(count)
    ]
    return Inputs(rows, {v: k for k, v in areas.items()}, {v: k for k, v in grids.items()})


def _numbered(texts: list[str]) -> dict[str, int]:
    return {text: at for at, text in enumerate(dict.fromkeys(texts), start=1)}


def request_of(study: Study, inputs: Inputs) -> dict[str, Any]:
    """Return the request to the task of the study's kind."""
    facts = facts_of(study.kind, study.facts)
    if isinstance(facts, GridFacts):
        return _grids(study, facts, inputs)
    if isinstance(facts, SiteFacts):
        return _sites(study, facts, inputs)
    assert isinstance(facts, WalkFacts)
    return _walk(study, facts, inputs)


def _grids(study: Study, facts: GridFacts, inputs: Inputs) -> dict[str, Any]:
    rows = inputs.rows
    areas = sorted(inputs.areas)
    number = {area: at for at, area in enumerate(areas)}
    old = {code: at for at, code in enumerate(sorted({row.before for row in rows if row.before}))}
    compounds = {
        key: at
        for at, key in enumerate(dict.fromkeys((row.area, row.compound) for row in rows))
        if key[1]
    }
    lines = _barriers(study)
    return {
        "lon": [row.lon for row in rows],
        "lat": [row.lat for row in rows],
        "households": [row.households for row in rows],
        "compound": [compounds.get((row.area, row.compound), -1) for row in rows],
        "area": [number[row.area] for row in rows],
        "before": [old[row.before] if row.before else -1 for row in rows],
        "units": [row.units for row in rows],
        "land": [inputs.land.get(area, []) for area in areas],
        "barriers": [json.dumps(line) for line in lines],
        "low": facts.low,
        "high": facts.high,
        "target": facts.target,
        "fewest": facts.fewest,
        "whole": facts.whole,
        "mode": facts.mode,
        "seed": facts.seed,
    }


def _barriers(study: Study) -> list[dict[str, Any]]:
    """Rivers and main roads of the register, or the lines of the second file."""
    if study.second_file is not None:
        return [json.loads(text) for text in unpack(study.second_file.columns)["shape"]]
    return list(ground.lines_of(study.area_id, ground.BARRIERS))


def _walk(study: Study, facts: WalkFacts, inputs: Inputs) -> dict[str, Any]:
    """Homes, streets and open centres; without steps also only centres with a ramp."""
    city = ancestor(study.area_id, Level.CITY)  # a centre across the border serves as well
    centres = [
        each
        for each in ground.open_centres_inside(city, area_m2_min=CENTRE_AREA_M2)
        if each.has_ramp or not facts.barrier_free
    ]
    around = ancestor(study.area_id, Level.DISTRICT)  # ways go on beyond the border of the area
    streets = ground.lines_of(around, ground.ON_FOOT)
    return {
        "lon": [row.lon for row in inputs.rows],
        "lat": [row.lat for row in inputs.rows],
        "households": [row.households for row in inputs.rows],
        "centre_lon": [each.lon for each in centres],
        "centre_lat": [each.lat for each in centres],
        "streets": [json.dumps(line) for line in streets],
        "water": [json.dumps(line) for line in ground.lines_of(around, ("river",))],
        "pace": facts.pace,
        "detour": facts.detour,
        "limit": facts.minutes,
    }


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a centre could open; `capacity` 0 means without a limit."""

    name: str
    lon: float
    lat: float
    capacity: int = 0


def candidates_of(study: Study, facts: SiteFacts) -> list[Candidate]:
    """Return the candidates: every compound, places that stand closed, or those of the file."""
    if facts.candidates == "file":
        if study.second_file is None:
            raise Refused("planning.no_file", "请先上传并确认候选地点的文件。", field="second_file")
        columns = unpack(study.second_file.columns)
        return [
            Candidate(name or str(at), lon, lat, capacity)
            for at, (name, lon, lat, capacity) in enumerate(
                zip(*(columns[key] for key in ("name", "lon", "lat", "capacity")), strict=True), 1
            )
        ]
    if facts.candidates == "idle":
        rows = ground.centres_to_open(study.area_id)
        return [Candidate(row.name, row.lon, row.lat) for row in rows]
    compounds = inside.compounds_inside(study.area_id)
    return [Candidate(row.name, row.lon, row.lat) for row in compounds]


def _sites(study: Study, facts: SiteFacts, inputs: Inputs) -> dict[str, Any]:
    found = candidates_of(study, facts)
    if not found:
        raise Refused("planning.no_candidates", "没有候选地点，请换一个来源或上传文件。")
    capacity = [each.capacity for each in found]
    return _walk(study, facts.walk, inputs) | {
        "site_lon": [each.lon for each in found],
        "site_lat": [each.lat for each in found],
        "capacity": capacity if all(capacity) else [],
        "goal": facts.goal,
        "count": min(facts.count, len(found)),
        "seconds": facts.seconds,
        "seed": facts.seed,
    }


def outline_request(pk: int) -> dict[str, Any] | None:
    """Return the request for outlines of a drawing as it stands now; `None` when it is gone."""
    rows = StudyBuilding.objects.filter(study=pk, grid__isnull=False).order_by("number")
    found = list(rows.values_list("lon", "lat", "grid", "area"))
    if not found:
        return None
    lon, lat, grid, area = (list(column) for column in zip(*found, strict=True))
    areas = sorted(set(area))
    number = {code: at for at, code in enumerate(areas)}
    land = ground.outlines_of(areas)
    return {
        "lon": lon,
        "lat": lat,
        "grid": grid,
        "area": [number[code] for code in area],
        "land": [land.get(code, []) for code in areas],
    }


def match_request(study: Study) -> dict[str, Any]:
    """Return the request to the matching: both files, nothing of the registers."""
    facts = facts_of(study.kind, study.facts)
    assert isinstance(facts, MatchFacts)
    if study.buildings_file is None or study.second_file is None:
        raise Refused("planning.no_file", "请先上传并确认求助和帮手两个文件。", field="second_file")
    sides = {}
    for name, file in (("needs", study.buildings_file), ("helpers", study.second_file)):
        columns = unpack(file.columns)
        kept = {key: columns[key] for key in columns if key not in {"lon", "lat", "name"}}
        sides[name] = {"lon": columns["lon"], "lat": columns["lat"], "columns": kept}
    return {**sides, "metres": facts.metres, "candidates": facts.candidates}
