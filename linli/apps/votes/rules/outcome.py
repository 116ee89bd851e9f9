"""What is declared of a vote: for each motion, or each candidate, plain sums and what follows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from linli.apps.votes.rules.ballots import Choices, Motion
from linli.apps.votes.rules.counting import Choice, Count, Weight, count_motion, tally_of
from linli.apps.votes.rules.elections import count_election
from linli.apps.votes.rules.silence import Pack
from linli.apps.votes.rules.thresholds import Tally, judge


@dataclass(frozen=True, slots=True)
class Line:
    """One declared line. `cast` and `silent` are (heads, area) of real ballots and of delivered silence."""

    motion: int
    candidate: int
    item: int
    cast: tuple[int, int]
    cast_yes: tuple[int, int]
    silent: tuple[int, int]
    tally: Tally

    @property
    def passed(self) -> bool:
        return judge(self.tally, self.item).is_passed


def count_vote(
    *,
    motions: Sequence[Motion],
    roll: Sequence[Weight],
    last: Mapping[int, Choices],
    delivered: Collection[int],
    pack: Pack,
) -> tuple[Line, ...]:
    """Count every motion. `last` maps each elector who voted to what the last ballot says."""
    lines: list[Line] = []
    for motion in motions:
        count = count_motion(roll, _marks(motion, last), delivered)
        cast = (count.heads_in, count.area_in)
        silent = (count.silent_heads, count.silent_area)
        if motion.seats:
            lines += _candidates(motion, roll, last, cast, silent)
        else:
            lines.append(_decision(motion, count, pack))
    return tuple(lines)


def _marks(motion: Motion, last: Mapping[int, Choices]) -> dict[int, Choice]:
    """Return how each ballot marks the motion; in an election it only takes part."""
    number = str(motion.number)
    if motion.seats:
        return dict.fromkeys(last, Choice.BLANK)
    return {elector: _mark(choices.get(number)) for elector, choices in last.items()}


CHOICES: Final = {choice.value: choice for choice in Choice}


def _mark(found: object) -> Choice:
    return CHOICES.get(found, Choice.BLANK) if isinstance(found, str) else Choice.BLANK


def _decision(motion: Motion, count: Count, pack: Pack) -> Line:
    return Line(
        motion=motion.number,
        candidate=0,
        item=motion.item,
        cast=(count.heads_in, count.area_in),
        cast_yes=(count.heads[Choice.YES], count.area[Choice.YES]),
        silent=(count.silent_heads, count.silent_area),
        tally=tally_of(count, item=motion.item, pack=pack),
    )


def _candidates(
    motion: Motion,
    roll: Sequence[Weight],
    last: Mapping[int, Choices],
    cast: tuple[int, int],
    silent: tuple[int, int],
) -> list[Line]:
    number = str(motion.number)
    marks = {elector: _names(choices.get(number)) for elector, choices in last.items()}
    outcome = count_election(roll, marks, seats=motion.seats, candidates=motion.candidates)
    return [
        Line(
            motion=motion.number,
            candidate=own.candidate,
            item=motion.item,
            cast=cast,
            cast_yes=(own.tally.heads_yes, own.tally.area_yes),
            silent=silent,
            tally=own.tally,
        )
        for own in outcome.standings
    ]


def _names(found: object) -> list[int]:
    return found if isinstance(found, list) else []
