"""Move a building by hand, with the rules checked; take the last move back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction
from django.http import Http404

from linli.apps.planning.actions.steps import fetch_study, note_line
from linli.apps.planning.models import Move, PlanGrid, Study, StudyBuilding
from linli.apps.planning.queries.pieces import limits_of, members_of, pieces_of_study
from linli.apps.planning.rules.drawing import Piece, judge_move, measure
from linli.apps.planning.rules.studies import FINISHED, State, require_state
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import jobs
from linli.platform.access import Actor

REASON_MAX = 200
OUTLINE = "planning.outline"


def move_building(
    *, actor: Actor, pk: int, building: int, to: int, reason: str = "", now: dt.datetime
) -> Move:
    """Move the building with the number `building` into the grid `to`.

    A move that breaks a rule needs a `reason`: the person decides and says why.

    Raises
    ------
    Refused
        `planning.move_breaks` when it breaks a rule and no reason is given; what `judge_move` refuses.
    """
    with transaction.atomic():
        study = fetch_study(actor=actor, action="move", pk=pk)
        require_state(study.state, State.DONE)
        row = StudyBuilding.objects.filter(study=study, number=building).first()
        grid = PlanGrid.objects.filter(study=study, number=to).first()
        if row is None or grid is None or row.grid is None:
            raise Http404
        if row.grid == to:
            raise Refused("planning.move_same", "楼栋已经在这个网格里，请选另一个。", field="to")
        members = members_of(study.pk, (row.grid, to))
        judged = judge_move(members[row.grid], members[to], building, limits_of(study))
        if judged.breaks and len(reason.strip()) < 2:
            raise Refused(
                "planning.move_breaks", "这样调整会有不合规的地方，请写明理由。", field="reason"
            )
        move = Move.objects.create(
            id=new_key(now),
            study=study,
            building=building,
            grid_from=row.grid,
            grid_to=to,
            breaks=",".join(each.code for each in judged.breaks),
            reason=reason.strip()[:REASON_MAX],
            made_by=actor.account or 0,
            made_at=now,
        )
        _put(study, building, to)
        jobs.enqueue(OUTLINE, key=f"{OUTLINE}:{move.pk}", study=study.pk)
        facts = {"building": building, "from": move.grid_from, "to": to}
        note_line(study, "move", actor=actor, now=now, after=facts)
    return move


def undo_move(*, actor: Actor, pk: int, now: dt.datetime) -> Move:
    """Take back the last move that still stands."""
    with transaction.atomic():
        study = fetch_study(actor=actor, action="move", pk=pk)
        require_state(study.state, State.DONE)
        move = Move.objects.filter(study=study, undone_at=None).order_by("-id").first()
        if move is None:
            raise Refused("planning.no_move", "没有可以撤销的调整。")
        move.undone_at = now
        move.save(update_fields=["undone_at"])
        _put(study, move.building, move.grid_from)
        jobs.enqueue(OUTLINE, key=f"{OUTLINE}:{move.pk}:undo", study=study.pk)
        note_line(study, "undo", actor=actor, now=now, after={"building": move.building})
    return move


def keep_outlines(
    *, actor: Actor, pk: int, rings: Sequence[object], asked: Sequence[int], now: dt.datetime
) -> bool:
    """Keep outlines drawn for the grids `asked`; not when a building has moved meanwhile."""
    assert actor.is_system
    with transaction.atomic():
        study = Study.objects.select_for_update().filter(pk=pk, state__in=FINISHED).first()
        rows = StudyBuilding.objects.filter(study=pk, grid__isnull=False).order_by("number")
        if study is None or list(rows.values_list("grid", flat=True)) != list(asked):
            return False
        for number, ring in enumerate(rings):
            PlanGrid.objects.filter(study=study, number=number).update(rings=ring)
        note_line(study, "outline", actor=actor, now=now)
    return True


def _put(study: Study, building: int, to: int) -> None:
    """Write the building into the grid and count everything anew."""
    StudyBuilding.objects.filter(study=study, number=building).update(grid=to)
    pieces = pieces_of_study(study.pk)
    study.result = {**study.result, "after": asdict(measure(pieces, limits_of(study)))}
    study.save(update_fields=["result"])
    _count_grids(study, pieces)


def _count_grids(study: Study, pieces: list[Piece]) -> None:
    """Bring the rows of grids up to date, and mark those that are no longer as they were drawn."""
    moved = Move.objects.filter(study=study, undone_at=None)
    touched = {number for pair in moved.values_list("grid_from", "grid_to") for number in pair}
    for grid in PlanGrid.objects.filter(study=study):
        members = [piece for piece in pieces if piece.grid == grid.number]
        facts = (sum(piece.households for piece in members), len(members), grid.number in touched)
        if facts != (grid.households, grid.buildings, grid.is_touched):
            grid.households, grid.buildings, grid.is_touched = facts
            grid.save(update_fields=["households", "buildings", "is_touched"])
