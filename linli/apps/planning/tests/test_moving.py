"""Moving a building by hand, and taking it back."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from linli.apps.accounts.tests.cast import Cast
from linli.apps.accounts.tests.tiny_city import LAT, LON
from linli.apps.planning import actions, jobs, queries
from linli.apps.planning.models import Move, PlanGrid, Study, StudyBuilding
from linli.apps.planning.tests.block import NOW, STEP, drawn
from linli.foundation.refusals import Refused
from linli.platform.models import Job


def at_column(study: Study, column: int) -> StudyBuilding:
    """The house of the first row in a column."""
    lon = LON + 0.01 + column * STEP
    return StudyBuilding.objects.get(study=study, lon__range=(lon - 1e-6, lon + 1e-6), lat=LAT)


def households(study: Study) -> list[int]:
    rows = PlanGrid.objects.filter(study=study).order_by("number")
    return list(rows.values_list("households", flat=True))


def test_a_move_is_written_counted_and_taken_back(cast: Cast, drawing: Study) -> None:
    officer = cast.subdistrict_officer.actor
    before = drawing.result["after"]
    border = at_column(drawing, 9)
    actions.move_building(actor=officer, pk=drawing.pk, building=border.number, to=1, now=NOW)
    drawing.refresh_from_db()

    assert households(drawing) == [399, 441]
    assert drawing.result["after"]["largest"] == 441
    actions.undo_move(actor=officer, pk=drawing.pk, now=NOW)
    drawing.refresh_from_db()
    assert households(drawing) == [420, 420]
    assert drawing.result["after"] == before
    assert Move.objects.get().undone_at == NOW
    with pytest.raises(Refused) as refused:
        actions.undo_move(actor=officer, pk=drawing.pk, now=NOW)
    assert refused.value.code == "planning.no_move"


def test_outlines_are_drawn_anew_unless_somebody_moved_on(
    cast: Cast, drawing: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = cast.subdistrict_officer.actor
    border = at_column(drawing, 9)
    actions.move_building(actor=officer, pk=drawing.pk, building=border.number, to=1, now=NOW)
    assert Job.objects.filter(name="planning.outline").count() == 1
    monkeypatch.setattr(jobs, "ask", lambda *_: {"rings": [[[[1, 2]]], [[[3, 4]]]]})
    jobs.outline_study(study=drawing.pk, now=NOW)
    grids = PlanGrid.objects.filter(study=drawing).order_by("number")

    assert [grid.rings for grid in grids] == [[[[1, 2]]], [[[3, 4]]]]
    old = [0] * 43
    assert not actions.keep_outlines(
        actor=jobs.ACTOR, pk=drawing.pk, rings=[[], []], asked=old, now=NOW
    )
    jobs.outline_study(study=4, now=NOW)  # thrown away meanwhile: nothing happens


def test_a_move_that_breaks_a_rule_needs_a_reason(cast: Cast, drawing: Study) -> None:
    officer = cast.subdistrict_officer.actor
    far = at_column(drawing, 2)
    facts = {"actor": officer, "pk": drawing.pk, "building": far.number, "to": 1, "now": NOW}
    with pytest.raises(Refused) as refused:
        actions.move_building(**facts)  # type: ignore[arg-type]  # facts of a test
    assert refused.value.code == "planning.move_breaks"
    assert households(drawing) == [420, 420]

    move = actions.move_building(**facts, reason="居民代表会议决定")  # type: ignore[arg-type]  # as above
    assert move.breaks == "apart,compound_split"
    assert move.reason == "居民代表会议决定"


def test_a_grid_out_of_range_by_hand_says_that_it_is_by_hand(cast: Cast, block: object) -> None:
    officer = cast.subdistrict_officer.actor
    study = drawn(officer, cut=8)
    for column in (8, 9, 10, 11):
        for house in StudyBuilding.objects.filter(
            study=study,
            lon__range=(LON + 0.01 + column * STEP - 1e-6,) * 1
            + (LON + 0.01 + column * STEP + 1e-6,),
        ):
            actions.move_building(
                actor=officer, pk=study.pk, building=house.number, to=0, reason="试试", now=NOW
            )
    study.refresh_from_db()
    first, second = queries.grids_of(study)

    assert (first.households, first.reason, first.is_proven) == (504, "by_hand", False)
    assert (second.households, second.reason) == (336, "")


@pytest.mark.parametrize("who", ["secretary", "platform_admin"])
def test_who_reads_does_not_move(cast: Cast, drawing: Study, who: str) -> None:
    with pytest.raises(PermissionDenied):
        actions.move_building(actor=cast[who].actor, pk=drawing.pk, building=20, to=1, now=NOW)


def test_what_is_not_there_is_not_moved(cast: Cast, drawing: Study) -> None:
    officer = cast.subdistrict_officer.actor
    for building, to in ((9999, 1), (5, 77)):
        with pytest.raises(Http404):
            actions.move_building(actor=officer, pk=drawing.pk, building=building, to=to, now=NOW)
    with pytest.raises(Refused) as refused:
        actions.move_building(actor=officer, pk=drawing.pk, building=5, to=0, now=NOW)
    assert refused.value.code == "planning.move_same"


def test_nothing_moves_in_an_approved_plan(cast: Cast, drawing: Study) -> None:
    Study.objects.filter(pk=drawing.pk).update(
        state="approved", approved_by=1, effective_on="2026-12-31"
    )
    with pytest.raises(Refused) as refused:
        actions.move_building(
            actor=cast.subdistrict_officer.actor,
            pk=drawing.pk,
            building=at_column(drawing, 9).number,
            to=1,
            now=NOW,
        )
    assert refused.value.code == "planning.state"


def test_a_building_is_offered_the_grids_that_it_touches(cast: Cast, drawing: Study) -> None:
    border = queries.get_building(drawing, at_column(drawing, 9).number)
    inner = queries.get_building(drawing, at_column(drawing, 3).number)

    [option] = queries.move_options(drawing, border)
    assert (option.number, option.judged.from_after, option.judged.to_after) == (1, 399, 441)
    assert queries.move_options(drawing, inner) == []
