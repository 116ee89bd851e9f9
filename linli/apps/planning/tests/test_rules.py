"""The rules of the studio, on plain facts."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.apps.planning.rules import reaching, regridding
from linli.apps.planning.rules.drawing import Limits, Piece, judge_move, measure, pieces_apart
from linli.apps.planning.rules.packing import pack, pack_reach, unpack, unpack_reach
from linli.apps.planning.rules.reaching import Coverage, Home, coverage, total, what_if
from linli.apps.planning.rules.studies import (
    GridFacts,
    MatchFacts,
    SiteFacts,
    WalkFacts,
    clean_title,
    percent,
)
from linli.foundation.refusals import Refused

pytestmark = pytest.mark.pure
LIMITS = Limits(300, 500)


def street(households: list[int], grids: list[int], compounds: str = "") -> dict[int, Piece]:
    """Houses in a row, each touching the next."""
    count = len(households)
    return {
        at: Piece(
            at,
            111.3 + at * 0.0003,
            23.48,
            households[at],
            1,
            compounds[at].strip("-") if compounds else "",
            tuple(near for near in (at - 1, at + 1) if 0 <= near < count),
            grids[at],
        )
        for at in range(count)
    }


def moved(row: dict[int, Piece], number: int, to: int) -> list[str]:
    one = {at: each for at, each in row.items() if each.grid == row[number].grid}
    other = {at: each for at, each in row.items() if each.grid == to}
    return [each.code for each in judge_move(one, other, number, LIMITS).breaks]


def test_the_house_at_the_border_moves_freely() -> None:
    row = street([100] * 8, [0, 0, 0, 0, 1, 1, 1, 1])

    assert moved(row, 3, 1) == []


def test_a_house_in_the_middle_tears_its_grid_and_does_not_touch_the_other() -> None:
    row = street([100] * 8, [0, 0, 0, 0, 1, 1, 1, 1])

    assert moved(row, 1, 1) == ["torn", "apart"]


def test_too_few_stay_and_too_many_come() -> None:
    row = street([150, 150, 250, 250], [0, 0, 1, 1])

    assert moved(row, 1, 1) == ["too_few", "too_many"]


def test_a_compound_that_was_whole_is_named_when_split() -> None:
    row = street([100] * 8, [0] * 4 + [1] * 4, "--aa----")

    assert moved(row, 3, 1) == ["compound_split"]


def test_a_move_that_makes_a_compound_whole_says_so() -> None:
    row = street([100] * 8, [0] * 4 + [1] * 4, "---aa---")
    one = {at: each for at, each in row.items() if each.grid == 0}
    other = {at: each for at, each in row.items() if each.grid == 1}

    judged = judge_move(one, other, 3, LIMITS)

    assert (judged.breaks, judged.mends) == ((), ("compound_whole",))
    assert (judged.from_after, judged.to_after) == (300, 500)


def test_a_grid_out_of_range_may_be_mended_step_by_step() -> None:
    row = street([90, 90, 90, 100, 100, 100, 100, 100], [0, 0, 0, 1, 1, 1, 1, 1])

    assert moved(row, 3, 0) == []


def test_the_last_house_stays_and_nothing_crosses_communities() -> None:
    row = street([400, 400], [0, 1])
    with pytest.raises(Refused) as last:
        moved(row, 0, 1)
    elsewhere = {5: Piece(5, 111.3, 23.5, 400, 2, "", (), 7)}
    with pytest.raises(Refused) as outside:
        judge_move({**row}, elsewhere, 0, LIMITS)

    assert (last.value.code, outside.value.code) == (
        "planning.move_last",
        "planning.move_elsewhere",
    )


@settings(deadline=None)
@given(st.lists(st.integers(0, 3), min_size=2, max_size=30), st.data())
def test_what_a_move_is_said_to_do_is_what_it_does(grids: list[int], data: st.DataObject) -> None:
    row = street([60] * len(grids), grids)
    number = data.draw(st.integers(0, len(grids) - 1))
    to = data.draw(st.sampled_from(sorted(set(grids))))
    own = {at: each for at, each in row.items() if each.grid == grids[number]}
    if to == grids[number] or len(own) == 1:
        return
    other = {at: each for at, each in row.items() if each.grid == to}
    judged = judge_move(own, other, number, LIMITS)
    del own[number]
    grown = {**other, number: row[number]}

    assert judged.from_after == 60 * len(own)
    assert judged.to_after == 60 * len(grown)
    codes = {each.code for each in judged.breaks}
    assert ("torn" in codes) == (pieces_apart(own) > pieces_apart({**own, number: row[number]}))
    assert ("apart" in codes) == (pieces_apart(grown) > pieces_apart(other))


def test_the_figures_of_a_drawing() -> None:
    row = street([200, 200, 200, 200, 90], [0, 0, 1, 1, 2], "aa-bb")
    row[5] = Piece(5, 111.31, 23.48, 10, 1, "", (), None)
    figures = measure(row.values(), LIMITS)

    assert (figures.grids, figures.in_range, figures.households_in_range) == (3, 2, 800)
    assert (figures.without_grid, figures.split_compounds, figures.torn) == (1, 1, 0)
    assert (figures.smallest, figures.largest, figures.in_range_percent) == (90, 400, 67)
    assert 0 < figures.metres <= figures.metres_most < 20


def test_an_empty_drawing_has_figures_too() -> None:
    assert measure([], LIMITS).in_range_percent == 0


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (GridFacts(low=500, high=300), "planning.limits"),
        (GridFacts(target=200), "planning.target"),
        (GridFacts(mode="magic"), "planning.mode"),
        (GridFacts(seed=-1), "planning.seed"),
        (WalkFacts(pace=0), "planning.pace"),
        (WalkFacts(pace=float("nan")), "planning.pace"),
        (WalkFacts(detour=9), "planning.detour"),
        (WalkFacts(minutes=90), "planning.minutes"),
        (SiteFacts(goal="win"), "planning.goal"),
        (SiteFacts(count=0), "planning.count"),
        (SiteFacts(candidates="moon"), "planning.candidates"),
        (SiteFacts(seconds=9999), "planning.seconds"),
        (SiteFacts(pace=1), "planning.pace"),
        (MatchFacts(metres=1), "planning.metres"),
        (MatchFacts(candidates=0), "planning.looked_at"),
    ],
)
def test_parameters_that_make_no_sense_are_refused(
    facts: GridFacts | WalkFacts | SiteFacts | MatchFacts, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        facts.check()

    assert refused.value.code == code


def test_parameters_as_they_stand_are_taken() -> None:
    for facts in (GridFacts(), WalkFacts(), SiteFacts(), MatchFacts()):
        facts.check()


def test_a_title_is_needed() -> None:
    assert clean_title("  东兴   重划 ") == "东兴 重划"
    with pytest.raises(Refused):
        clean_title(" ")


def test_progress_never_goes_back_within_a_run() -> None:
    shares = [percent("start"), percent("prepare"), *(percent("draw", n, 9) for n in range(10))]
    shares += [percent("prove"), percent("store")]

    assert shares == sorted(shares)
    assert shares[-1] < 100


def test_new_codes_are_above_all_that_ever_were() -> None:
    assert regridding.free_codes(1000, [1001, 1007], 2) == (1008, 1009)
    assert regridding.free_codes(1000, [], 1) == (1001,)
    with pytest.raises(Refused):
        regridding.free_codes(1000, [1999], 1)


def test_who_changes_grid_is_counted_once() -> None:
    before, after = {1: 10, 2: 10, 3: 20}, {1: 10, 2: 30, 3: 20}

    assert regridding.moved_households(before, after, {1: 5, 2: 7, 3: 9}) == 7


def test_a_plan_takes_force_today_or_within_a_year() -> None:
    today = dt.date(2026, 11, 25)
    regridding.check_day(today, today)
    for on, code in (
        (today - dt.timedelta(days=1), "planning.day_past"),
        (today + dt.timedelta(days=400), "planning.day_far"),
    ):
        with pytest.raises(Refused) as refused:
            regridding.check_day(on, today)
        assert refused.value.code == code


@pytest.mark.parametrize("on", [None, dt.date(2026, 11, 25), dt.date(2026, 11, 24)])
def test_nothing_is_withdrawn_on_or_after_its_day(on: dt.date | None) -> None:
    with pytest.raises(Refused):
        regridding.check_before_day(on, dt.date(2026, 11, 25))


def test_a_gap_is_counted_and_refused() -> None:
    regridding.without_gap([1, 2])
    with pytest.raises(Refused) as refused:
        regridding.without_gap([1, None, None])

    assert refused.value.params == {"count": 2}


def test_coverage_counts_each_household_in_its_band() -> None:
    homes = [Home(0, 1, 10, 4.9), Home(1, 1, 20, 15.0), Home(2, 1, 30, 15.1), Home(3, 2, 40, None)]
    first, second = coverage(homes)

    assert (first.within, first.unreached, first.no_way, first.percent) == ([10, 10, 30], 30, 0, 50)
    assert (second.within, second.unreached, second.no_way) == ([0, 0, 0], 40, 40)
    assert total([first, second]).households == 100


homes_strategy = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 50), st.one_of(st.none(), st.floats(0, 40))),
    min_size=1,
    max_size=30,
)


@settings(deadline=None)
@given(homes_strategy, st.dictionaries(st.integers(0, 29), st.floats(0, 20), max_size=10))
def test_the_answer_to_what_if_is_the_coverage_counted_anew(
    rows: list[tuple[int, int, float | None]], nearer: dict[int, float]
) -> None:
    homes = [Home(at, *row) for at, row in enumerate(rows)]
    asked = {at: minutes for at, minutes in nearer.items() if at < len(homes)}
    after = [
        Home(
            home.number,
            home.area,
            home.households,
            home.minutes
            if home.number not in asked
            or (home.minutes is not None and home.minutes <= asked[home.number])
            else asked[home.number],
        )
        for home in homes
    ]
    answer = what_if(coverage(homes), {home.number: home for home in homes}, asked)
    changed = {row.area: row for _, row in answer.rows}
    expected = {row.area: row for row in coverage(after)}

    assert all(changed.get(area, row) == row for area, row in expected.items() if area in changed)
    was = total(coverage(homes)).within[-1]
    assert answer.gained == total(expected.values()).within[-1] - was


def test_bands_by_minutes() -> None:
    assert [reaching.band_of(each) for each in (0.0, 5.0, 9.9, 15.0, 16.0, None)] == [
        0, 0, 1, 2, 3, 4,
    ]  # fmt: skip
    assert Coverage(1).percent == 0


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 2**16 - 1)), max_size=50))
def test_reach_comes_back_as_it_was_packed(pairs: list[tuple[int, int]]) -> None:
    homes, tenths = [one for one, _ in pairs], [other for _, other in pairs]

    assert unpack_reach(pack_reach(homes, tenths)) == (homes, tenths)


def test_columns_come_back_as_they_were_packed() -> None:
    columns = {"name": ["江滨花园", ""], "lon": [111.3, 111.4]}

    assert unpack(pack(columns)) == columns
