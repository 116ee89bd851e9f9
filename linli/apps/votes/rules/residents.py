"""Residents' votes: one person or one household, one vote. Never an owners' decision.

The secret kind keeps who has voted and what was voted apart; nothing joins them. Groups that are so
small that a result would tell a single vote are not counted apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from linli.apps.votes.rules.thresholds import Threshold
from linli.foundation.refusals import Refused

OPTIONS_MAX: Final = 12
GROUP_MIN: Final = 5  # indicators.json: the smallest group that is shown


class Unit(StrEnum):
    ADULT = "adult"
    HOUSEHOLD = "household"


class Method(StrEnum):
    DECISION = "decision"  # options 1 = agree, 2 = disagree; a mark is at most one of them
    APPROVAL = "approval"  # any number of options
    RANKING = "ranking"  # options in order of wish, counted by instant run-off


@dataclass(frozen=True, slots=True)
class Result:
    """What was counted. `votes` holds one number an option, in the option's order."""

    roll: int
    taking_part: int
    votes: tuple[int, ...]
    is_quorate: bool
    winner: int | None
    rounds: tuple[tuple[int, ...], ...] = ()


def require_mark(mark: Sequence[int], *, method: Method, options: int) -> None:
    """Refuse unknown or repeated options, and more marks than the method has."""
    marks_max = 1 if method is Method.DECISION else options
    if len(mark) > marks_max or len(set(mark)) != len(mark):
        raise Refused("ballot.too_many", "选择的数目超过了规定，请重新选择。", field="mark")
    if any(not 1 <= option <= options for option in mark):
        raise Refused("ballot.mark_unknown", "选票上有不存在的选项，请重新打开选票。", field="mark")


def count_residents(
    marks: Sequence[Sequence[int]],
    *,
    roll: int,
    method: Method,
    options: int,
    quorum: Threshold,
    passing: Threshold,
) -> Result:
    """Count a residents' vote.

    A decision passes when its agreement reaches `passing` of those taking part; approval is won by
    the most approved option, when no other has as many; ranking by instant run-off, in which the
    option with the fewest first wishes drops out, the later one in order when level.
    """
    taking_part = len(marks)
    is_quorate = roll > 0 and taking_part >= max(1, quorum.need(roll))
    if method is Method.RANKING:
        rounds = _run_off(marks, options)
        winner = _majority(rounds[-1])
        return Result(
            roll, taking_part, rounds[0], is_quorate, winner if is_quorate else None, rounds
        )
    tally = Counter(option for mark in marks for option in mark)
    votes = tuple(tally[option] for option in range(1, options + 1))
    if method is Method.DECISION:
        winner = 1 if votes[0] >= max(1, passing.need(taking_part)) else None
    else:
        winner = _single_best(votes)
    return Result(roll, taking_part, votes, is_quorate, winner if is_quorate else None)


def _single_best(votes: tuple[int, ...]) -> int | None:
    best = max(votes, default=0)
    return votes.index(best) + 1 if best and votes.count(best) == 1 else None


def _majority(votes: tuple[int, ...]) -> int | None:
    best = max(votes, default=0)
    return votes.index(best) + 1 if best * 2 > sum(votes) else None


def _run_off(marks: Sequence[Sequence[int]], options: int) -> tuple[tuple[int, ...], ...]:
    """Return the first wishes of each round until one has more than half, or one is left."""
    standing = set(range(1, options + 1))
    rounds = []
    while True:
        first = Counter(next((own for own in mark if own in standing), 0) for mark in marks)
        votes = tuple(
            first[option] if option in standing else 0 for option in range(1, options + 1)
        )
        rounds.append(votes)
        if len(standing) <= 1 or _majority(votes) is not None:
            return tuple(rounds)
        standing.discard(min(standing, key=lambda option: (votes[option - 1], -option)))


def is_too_small(group: int) -> bool:
    """Tell whether a group is so small that its result would tell how somebody voted."""
    return group < GROUP_MIN
