"""Who may do what in the studio, for the whole cast."""

from __future__ import annotations

import pytest

from linli.apps.accounts.tests.cast import Cast, read_matrix
from linli.apps.planning import queries
from linli.apps.planning.access import STUDIES
from linli.apps.planning.models import Study
from linli.platform.access import allowed

# A drawing of the community that is done: d; one that runs: r; approved: a. "·": never.
MATRIX = read_matrix("""
                     read comment move approve withdraw cancel remove hand_over export
resident             ·    ·       ·    ·       ·        ·      ·      ·         ·
neighbour            ·    ·       ·    ·       ·        ·      ·      ·         ·
volunteer            ·    ·       ·    ·       ·        ·      ·      ·         ·
building_head        ·    ·       ·    ·       ·        ·      ·      ·         ·
grid_worker          ·    ·       ·    ·       ·        ·      ·      ·         ·
window               ·    ·       ·    ·       ·        ·      ·      ·         ·
property_manager     ·    ·       ·    ·       ·        ·      ·      ·         ·
department_handler   ·    ·       ·    ·       ·        ·      ·      ·         ·
data_officer         ·    ·       ·    ·       ·        ·      ·      ·         ·
outsider             ·    ·       ·    ·       ·        ·      ·      ·         ·
stranger             ·    ·       ·    ·       ·        ·      ·      ·         ·
secretary            dra  dra     ·    ·       ·        ·      ·      ·         da
subdistrict_officer  dra  dra     dra  dra     dra      r      d      a         da
city_officer         dra  dra     dra  dra     dra      r      d      a         da
platform_admin       dra  dra     ·    ·       ·        ·      ·      ·         da
""")


@pytest.mark.parametrize("letter", ["d", "r", "a"])
def test_the_table_is_what_the_matrix_says(cast: Cast, drawing: Study, letter: str) -> None:
    state = {"d": "done", "r": "running", "a": "approved"}[letter]
    dates = {"effective_on": "2026-12-24", "approved_by": 1} if letter == "a" else {}
    Study.objects.filter(pk=drawing.pk).update(state=state, **dates)
    rows = Study.objects.filter(pk=drawing.pk)
    wrong = [
        (who, action)
        for who, action, mark in MATRIX
        if allowed(rows, actor=cast[who].actor, action=action, table=STUDIES).exists()
        != (letter in mark)
    ]

    assert wrong == []


def test_the_matrix_names_the_whole_cast(cast: Cast) -> None:
    assert {who for who, _, _ in MATRIX} == set(cast)


def test_a_page_asks_once_what_may_be_done(cast: Cast, drawing: Study) -> None:
    may = queries.may(actor=cast.subdistrict_officer.actor, study=drawing)

    assert may == {"read", "comment", "move", "approve", "withdraw", "remove", "export"}


def test_a_secretary_reads_studies_of_the_areas_above(cast: Cast, drawing: Study) -> None:
    Study.objects.filter(pk=drawing.pk).update(area=450403002000000)
    Study.objects.filter(pk=drawing.pk).update(kind="grids")

    assert queries.list_studies(actor=cast.secretary.actor)
    assert not queries.list_studies(actor=cast.outsider.actor)


def test_a_matching_of_the_areas_above_is_not_for_the_secretary(cast: Cast, drawing: Study) -> None:
    Study.objects.filter(pk=drawing.pk).update(area=450403002000000, kind="match")

    assert not queries.list_studies(actor=cast.secretary.actor)


def test_planners_are_offered_their_area_and_what_lies_inside(cast: Cast) -> None:
    names = [row.name for row in queries.areas_to_plan(actor=cast.subdistrict_officer.actor)]

    assert names == ["东兴街道", "枣冲社区", "珠山社区"]
    assert queries.areas_to_plan(actor=cast.secretary.actor) == ()
