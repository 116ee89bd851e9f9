"""Election of an owners' committee: item 3 of Art. 278, decided candidate by candidate.

建房〔2009〕274号 Art. 31: 5 to 11 members, an odd number. 等额 has as many candidates as seats, 差额
more. A candidate needs the quorum of the assembly and, alone, more than half of heads and of area of
those taking part. Among those who have it the heads decide, then the area; who is level at the last
seat goes to a run-off. Those left over who passed are alternates.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from linli.apps.votes.rules.counting import Weight
from linli.apps.votes.rules.thresholds import Tally, Verdict, judge
from linli.foundation.refusals import Refused

SEATS_MIN: Final = 5
SEATS_MAX: Final = 11
ELECTION_ITEM: Final = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """How one candidate did."""

    candidate: int
    tally: Tally
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who is elected, who is alternate, who must stand again for how many seats."""

    standings: tuple[Standing, ...]
    elected: tuple[int, ...]
    alternates: tuple[int, ...]
    run_off: tuple[int, ...]
    seats_open: int


def require_seats(seats: int, candidates: int) -> None:
    """Refuse a committee of a wrong size, or fewer candidates than seats."""
    if not SEATS_MIN <= seats <= SEATS_MAX or seats % 2 == 0:
        raise Refused(
            "election.seats", "业主委员会由5至11人的单数组成，请改正席位数。", field="seats"
        )
    if candidates < seats:
        raise Refused(
            "election.candidates",
            "候选人少于席位数，请增补候选人或减少席位。",
            field="candidates",
        )


def is_valid_mark(marked: Sequence[int], *, seats: int, candidates: int) -> bool:
    """Tell whether a ballot marks known candidates, each once, and no more than there are seats."""
    return (
        len(marked) <= seats
        and len(set(marked)) == len(marked)
        and all(1 <= candidate <= candidates for candidate in marked)
    )


def count_election(
    roll: Iterable[Weight],
    marks: Mapping[int, Sequence[int]],
    *,
    seats: int,
    candidates: int,
) -> Outcome:
    """Count an election; an invalid or empty mark takes part and supports nobody."""
    heads = area = heads_in = area_in = 0
    yes_heads, yes_area = [0] * (candidates + 1), [0] * (candidates + 1)
    for weight in roll:
        heads, area = heads + 1, area + weight.area
        if weight.elector not in marks:
            continue
        heads_in, area_in = heads_in + 1, area_in + weight.area
        marked = marks[weight.elector]
        if not is_valid_mark(marked, seats=seats, candidates=candidates):
            continue
        for candidate in marked:
            yes_heads[candidate] += 1
            yes_area[candidate] += weight.area
    standings = []
    for candidate in range(1, candidates + 1):
        tally = Tally(heads, area, heads_in, area_in, yes_heads[candidate], yes_area[candidate])
        standings.append(Standing(candidate, tally, judge(tally, ELECTION_ITEM)))
    return seat(tuple(standings), seats)


def seat(standings: tuple[Standing, ...], seats: int) -> Outcome:
    """Return who is elected to `seats` by how the candidates did."""
    passed = sorted((own for own in standings if own.verdict.is_passed), key=_order)
    if len(passed) <= seats:
        elected = tuple(own.candidate for own in passed)
        return Outcome(standings, elected, (), (), seats - len(elected))
    last = _votes(passed[seats - 1])
    if _votes(passed[seats]) != last:
        elected = tuple(own.candidate for own in passed[:seats])
        return Outcome(standings, elected, tuple(own.candidate for own in passed[seats:]), (), 0)
    level = tuple(own.candidate for own in passed if _votes(own) == last)
    ahead = tuple(own.candidate for own in passed if _votes(own) > last)
    behind = tuple(own.candidate for own in passed if _votes(own) < last)
    return Outcome(standings, ahead, behind, level, seats - len(ahead))


def second_round(outcome: Outcome) -> tuple[int, ...]:
    """Return who stands in a second round: those level at the last seat, else all who were not elected.

    Nobody when no seat is open, or nobody is left to stand.
    """
    if not outcome.seats_open:
        return ()
    taken = {*outcome.elected, *outcome.alternates}
    rest = (own.candidate for own in outcome.standings if own.candidate not in taken)
    return outcome.run_off or tuple(rest)


def _votes(standing: Standing) -> tuple[int, int]:
    return standing.tally.heads_yes, standing.tally.area_yes


def _order(standing: Standing) -> tuple[int, int, int]:
    heads, area = _votes(standing)
    return -heads, -area, standing.candidate
