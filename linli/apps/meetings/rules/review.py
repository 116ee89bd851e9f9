"""A service review: what people marked, and whether there are enough of them to show anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from linli.foundation.refusals import Refused

MARKS: Final = (1, 2, 3, 4, 5)
WORDS_MAX: Final = 500


@dataclass(frozen=True, slots=True)
class AspectResult:
    """How many gave each mark to one aspect of the service, marks 1 to 5."""

    code: str
    counts: tuple[int, int, int, int, int]

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def content(self) -> int:
        """Those who were content: marks 4 and 5."""
        return self.counts[3] + self.counts[4]


def clean_marks(marks: Mapping[str, object], known: Iterable[str]) -> dict[str, int]:
    """Return the marks, one for each known aspect, or refuse."""
    wanted = set(known)
    if set(marks) != wanted:
        raise Refused("review.marks", "请给每一项打一个满意度，再提交。", field="marks")
    kept: dict[str, int] = {}
    for code, mark in marks.items():
        if not isinstance(mark, int) or isinstance(mark, bool) or mark not in MARKS:
            raise Refused("review.marks", "请给每一项打一个满意度，再提交。", field="marks")
        kept[code] = mark
    return kept


def count(ratings: Iterable[Mapping[str, int]], known: Iterable[str]) -> tuple[AspectResult, ...]:
    """Return how often each mark was given to each aspect.

    >>> count([{"timely": 5}, {"timely": 2}], ["timely"])
    (AspectResult(code='timely', counts=(0, 1, 0, 0, 1)),)
    """
    kept = list(ratings)
    results = []
    for code in known:
        found = Counter(rating[code] for rating in kept if code in rating)
        one, two, three, four, five = (found[mark] for mark in MARKS)
        results.append(AspectResult(code, (one, two, three, four, five)))
    return tuple(results)
