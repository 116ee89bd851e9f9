"""Who is elected, who is alternate, and who stands in a second round: read from what was declared."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from linli.apps.votes.models import Declared, Motion
from linli.apps.votes.rules.elections import Standing, seat, second_round
from linli.apps.votes.rules.thresholds import Tally, judge


@dataclass(frozen=True, slots=True)
class ElectionRow:
    """The outcome of one declared election, in names."""

    motion: int
    title: str
    seats: int
    elected: tuple[str, ...]
    alternates: tuple[str, ...]
    seats_open: int
    is_level: bool
    second: tuple[str, ...]


def elections_of(vote: int) -> tuple[ElectionRow, ...]:
    """Return the elections of a declared vote by number; two queries, one when there is none."""
    motions = Motion.objects.filter(vote=vote, seats__gt=0).order_by("number")
    found = list(motions.values_list("pk", "number", "title", "seats", "candidates"))
    if not found:
        return ()
    standings: dict[int, list[Standing]] = defaultdict(list)
    rows = Declared.objects.filter(vote=vote, candidate__gt=0).order_by("motion", "candidate")
    columns = ("heads", "area", "heads_in", "area_in", "heads_yes", "area_yes")
    for motion, candidate, item, *sums in rows.values_list("motion", "candidate", "item", *columns):
        tally = Tally(*sums)
        standings[motion].append(Standing(candidate, tally, judge(tally, item)))
    return tuple(
        _row(number, title, seats, names, standings[key])
        for key, number, title, seats, names in found
        if standings[key]
    )


def _row(
    number: int, title: str, seats: int, names: list[str], standings: list[Standing]
) -> ElectionRow:
    outcome = seat(tuple(standings), seats)

    def named(candidates: tuple[int, ...]) -> tuple[str, ...]:
        return tuple(names[candidate - 1] for candidate in candidates)

    return ElectionRow(
        motion=number,
        title=title,
        seats=seats,
        elected=named(outcome.elected),
        alternates=named(outcome.alternates),
        seats_open=outcome.seats_open,
        is_level=bool(outcome.run_off),
        second=named(second_round(outcome)),
    )
