"""From a drawing to the register: approved, withdrawn, in force; one grid a building on any day."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Count

from linli.apps.accounts.models import RoleGrant
from linli.apps.accounts.tests.cast import Cast, give
from linli.apps.accounts.tests.tiny_city import COMMUNITY, GRID, NEXT_GRID, SECOND_GRID, SINCE
from linli.apps.matters import actions as matters
from linli.apps.matters.actions import Contact, Report, Spot
from linli.apps.matters.models import Matter
from linli.apps.places.models import Area, Building, GridBuilding
from linli.apps.planning import actions, jobs, queries
from linli.apps.planning.models import Handover, Study, Upload
from linli.apps.planning.tests.block import NOW, drawn
from linli.foundation.clock import local_date
from linli.foundation.refusals import Refused
from linli.platform.access import ANYONE
from linli.platform.models import JournalLine

TODAY = local_date(NOW)
SOON = TODAY + dt.timedelta(days=7)
THEN = NOW + dt.timedelta(days=7)


def grids_on(day: dt.date) -> dict[int, int]:
    """Grid of every building on a day; fails when one is in two."""
    links = GridBuilding.objects.as_of(day)
    assert not links.values("building").annotate(n=Count("pk")).filter(n__gt=1).exists()
    return dict(links.values_list("building_id", "grid_id"))


def approve(cast: Cast, study: Study, on: dt.date = SOON) -> Study:
    officer = cast.subdistrict_officer.actor
    return actions.approve_study(actor=officer, pk=study.pk, on=on, now=NOW)


def test_until_the_day_nothing_changes_and_on_it_everything_does(
    cast: Cast, drawing: Study
) -> None:
    before = grids_on(TODAY)
    approve(cast, drawing)
    jobs.take_force(now=NOW)
    assert grids_on(TODAY) == before

    jobs.take_force(now=THEN)
    drawing.refresh_from_db()
    after = grids_on(SOON)
    assert drawing.state == "in_force"
    assert grids_on(SOON - dt.timedelta(days=1)) == before
    assert set(after) == set(before) == set(Building.objects.values_list("id", flat=True))
    assert sorted(set(after.values())) == [GRID, SECOND_GRID]
    assert sum(after[pk] != before[pk] for pk in after) == drawing.result["force"]["buildings"] > 0
    line = JournalLine.objects.get(verb="places.redivide")
    assert (line.is_public, len(line.after["moved"])) == (
        True,
        drawing.result["force"]["buildings"],
    )


def test_the_day_comes_once_however_many_workers(cast: Cast, drawing: Study) -> None:
    approve(cast, drawing)

    assert [actions.take_force(actor=jobs.ACTOR, now=THEN) for _ in range(2)] == [1, 0]


def test_a_day_that_was_missed_still_counts_from_its_date(cast: Cast, drawing: Study) -> None:
    approve(cast, drawing)
    jobs.take_force(now=THEN + dt.timedelta(days=3))

    assert grids_on(SOON) != grids_on(SOON - dt.timedelta(days=1))


def test_today_takes_force_at_once(cast: Cast, drawing: Study) -> None:
    assert approve(cast, drawing, TODAY).state == "in_force"


def test_before_the_day_an_approval_is_taken_back_and_on_it_no_more(
    cast: Cast, drawing: Study
) -> None:
    officer = cast.subdistrict_officer.actor
    approve(cast, drawing)
    with pytest.raises(Refused) as late:
        actions.withdraw_study(actor=officer, pk=drawing.pk, now=THEN)
    assert late.value.code == "planning.day_come"

    actions.withdraw_study(actor=officer, pk=drawing.pk, now=NOW)
    jobs.take_force(now=THEN)
    drawing.refresh_from_db()
    assert (drawing.state, drawing.effective_on) == ("done", None)
    assert grids_on(SOON) == grids_on(TODAY)


def test_new_grids_get_codes_that_were_never_used(cast: Cast, block: list[Building]) -> None:
    study = drawn(cast.subdistrict_officer.actor, cut=7, third=14)
    approve(cast, study, TODAY)
    fresh = Area.objects.get(parent=COMMUNITY, valid_from=TODAY)

    assert (fresh.code, fresh.name) == (COMMUNITY + 3, "枣冲第3网格")
    assert GridBuilding.objects.as_of(TODAY).filter(grid=fresh).count() == 12


def one_grid(cast: Cast) -> Study:
    """A drawing in which the second grid takes everything: the first one ends."""
    study = drawn(cast.subdistrict_officer.actor)
    study.grids.filter(number=0).update(code=None)
    study.buildings.update(grid=1)
    study.grids.filter(number=0).update(buildings=0)
    return study


def test_work_over_a_grid_that_ends_is_listed_with_its_heir(
    cast: Cast, block: list[Building]
) -> None:
    give(cast.volunteer.account, "building_head", SECOND_GRID, "grid")  # type: ignore[arg-type]  # has an account
    study = one_grid(cast)
    approve(cast, study)
    lines = queries.handovers_of(study.pk)

    assert [(line.sort, line.grid_name, line.heir_name) for line in lines] == [
        ("role", "枣冲社区第一网格", "枣冲社区第二网格"),
        ("role", "枣冲社区第一网格", "枣冲社区第二网格"),
    ]
    assert {line.what for line in lines} == {"网格员", "楼栋长"}


def test_each_line_is_ticked_once_by_who_plans(cast: Cast, block: list[Building]) -> None:
    study = one_grid(cast)
    approve(cast, study)
    first = Handover.objects.first()
    assert first is not None
    facts = {"pk": study.pk, "handover": first.pk, "now": NOW}
    with pytest.raises(PermissionDenied):
        actions.mark_handed_over(actor=cast.secretary.actor, **facts)  # type: ignore[arg-type]  # of a test
    actions.mark_handed_over(actor=cast.subdistrict_officer.actor, **facts)  # type: ignore[arg-type]  # of a test
    with pytest.raises(Refused) as twice:
        actions.mark_handed_over(actor=cast.subdistrict_officer.actor, **facts)  # type: ignore[arg-type]  # of a test

    assert twice.value.code == "planning.handed"


def test_a_grid_that_ends_keeps_its_history(cast: Cast, block: list[Building]) -> None:
    study = one_grid(cast)
    approve(cast, study, TODAY)
    ended = Area.objects.get(pk=GRID)

    assert ended.valid_to == TODAY
    assert GRID not in grids_on(TODAY).values()
    assert GRID in grids_on(TODAY - dt.timedelta(days=1)).values()
    assert RoleGrant.objects.filter(area=GRID, valid_to=None).exists()  # a person ends it


def report(building: Building | None, area: int | None = None) -> Matter:
    spot = Spot(building=building.pk) if building else Spot(area=area)
    receipt = matters.report_matter(
        actor=ANYONE,
        report=Report(
            client_id=uuid.uuid4(),
            kind="A01",
            words="楼道灯不亮，晚上看不见路。",
            spot=spot,
            contact=Contact("莫女士", "13877412345"),
        ),
        now=NOW,
    )
    return Matter.objects.get(pk=receipt.id)


def test_open_matters_follow_their_building_and_ended_ones_stay(
    cast: Cast, block: list[Building]
) -> None:
    study = one_grid(cast)
    moved, ended, elsewhere = (report(block[at]) for at in (0, 1, 30))
    in_grid = report(None, GRID)
    Matter.objects.filter(pk=ended.pk).update(state="withdrawn", is_open=False)
    approve(cast, study, TODAY)
    areas = dict(Matter.objects.values_list("id", "area_id"))

    assert areas[moved.pk] == areas[in_grid.pk] == SECOND_GRID
    assert areas[ended.pk] == GRID
    assert areas[elsewhere.pk] == SECOND_GRID
    study.refresh_from_db()
    assert study.result["force"]["matters"] == 2
    assert JournalLine.objects.filter(verb="matters.follow_grid", subject=moved.pk).exists()


def test_only_linli_itself_lets_matters_follow(cast: Cast) -> None:
    from django.http import Http404

    with pytest.raises(Http404):
        matters.follow_grids(actor=cast.city_officer.actor, buildings={}, grids={}, now=NOW)


def test_a_building_entered_since_goes_to_the_heir_of_its_grid(
    cast: Cast, block: list[Building]
) -> None:
    study = one_grid(cast)
    approve(cast, study)
    late = Building.objects.create(
        id=77, community_id=COMMUNITY, name="新楼", lon=111.3, lat=23.48, floors=6, card_code="NEW7777"
    )  # fmt: skip
    GridBuilding.objects.create(id=78, building=late, grid_id=GRID, valid_from=SOON)
    jobs.take_force(now=THEN)

    assert grids_on(SOON)[late.pk] == SECOND_GRID


def test_a_pending_move_of_the_register_stops_the_approval(
    cast: Cast, drawing: Study, block: list[Building]
) -> None:
    link = GridBuilding.objects.get(building=block[0])
    link.valid_to = SOON
    link.save()
    GridBuilding.objects.create(id=79, building=block[0], grid_id=SECOND_GRID, valid_from=SOON)
    with pytest.raises(Refused) as refused:
        approve(cast, drawing)

    assert refused.value.code == "places.move_pending"
    drawing.refresh_from_db()
    assert drawing.state == "done"


def test_the_rehearsal_leaves_no_trace(cast: Cast, drawing: Study) -> None:
    before = (grids_on(TODAY), JournalLine.objects.filter(verb__startswith="places.").count())
    approve(cast, drawing)

    assert before == (
        grids_on(TODAY),
        JournalLine.objects.filter(verb__startswith="places.").count(),
    )


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (TODAY - dt.timedelta(days=1), "planning.day_past"),
        (TODAY + dt.timedelta(days=500), "planning.day_far"),
    ],
)
def test_days_that_make_no_sense_are_refused(
    cast: Cast, drawing: Study, on: dt.date, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        approve(cast, drawing, on)

    assert refused.value.code == code


def test_a_plan_of_a_file_is_never_put_in_force(cast: Cast, drawing: Study) -> None:
    upload = Upload.objects.create(
        id=5, area_id=COMMUNITY, sort="buildings", name="x.csv", state="confirmed", rows=1,
        made_by=1, made_at=NOW,
    )  # fmt: skip
    Study.objects.filter(pk=drawing.pk).update(buildings_file=upload)
    with pytest.raises(Refused) as refused:
        approve(cast, drawing)

    assert refused.value.code == "planning.not_of_register"


def test_one_area_waits_for_one_plan(cast: Cast, drawing: Study) -> None:
    approve(cast, drawing)
    other = drawn(cast.subdistrict_officer.actor, cut=12)
    with pytest.raises(Refused) as refused:
        approve(cast, other)

    assert refused.value.code == "planning.another"


def test_the_secretary_cannot_approve(cast: Cast, drawing: Study) -> None:
    with pytest.raises(PermissionDenied):
        actions.approve_study(actor=cast.secretary.actor, pk=drawing.pk, on=SOON, now=NOW)


def test_another_community_is_not_touched(cast: Cast, drawing: Study) -> None:
    approve(cast, drawing, TODAY)

    assert Area.objects.get(pk=NEXT_GRID).valid_to is None
    assert Area.objects.get(pk=NEXT_GRID).valid_from == SINCE
