"""The four tests of an owners' decision: Civil Code Art. 278 with Art. 1259.

Whole numbers only: heads, and area in units of 0.01 m². 以上 ("or more") includes the number itself,
过半数 ("more than half") does not; each test is one comparison of products, never of quotients.

    quorate   3·heads_in ≥ 2·heads       and  3·area_in ≥ 2·area
    special   4·heads_yes ≥ 3·heads_in   and  4·area_yes ≥ 3·area_in       items 6, 7, 8
    ordinary  2·heads_yes > heads_in     and  2·area_yes > area_in         all other items

Art. 279 (a home put to business) asks all interested owners: there the four tests ask for every one,
and who is silent has not agreed. Its motion stands under `UNANIMOUS_ITEM`, in a vote of its own kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from linli.foundation.refusals import Refused

ITEMS: Final = {
    1: "制定和修改业主大会议事规则",
    2: "制定和修改管理规约",
    3: "选举业主委员会或者更换业主委员会成员",
    4: "选聘和解聘物业服务企业或者其他管理人",
    5: "使用建筑物及其附属设施的维修资金",
    6: "筹集建筑物及其附属设施的维修资金",
    7: "改建、重建建筑物及其附属设施",
    8: "改变共有部分的用途或者利用共有部分从事经营活动",
    9: "有关共有和共同管理权利的其他重大事项",
}
UNANIMOUS_ITEM: Final = 0
SPECIAL_ITEMS: Final = frozenset({6, 7, 8})


class Measure(StrEnum):
    """What one of the four tests compares."""

    HEADS_IN = "heads_in"
    AREA_IN = "area_in"
    HEADS_YES = "heads_yes"
    AREA_YES = "area_yes"


@dataclass(frozen=True, slots=True)
class Threshold:
    """`have/of` must reach `numerator/denominator`; the number itself suffices when `inclusive`."""

    numerator: int
    denominator: int
    inclusive: bool

    def need(self, of: int) -> int:
        """Return the smallest whole number that passes.

        >>> Threshold(2, 3, True).need(30), Threshold(1, 2, False).need(30)
        (20, 16)
        """
        product = self.numerator * of
        if self.inclusive:
            return -(-product // self.denominator)
        return product // self.denominator + 1


QUORUM: Final = Threshold(2, 3, inclusive=True)
SPECIAL: Final = Threshold(3, 4, inclusive=True)
ORDINARY: Final = Threshold(1, 2, inclusive=False)
EVERY_ONE: Final = Threshold(1, 1, inclusive=True)


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted for one motion: all electors, those taking part, those who agree."""

    heads: int
    area: int
    heads_in: int
    area_in: int
    heads_yes: int
    area_yes: int

    def __post_init__(self) -> None:
        assert 0 <= self.heads_yes <= self.heads_in <= self.heads, self
        assert 0 <= self.area_yes <= self.area_in <= self.area, self


@dataclass(frozen=True, slots=True)
class Comparison:
    """One of the four tests: what was there, out of what, what was needed, what was missing."""

    measure: Measure
    have: int
    of: int
    need: int

    @property
    def passed(self) -> bool:
        return self.have >= self.need

    @property
    def missing(self) -> int:
        return max(0, self.need - self.have)

    @property
    def hundredths_of_percent(self) -> int:
        """Return the share in units of 0.01 %, cut and never rounded up: 66.66 %, not 66.67 %."""
        return self.have * 10_000 // self.of if self.of else 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """The four tests of one motion, and what follows from them."""

    tests: tuple[Comparison, Comparison, Comparison, Comparison]

    @property
    def is_quorate(self) -> bool:
        return self.tests[0].passed and self.tests[1].passed

    @property
    def is_passed(self) -> bool:
        return all(test.passed for test in self.tests)


def threshold_of(item: int) -> Threshold:
    """Return the threshold that the law sets for an item; nobody chooses it by hand."""
    if item == UNANIMOUS_ITEM:
        return EVERY_ONE
    if item not in ITEMS:
        raise Refused(
            "vote.item_unknown", "请选择民法典第二百七十八条的事项（第1至9项）。", field="item"
        )
    return SPECIAL if item in SPECIAL_ITEMS else ORDINARY


def judge(tally: Tally, item: int) -> Verdict:
    """Return the verdict on one motion under `item`.

    With nobody on the roll or nobody taking part the tests of agreement fail: a decision needs at
    least one head and some area that agree.
    """
    agree = threshold_of(item)
    quorum = EVERY_ONE if item == UNANIMOUS_ITEM else QUORUM
    return Verdict(
        (
            _test(Measure.HEADS_IN, tally.heads_in, tally.heads, quorum),
            _test(Measure.AREA_IN, tally.area_in, tally.area, quorum),
            _test(Measure.HEADS_YES, tally.heads_yes, tally.heads_in, agree),
            _test(Measure.AREA_YES, tally.area_yes, tally.area_in, agree),
        )
    )


def _test(measure: Measure, have: int, of: int, threshold: Threshold) -> Comparison:
    return Comparison(measure, have, of, max(1, threshold.need(of)))
