"""A drawing as pages show it: its grids, one grid, one building with where it could go, the moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404

from linli.apps.planning.models import Move, PlanGrid, Study, StudyBuilding
from linli.apps.planning.queries.pieces import limits_of, members_of
from linli.apps.planning.rules.drawing import Figures, judge_move
from linli.apps.planning.rules.drawing import Move as Judged
from linli.apps.planning.rules.reasons import PROVEN, REASONS
from linli.foundation.refusals import Refused

GRIDS_MAX: Final = 5000
BUILDINGS_MAX: Final = 500
MOVES_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class GridRow:
    """A grid of a drawing; `reason` names the sentence that says why it is out of range."""

    number: int
    area: int
    code: int | None
    name: str
    households: int
    buildings: int
    reason: str
    needed: int
    evidence: tuple[str, ...]
    is_out: bool

    @property
    def is_proven(self) -> bool:
        return self.reason in PROVEN

    @property
    def sentence(self) -> Refused | None:
        """Return the reason as a sentence with what it needs."""
        why = REASONS.get(self.reason)
        if why is None:
            return None
        where = "、".join(self.evidence[:2])
        return Refused(why.code, why.sentence, needed=self.needed, where=where)


def grids_of(study: Study) -> tuple[GridRow, ...]:
    """Return the grids of a drawing in the order of communities and names. One query."""
    limits = limits_of(study)
    columns = (
        "number", "area", "code", "name", "households", "buildings", "reason", "needed",
        "evidence", "is_touched",
    )  # fmt: skip
    rows = PlanGrid.objects.filter(study=study, buildings__gt=0).order_by("area", "code", "number")
    found = []
    for row in rows.values_list(*columns)[:GRIDS_MAX]:
        number, area, code, name, households, buildings, reason, needed, evidence, touched = row
        is_out = not limits.low <= households <= limits.high
        said = "by_hand" if touched and is_out else reason if is_out else ""
        shown = tuple(evidence)
        found.append(
            GridRow(number, area, code, name, households, buildings, said, needed, shown, is_out)
        )
    return tuple(found)


def get_grid(study: Study, number: int) -> GridRow:
    """Return one grid, or 404."""
    found = next((row for row in grids_of(study) if row.number == number), None)
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class BuildingRow:
    number: int
    building: int | None
    name: str
    compound: str
    area: int
    households: int
    before: int | None
    grid: int | None
    lon: float
    lat: float


BUILDING: Final = (
    "number", "building_id", "name", "compound", "area", "households", "before", "grid", "lon", "lat",
)  # fmt: skip


def buildings_of_grid(study: Study, number: int) -> tuple[BuildingRow, ...]:
    """Return the buildings of a grid by compound and name. One query."""
    rows = StudyBuilding.objects.filter(study=study, grid=number).order_by("compound", "number")
    return tuple(BuildingRow(*row) for row in rows.values_list(*BUILDING)[:BUILDINGS_MAX])


def get_building(study: Study, number: int) -> BuildingRow:
    """Return one building of a study, or 404."""
    rows = StudyBuilding.objects.filter(study=study, number=number).values_list(*BUILDING)
    if not rows:
        raise Http404
    return BuildingRow(*rows[0])


@dataclass(frozen=True, slots=True)
class Option:
    """A grid into which a building could be moved, and what that would do."""

    number: int
    name: str
    judged: Judged


def move_options(study: Study, building: BuildingRow) -> list[Option]:
    """Return the grids that the building touches, the best first.

    Three queries: the neighbours, the names, the members of all these grids.
    """
    near = StudyBuilding.objects.filter(study=study, number=building.number).values_list(
        "near", flat=True
    )
    touched = set(
        StudyBuilding.objects.filter(
            study=study, number__in=near[0], area=building.area, grid__isnull=False
        ).values_list("grid", flat=True)
    )
    own = building.grid
    if own is None:
        return []
    numbers = {number for number in touched if number is not None and number != own}
    names = dict(
        PlanGrid.objects.filter(study=study, number__in=numbers, area=building.area).values_list(
            "number", "name"
        )
    )
    members = members_of(study.pk, (own, *names))
    limits = limits_of(study)
    found = []
    for number, name in names.items():
        try:
            judged = judge_move(members[own], members[number], building.number, limits)
        except Refused:
            continue
        found.append(Option(number, name, judged))
    return sorted(found, key=lambda one: (len(one.judged.breaks), one.judged.to_after, one.number))


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A move by hand with names; `breaks` are the codes of rules that it breaks."""

    id: int
    building: str
    grid_from: str
    grid_to: str
    breaks: tuple[str, ...]
    reason: str
    made_at: dt.datetime
    undone_at: dt.datetime | None


def moves_of(study: Study) -> tuple[MoveRow, ...]:
    """Return the moves, newest first. Three queries."""
    rows = list(Move.objects.filter(study=study).order_by("-id")[:MOVES_MAX])
    buildings = StudyBuilding.objects.filter(study=study, number__in=[row.building for row in rows])
    names = dict(buildings.values_list("number", "name"))
    grids = dict(PlanGrid.objects.filter(study=study).values_list("number", "name")) if rows else {}
    return tuple(
        MoveRow(
            row.pk,
            names.get(row.building, ""),
            grids.get(row.grid_from, ""),
            grids.get(row.grid_to, ""),
            tuple(row.breaks.split(",")) if row.breaks else (),
            row.reason,
            row.made_at,
            row.undone_at,
        )
        for row in rows
    )


def principles(result: Mapping[str, Any]) -> tuple[Figures, Figures]:
    """Return the figures of today's grids and of the drawing."""
    return Figures(**result["before"]), Figures(**result["after"])
