"""The rule packs: twelve worked cases each, by hand; thirty electors with one hundredth part each."""

from __future__ import annotations

import datetime as dt

import pytest

from linli.apps.votes.rules.counting import Choice, Weight, count_motion, tally_of
from linli.apps.votes.rules.packs import all_packs, find_pack, packs_on
from linli.apps.votes.rules.silence import Silence, require_clause
from linli.apps.votes.rules.thresholds import judge
from linli.foundation.refusals import Refused

pytestmark = pytest.mark.pure
# item, yes, no, silent though delivered, silent and not delivered: always thirty.
CASES = (
    (4, 20, 0, 0, 10),
    (4, 10, 0, 10, 10),
    (4, 11, 0, 9, 10),
    (4, 15, 0, 15, 0),
    (4, 16, 0, 14, 0),
    (4, 9, 10, 11, 0),
    (4, 11, 8, 11, 0),
    (4, 20, 10, 0, 0),
    (8, 15, 5, 10, 0),
    (8, 12, 0, 18, 0),
    (4, 12, 0, 8, 10),
    (8, 14, 6, 10, 0),
)
LAW = "YNNNNNNYYNNN"
PASSES = {
    "national": LAW,
    "abstain": "YNYNYNNYNNYN",
    "follow": "YYYYYNYYYYYY",
    "follow_half": "YNNYYNYYYNNY",
    "follow_over_half": "YNNNYNYYYNNY",
    "follow_two_thirds": "YNNNNNNYYNNY",
    "follow_ordinary": "YYYYYNYYYNYN",
    "abstain_ordinary": "YNYNYNNYYNYN",
    "follow_half_ordinary": "YNNYYNYYYNNN",
    "parking": LAW,
    "no_revote": LAW,
    "notice_30": LAW,
}


@pytest.mark.parametrize("code", PASSES)
def test_each_pack_decides_as_worked_by_hand(code: str) -> None:
    found = ""
    for item, yes, no, silent, unreached in CASES:
        assert yes + no + silent + unreached == 30
        roll = [Weight(number, 100) for number in range(30)]
        marks = {n: Choice.YES if n < yes else Choice.NO for n in range(yes + no)}
        count = count_motion(roll, marks, frozenset(range(yes + no + silent)))
        passed = judge(tally_of(count, item=item, pack=find_pack(code)), item).is_passed
        found += "Y" if passed else "N"

    assert found == PASSES[code]


def test_there_are_twelve_packs_and_the_law_itself_comes_first() -> None:
    assert [pack.code for pack in all_packs()] == list(PASSES)
    assert all_packs()[0].silence is Silence.ABSENT
    assert packs_on(dt.date(2020, 12, 31)) == ()
    with pytest.raises(Refused, match=r"vote\.pack_unknown"):
        find_pack("by hand")


def test_what_departs_from_the_law_needs_the_adopted_clause() -> None:
    for pack in all_packs():
        if pack.silence is Silence.ABSENT and not pack.counts_parking:
            require_clause(pack, has_clause=False)
            continue
        require_clause(pack, has_clause=True)
        with pytest.raises(Refused, match=r"vote\.no_clause"):
            require_clause(pack, has_clause=False)
