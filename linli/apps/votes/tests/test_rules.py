"""The law of votes: golden cases, every boundary against exact fractions, random assemblies."""

from __future__ import annotations

import datetime as dt
import os
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.apps.votes.rules import elections, residents, roll
from linli.apps.votes.rules.ballots import Motion, require_choices, require_notice
from linli.apps.votes.rules.counting import Choice, Weight, count_motion, tally_of
from linli.apps.votes.rules.elections import count_election
from linli.apps.votes.rules.roll import AreaBasis, Holding, Part, Use, build_roll
from linli.apps.votes.rules.silence import Pack, Silence
from linli.apps.votes.rules.thresholds import SPECIAL_ITEMS, Tally, Threshold, judge
from linli.foundation.clock import LOCAL
from linli.foundation.refusals import Refused

pytestmark = pytest.mark.pure
ASSEMBLIES = int(os.environ.get("LINLI_ASSEMBLIES", "400"))  # 10000 in a longer run


def pack(silence: Silence = Silence.ABSENT, floor: Threshold | None = None) -> Pack:
    return Pack(
        code="test",
        name="测试",
        valid_from=dt.date(2021, 1, 1),
        silence=silence,
        floor=floor,
        never_for=frozenset(),
        counts_parking=False,
        notice_days=15,
        revote=True,
        source="test",
    )


def by_fractions(tally: Tally, item: int) -> bool:
    """Decide the same by exact fractions, written from the words of the law."""
    if not (tally.heads and tally.area and tally.heads_in and tally.area_in):
        return False
    share = Fraction(2, 3)
    if Fraction(tally.heads_in, tally.heads) < share:
        return False
    if Fraction(tally.area_in, tally.area) < share:
        return False
    heads_yes = Fraction(tally.heads_yes, tally.heads_in)
    area_yes = Fraction(tally.area_yes, tally.area_in)
    if item in {6, 7, 8}:
        return min(heads_yes, area_yes) >= Fraction(3, 4)
    return min(heads_yes, area_yes) > Fraction(1, 2)


def near(numerator: int, denominator: int, of: int) -> list[int]:
    middle = numerator * of // denominator
    return [n for n in (middle - 1, middle, middle + 1) if 0 <= n <= of]


def boundary_cases() -> list[tuple[Tally, int]]:
    """Return every combination just below, at and above each threshold: over 40,000."""
    cases = []
    for heads, area in [
        (3, 301),
        (7, 1_000),
        (30, 30_001),
        (299, 2_999_998),
        (3_001, 29_999_999),
        (10_000, 99_999_997),
        (12, 7_777),
        (60, 500_000),
        (150, 1_200_001),
        (17, 123_457),
    ]:
        for heads_in, area_in in product(near(2, 3, heads), near(2, 3, area)):
            for extra_heads, extra_area in product({heads_in, heads}, {area_in, area}):
                for part, whole in ((1, 2), (3, 4)):
                    for heads_yes, area_yes in product(
                        near(part, whole, extra_heads), near(part, whole, extra_area)
                    ):
                        tally = Tally(heads, area, extra_heads, extra_area, heads_yes, area_yes)
                        cases += [(tally, item) for item in range(1, 10)]
    return cases


def test_no_verdict_is_wrong_over_forty_thousand_boundary_cases() -> None:
    cases = boundary_cases()

    assert len(cases) >= 40_000
    assert [case for case in cases if judge(*case).is_passed != by_fractions(*case)] == []


@given(
    st.integers(1, 10**6),
    st.integers(1, 10**11),
    st.tuples(*[st.floats(0, 1)] * 4),
    st.integers(1, 9),
)
@settings(max_examples=500, deadline=None)
def test_no_verdict_is_wrong_at_random(
    heads: int, area: int, shares: tuple[float, float, float, float], item: int
) -> None:
    heads_in, area_in = int(heads * shares[0]), int(area * shares[1])
    tally = Tally(
        heads, area, heads_in, area_in, int(heads_in * shares[2]), int(area_in * shares[3])
    )

    assert judge(tally, item).is_passed == by_fractions(tally, item)


def test_what_was_missing_is_what_passes_when_added() -> None:
    short = judge(Tally(30, 300, 19, 200, 15, 150), 4)

    assert [own.missing for own in short.tests] == [1, 0, 0, 0]
    assert not short.is_quorate
    assert judge(Tally(30, 300, 20, 200, 15, 150), 4).is_passed


def test_a_share_is_cut_and_never_rounded_up() -> None:
    verdict = judge(Tally(3, 300, 2, 200, 2, 200), 4)

    assert verdict.tests[0].hundredths_of_percent == 6666


def test_an_unknown_item_is_refused() -> None:
    with pytest.raises(Refused, match="vote.item_unknown"):
        judge(Tally(3, 3, 3, 3, 3, 3), 10)


def test_three_items_are_special() -> None:
    assert sorted(SPECIAL_ITEMS) == [6, 7, 8]


def home(name: str, *owners: str, area: int = 10_000, use: Use = Use.DWELLING) -> Part:
    share = roll.FULL_SHARE // max(1, len(owners))
    return Part(
        name, "1", 1, area, AreaBasis.REGISTER, use, tuple(Holding(own, share) for own in owners)
    )


def unsold(name: str) -> Part:
    return Part(
        name, "1", 1, 9_000, AreaBasis.SURVEY, Use.DWELLING, (), is_unsold=True, developer="DEV"
    )


@pytest.mark.parametrize(
    ("parts", "heads"),
    [
        ([home("1", "A"), home("2", "A"), home("3", "A"), home("4", "B")], 2),
        ([home("1", "A", "B"), home("2", "C")], 2),
        ([home("1", "A", "B"), home("2", "A")], 2),
        ([home("1", "A", "B"), home("2", "B", "A")], 1),
        ([unsold(str(n)) for n in range(10)] + [home("q", "A")], 2),
        ([home("1", "A"), home("p", "P", use=Use.PARKING)], 1),
    ],
)
def test_heads_are_sets_of_registered_owners(parts: list[Part], heads: int) -> None:
    electors = build_roll(parts)

    assert len(electors) == heads
    counted = [part for part in parts if part.use is not Use.PARKING]
    assert sum(elector.area for elector in electors) == sum(part.area for part in counted)
    assert [elector.number for elector in electors] == list(range(1, heads + 1))


def test_parking_counts_only_where_the_rules_say_so() -> None:
    parts = [home("1", "A"), home("p", "P", use=Use.PARKING)]

    assert len(build_roll(parts, counts_parking=True)) == 2


def test_the_order_of_the_roll_does_not_depend_on_the_order_of_the_register() -> None:
    parts = [home(str(n), f"owner {n}") for n in range(20)]

    assert build_roll(parts) == build_roll(parts[::-1])


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([], "roll.empty"),
        ([home("1", "A", area=0)], "roll.no_area"),
        ([home("1")], "roll.no_owner"),
        ([home("1", "A"), home("1", "B")], "roll.home_twice"),
        (
            [
                Part(
                    "1",
                    "1",
                    1,
                    5,
                    AreaBasis.REGISTER,
                    Use.DWELLING,
                    (Holding("A", 600_000), Holding("B", 600_000)),
                )
            ],
            "roll.share_over",
        ),
    ],
)
def test_an_unsound_register_is_refused_with_its_homes(parts: list[Part], code: str) -> None:
    with pytest.raises(Refused, match=code):
        build_roll(parts)


ROLL = tuple(Weight(number, 100) for number in range(1, 31))


@pytest.mark.parametrize(
    ("silence", "floor", "delivered", "passed"),
    [
        (Silence.ABSENT, None, 30, False),
        (Silence.ABSTAIN, None, 30, False),
        (Silence.FOLLOW, None, 30, True),
        (Silence.FOLLOW, None, 15, False),
        (Silence.FOLLOW_STRICT, Threshold(1, 2, inclusive=False), 30, False),
        (Silence.FOLLOW_STRICT, Threshold(1, 2, inclusive=True), 30, True),
    ],
)
def test_silence_counts_only_as_the_pack_says_and_only_when_delivered(
    silence: Silence, floor: Threshold | None, delivered: int, passed: bool
) -> None:
    marks = {n: Choice.YES if n <= 9 else Choice.NO for n in range(1, 16)}
    count = count_motion(ROLL, marks, frozenset(range(1, delivered + 1)))

    tally = tally_of(count, item=4, pack=pack(silence, floor))

    assert judge(tally, 4).is_passed is passed


@given(
    st.lists(
        st.tuples(st.integers(1, 20_000), st.sampled_from([*Choice, None]), st.booleans()),
        min_size=1,
        max_size=60,
    ),
    st.sampled_from([*Silence]),
    st.integers(1, 9),
)
@settings(max_examples=ASSEMBLIES, deadline=None)
def test_random_assemblies_agree_with_an_independent_model(
    people: list[tuple[int, Choice | None, bool]], silence: Silence, item: int
) -> None:
    weights = [Weight(n, area) for n, (area, _mark, _sent) in enumerate(people)]
    marks = {n: mark for n, (_area, mark, _sent) in enumerate(people) if mark is not None}
    delivered = frozenset(n for n, (_area, _mark, sent) in enumerate(people) if sent)

    tally = tally_of(count_motion(weights, marks, delivered), item=item, pack=pack(silence))

    voted = [((1, area), mark) for area, mark, _sent in people if mark is not None]
    silent = [(1, area) for area, mark, sent in people if mark is None and sent]
    cast = [sum(own[axis] for own, _mark in voted) for axis in (0, 1)]
    agreed = [sum(own[axis] for own, mark in voted if mark == Choice.YES) for axis in (0, 1)]
    hushed = [sum(own[axis] for own in silent) for axis in (0, 1)]
    is_heard = silence is not Silence.ABSENT
    follows = silence in {Silence.FOLLOW, Silence.FOLLOW_STRICT} and all(
        yes * 2 > taking for yes, taking in zip(agreed, cast, strict=True)
    )
    assert [tally.heads_in, tally.area_in] == [
        own + (quiet if is_heard else 0) for own, quiet in zip(cast, hushed, strict=True)
    ]
    assert [tally.heads_yes, tally.area_yes] == [
        own + (quiet if follows else 0) for own, quiet in zip(agreed, hushed, strict=True)
    ]


def test_a_committee_is_seated_by_heads_then_area() -> None:
    marks = {n: [1, 2, 3, 4, 5] if n <= 20 else [1, 2, 3, 4, 6] for n in range(1, 31)}

    outcome = count_election(ROLL, marks, seats=5, candidates=6)

    assert outcome.elected == (1, 2, 3, 4, 5)
    assert outcome.alternates == ()
    assert outcome.run_off == ()


def test_who_is_level_at_the_last_seat_stands_again() -> None:
    marks = {n: [1, 2, 3, 4] for n in range(1, 31)}
    marks |= {n: [1, 2, 3, 4, 5] for n in range(1, 31, 2)} | {30: [1, 2, 3, 4, 5]}
    marks |= {n: [1, 2, 3, 4, 6] for n in range(2, 30, 2)}

    outcome = count_election(ROLL, marks, seats=5, candidates=6)

    assert outcome.elected == (1, 2, 3, 4, 5)
    marks |= {n: [5, 6] for n in range(1, 31)}
    level = count_election(ROLL, marks, seats=5, candidates=6)
    assert level.elected == (5, 6)
    assert level.seats_open == 3


def test_a_tie_over_the_last_seat_is_a_run_off() -> None:
    marks = {n: [1, 2, 3, 4] for n in range(1, 31)}
    marks = {n: [1, 2, 3, 5, 6] if n > 10 else [1, 2, 3, 4, 6] for n in range(1, 21)}

    outcome = count_election(ROLL, marks, seats=5, candidates=7)

    assert set(outcome.elected) >= {1, 2, 3, 6}


def test_too_many_marks_take_part_and_support_nobody() -> None:
    marks = {n: list(range(1, 8)) for n in range(1, 31)}

    outcome = count_election(ROLL, marks, seats=5, candidates=7)

    assert outcome.elected == ()
    assert outcome.standings[0].tally.heads_in == 30


@pytest.mark.parametrize("seats", [3, 4, 6, 13])
def test_a_committee_has_five_to_eleven_members_and_an_odd_number(seats: int) -> None:
    with pytest.raises(Refused, match="election.seats"):
        elections.require_seats(seats, 20)
    elections.require_seats(7, 7)


def test_notice_counts_local_days_without_the_first() -> None:
    noticed = dt.date(2026, 3, 1)
    first_moment = dt.datetime(2026, 3, 16, 0, 0, tzinfo=LOCAL)

    require_notice(noticed, first_moment, 15)
    with pytest.raises(Refused, match="vote.notice_short"):
        require_notice(noticed, first_moment - dt.timedelta(seconds=1), 15)


def test_a_wrong_paper_is_blank_but_a_wrong_web_ballot_is_refused() -> None:
    motions = [Motion(1, 4), Motion(2, 3, seats=5, candidates=6)]

    require_choices({"1": "yes", "2": [1, 2]}, motions, is_paper=False)
    require_choices({"1": "blank"}, motions, is_paper=True)
    for wrong in ({"1": "blank"}, {"1": "maybe"}, {"2": [1, 1]}, {"2": [1, 2, 3, 4, 5, 6]}):
        with pytest.raises(Refused, match="ballot.mark_unknown"):
            require_choices(wrong, motions, is_paper=False)
    with pytest.raises(Refused, match="ballot.motion_unknown"):
        require_choices({"3": "yes"}, motions, is_paper=True)


def residents_count(
    marks: list[list[int]], method: residents.Method, options: int = 3
) -> residents.Result:
    half = Threshold(1, 2, inclusive=False)
    return residents.count_residents(
        marks, roll=10, method=method, options=options, quorum=half, passing=half
    )


def test_a_residents_decision_needs_more_than_half_present_and_agreeing() -> None:
    assert residents_count([[1]] * 4 + [[2]] * 2, residents.Method.DECISION, 2).winner == 1
    assert residents_count([[1]] * 3 + [[2]] * 3, residents.Method.DECISION, 2).winner is None
    assert residents_count([[1]] * 5, residents.Method.DECISION, 2).winner is None


def test_approval_is_won_by_the_most_approved_alone() -> None:
    assert residents_count([[1, 2]] * 4 + [[2]] * 2, residents.Method.APPROVAL).winner == 2
    assert residents_count([[1, 2]] * 6, residents.Method.APPROVAL).winner is None


def test_ranking_moves_the_wishes_of_who_drops_out() -> None:
    marks = [[1, 2]] * 3 + [[2, 1]] * 2 + [[3, 2]] * 2

    result = residents_count(marks, residents.Method.RANKING)

    assert result.rounds == ((3, 2, 2), (3, 4, 0))
    assert result.winner == 2
