"""Who is elected, who is alternate, and who stands in a second round: read from what was declared."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from linli.apps.votes.models import Declared, Motion, OwnersVote
from linli.apps.votes.rules.ballots import State
from linli.apps.votes.rules.elections import Standing, seat, second_round
from linli.apps.votes.rules.thresholds import Tally, judge

TITLE_MAX: Final = 200


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


def seconds_to_begin(vote: OwnersVote) -> tuple[ElectionRow, ...]:
    """Return the elections of a declared vote whose second round has not begun."""
    begun = Motion.objects.filter(is_run_off=True, vote__run_off_of=vote)
    titles = set(begun.exclude(vote__state=State.VOID).values_list("title", flat=True))
    found = elections_of(vote.pk)
    return tuple(own for own in found if own.second and second_title(own.title) not in titles)


def second_title(title: str) -> str:
    """Return what the motion of a second round is called."""
    return f"{title}（第二轮）"[:TITLE_MAX]


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
