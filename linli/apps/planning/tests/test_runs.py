"""A study from the asking to its end: done, failed, cancelled, lost."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import Http404

from linli.apps.accounts.tests.cast import Cast
from linli.apps.accounts.tests.tiny_city import COMMUNITY, OTHER_COMMUNITY
from linli.apps.places.models import Building
from linli.apps.planning import actions, jobs
from linli.apps.planning.jobs import process
from linli.apps.planning.models import PlanGrid, Spot, Study, StudyBuilding
from linli.apps.planning.queries.inputs import inputs_of, request_of
from linli.apps.planning.rules.studies import GridFacts, MatchFacts, WalkFacts
from linli.apps.planning.tests.block import NOW, ROBOT, drawing_of, drawn
from linli.foundation.clock import local_date
from linli.foundation.refusals import Refused
from linli.platform.models import Job, JournalLine

TODAY = local_date(NOW)


def ask(cast: Cast, **more: object) -> Study:
    facts = {"area": COMMUNITY, "title": "枣冲重划", "facts": GridFacts(), "now": NOW, **more}
    return actions.start_study(actor=cast.subdistrict_officer.actor, **facts)  # type: ignore[arg-type]  # facts of a test


def nothing_is_left(study: Study) -> bool:
    rows = (StudyBuilding, PlanGrid, Spot)
    return not any(model.objects.filter(study=study).exists() for model in rows)


def test_asking_waits_for_the_worker(cast: Cast, block: list[Building]) -> None:
    study = ask(cast)

    assert (study.state, study.percent) == ("waiting", 0)
    assert Job.objects.filter(name="planning.run", arguments={"study": study.pk}).count() == 1


def test_only_planners_ask_and_only_for_their_area(cast: Cast) -> None:
    ask(cast)
    with pytest.raises(PermissionDenied):
        ask(cast, area=OTHER_COMMUNITY)
    with pytest.raises(PermissionDenied):
        actions.start_study(
            actor=cast.secretary.actor, area=COMMUNITY, title="重划", facts=GridFacts(), now=NOW
        )
    with pytest.raises(Http404):
        ask(cast, area=450499000000000)


def test_limits_that_contradict_each_other_are_refused_at_once(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        ask(cast, facts=GridFacts(low=500, high=300))

    assert (refused.value.code, refused.value.field) == ("planning.limits", "low")
    assert not Study.objects.exists()


def test_a_matching_needs_both_files(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        ask(cast, facts=MatchFacts())

    assert refused.value.code == "planning.no_file"


def test_one_area_cannot_fill_the_queue(cast: Cast) -> None:
    for _ in range(20):
        ask(cast)
    with pytest.raises(Refused) as refused:
        ask(cast)

    assert refused.value.code == "planning.queue"


def test_a_drawing_is_kept_with_its_grids_and_figures(cast: Cast, drawing: Study) -> None:
    assert (drawing.state, drawing.percent) == ("done", 100)
    assert StudyBuilding.objects.filter(study=drawing).count() == 43
    assert list(PlanGrid.objects.order_by("number").values_list("households", flat=True)) == [
        420,
        420,
    ]
    after = drawing.result["after"]
    assert (after["grids"], after["in_range"], after["without_grid"]) == (2, 2, 0)
    assert drawing.result["before"]["in_range"] == 0
    verbs = JournalLine.objects.filter(subject=drawing.pk).values_list("verb", flat=True)
    assert set(verbs) == {"planning.start", "planning.finish"}


def test_the_request_speaks_in_numbers_only(cast: Cast, block: list[Building]) -> None:
    study = ask(cast)
    request = request_of(study, inputs_of(study, TODAY))

    assert len(request["lon"]) == 43
    assert set(request["before"]) == {0, 1}
    assert sum(number >= 0 for number in request["compound"]) == 18
    assert (request["low"], request["high"], request["mode"]) == (300, 500, "draw")


def test_an_area_without_buildings_says_so(cast: Cast) -> None:
    study = ask(cast, area=450403002005000)
    jobs.run_study(study=study.pk, now=NOW)
    study.refresh_from_db()

    assert (study.state, study.trouble["code"]) == ("failed", "planning.no_buildings")


def test_a_waiting_study_is_cancelled_at_once(cast: Cast, block: list[Building]) -> None:
    study = ask(cast)
    actions.cancel_study(actor=cast.subdistrict_officer.actor, pk=study.pk, now=NOW)
    jobs.run_study(study=study.pk, now=NOW)
    study.refresh_from_db()

    assert study.state == "cancelled"
    assert nothing_is_left(study)


def test_a_running_study_stops_at_the_next_report(
    cast: Cast, block: list[Building], monkeypatch: pytest.MonkeyPatch
) -> None:
    study = ask(cast)

    def slow(_task: str, _request: object, report: process.Report) -> dict[str, object]:
        assert report("draw", 1, 10)
        actions.cancel_study(actor=cast.subdistrict_officer.actor, pk=study.pk, now=NOW)
        assert not report("draw", 2, 10)
        raise process.Stopped

    monkeypatch.setattr(jobs, "ask", slow)
    jobs.run_study(study=study.pk, now=NOW)
    study.refresh_from_db()

    assert (study.state, study.is_stopping) == ("cancelled", True)
    assert nothing_is_left(study)


def test_a_cancelled_run_that_finishes_all_the_same_leaves_nothing(
    cast: Cast, block: list[Building]
) -> None:
    study = ask(cast)
    begun = actions.begin_run(actor=ROBOT, pk=study.pk, now=NOW)
    assert begun is not None
    found = drawing_of(begun)
    actions.cancel_study(actor=cast.subdistrict_officer.actor, pk=study.pk, now=NOW)
    inputs = inputs_of(begun, TODAY)
    actions.finish_grids(actor=ROBOT, pk=study.pk, inputs=inputs, found=found, now=NOW)

    assert nothing_is_left(study)


def test_a_run_that_breaks_says_so_and_leaves_nothing(
    cast: Cast, block: list[Building], monkeypatch: pytest.MonkeyPatch
) -> None:
    study = ask(cast)

    def broken(*_: object) -> dict[str, object]:
        raise RuntimeError("killed")

    monkeypatch.setattr(jobs, "ask", broken)
    jobs.run_study(study=study.pk, now=NOW)
    study.refresh_from_db()

    assert (study.state, study.trouble["code"]) == ("failed", "planning.broken")
    assert nothing_is_left(study)


def test_a_write_that_fails_halfway_leaves_nothing(
    cast: Cast, block: list[Building], monkeypatch: pytest.MonkeyPatch
) -> None:
    study = ask(cast)
    found = drawing_of(study)
    found["grids"][1]["name"] = 0  # two grids of one code: the database refuses the second

    monkeypatch.setattr(jobs, "ask", lambda *_: found)
    try:
        jobs.run_study(study=study.pk, now=NOW)
    except DatabaseError:
        pytest.fail("a broken answer must end as a failed study")
    study.refresh_from_db()

    assert study.state == "failed"
    assert nothing_is_left(study)


def test_a_run_whose_worker_died_is_ended_after_a_while(cast: Cast, block: list[Building]) -> None:
    study = ask(cast)
    actions.begin_run(actor=ROBOT, pk=study.pk, now=NOW)
    jobs.tidy(now=NOW + dt.timedelta(minutes=30))
    study.refresh_from_db()
    assert study.state == "running"

    jobs.tidy(now=NOW + dt.timedelta(hours=3))
    study.refresh_from_db()
    assert (study.state, study.trouble["code"]) == ("failed", "planning.lost")


def test_a_killed_run_is_taken_up_again_by_the_next_worker(
    cast: Cast, block: list[Building]
) -> None:
    study = ask(cast)
    assert actions.begin_run(actor=ROBOT, pk=study.pk, now=NOW)

    assert actions.begin_run(actor=ROBOT, pk=study.pk, now=NOW)


def test_a_finished_study_is_thrown_away_with_all_its_rows(cast: Cast, drawing: Study) -> None:
    pk = drawing.pk
    actions.remove_study(actor=cast.subdistrict_officer.actor, pk=pk, now=NOW)

    assert not StudyBuilding.objects.filter(study=pk).exists()
    assert JournalLine.objects.filter(subject=pk, verb="planning.remove").exists()


def test_the_secretary_comments_and_the_stranger_does_not(cast: Cast, drawing: Study) -> None:
    note = actions.add_note(
        actor=cast.secretary.actor, pk=drawing.pk, words="江滨花园最好别拆。", now=NOW
    )

    assert note.words == "江滨花园最好别拆。"
    with pytest.raises(Http404):
        actions.add_note(actor=cast.stranger.actor, pk=drawing.pk, words="哦哦", now=NOW)
    with pytest.raises(Refused):
        actions.add_note(actor=cast.secretary.actor, pk=drawing.pk, words=" ", now=NOW)


# ── The process itself ────────────────────────────────────────────────────────────────────────────
SIDE = {"lon": [111.3], "lat": [23.48], "columns": {"skills": ["电工"], "start": [8], "end": [10]}}
ASK = {"needs": SIDE, "helpers": SIDE, "metres": 500, "candidates": 5}


@pytest.mark.slow
def test_a_task_answers_from_a_process_of_its_own() -> None:
    told: list[str] = []

    def note(phase: str, _done: int, _total: int) -> bool:
        told.append(phase)
        return True

    found = process.ask("match", ASK, note)

    assert found["proposals"][0]["metres"] == 0
    assert told[-1] == "match"


@pytest.mark.slow
def test_what_a_task_refuses_comes_back_in_words() -> None:
    empty = {**SIDE, "lon": [], "lat": []}
    with pytest.raises(Refused) as refused:
        process.ask("match", {**ASK, "needs": empty}, lambda *_: True)

    assert refused.value.code == "match.empty"


@pytest.mark.slow
def test_a_task_that_dies_is_told_with_its_last_words() -> None:
    with pytest.raises(RuntimeError, match="KeyError"):
        process.ask("match", {}, lambda *_: True)


@pytest.mark.slow
def test_a_task_is_stopped_when_asked() -> None:
    with pytest.raises(process.Stopped):
        process.ask("match", ASK, lambda *_: False)


def test_a_circle_asks_for_what_it_needs(cast: Cast, block: list[Building]) -> None:
    study = ask(cast, facts=WalkFacts(barrier_free=True, pace=45))
    request = request_of(study, inputs_of(study, TODAY))

    assert (request["pace"], request["centre_lon"], len(request["lon"])) == (45, [], 43)


def test_two_drawings_of_one_area_live_side_by_side(cast: Cast, block: list[Building]) -> None:
    one, other = (drawn(cast.subdistrict_officer.actor, cut=cut) for cut in (10, 12))

    assert one.result["moved"] != other.result["moved"]
