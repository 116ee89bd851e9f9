"""From ballots to tallies. One pass over the electors, whole numbers only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from linli.apps.votes.rules.silence import Pack, Silence
from linli.apps.votes.rules.thresholds import Tally


class Choice(StrEnum):
    """What an elector may mark for a motion. An unmarked motion takes part and agrees to nothing."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"
    BLANK = "blank"  # a paper left unmarked or marked twice for this motion


@dataclass(frozen=True, slots=True)
class Weight:
    """What an elector carries: one head, and area in 0.01 m²."""

    elector: int
    area: int


@dataclass(frozen=True, slots=True)
class Count:
    """All marks of one motion, in heads and in area; `silent` are those with no ballot."""

    heads: Mapping[Choice, int]
    area: Mapping[Choice, int]
    silent_heads: int
    silent_area: int
    silent_undelivered_heads: int
    silent_undelivered_area: int

    @property
    def heads_in(self) -> int:
        return sum(self.heads.values())

    @property
    def area_in(self) -> int:
        return sum(self.area.values())


def count_motion(
    roll: Iterable[Weight],
    marks: Mapping[int, Choice],
    delivered: Collection[int] = frozenset(),
) -> Count:
    """Count one motion.

    Parameters
    ----------
    roll
        Every elector once.
    marks
        Elector → what the last valid ballot says; an elector without a ballot is not in it.
    delivered
        Electors for whom a proof of delivery is on file.
    """
    heads: dict[Choice, int] = dict.fromkeys(Choice, 0)
    area: dict[Choice, int] = dict.fromkeys(Choice, 0)
    silent = [0, 0, 0, 0]
    for weight in roll:
        mark = marks.get(weight.elector)
        if mark is not None:
            heads[mark] += 1
            area[mark] += weight.area
        elif weight.elector in delivered:
            silent[0] += 1
            silent[1] += weight.area
        else:
            silent[2] += 1
            silent[3] += weight.area
    return Count(heads, area, *silent)


def tally_of(count: Count, *, item: int, pack: Pack) -> Tally:
    """Return the tally of a motion under `item`, silence read as `pack` says."""
    undelivered_heads, undelivered_area = (
        count.silent_undelivered_heads,
        count.silent_undelivered_area,
    )
    heads = count.heads_in + count.silent_heads + undelivered_heads
    area = count.area_in + count.silent_area + undelivered_area
    heads_yes, area_yes = count.heads[Choice.YES], count.area[Choice.YES]
    heads_in, area_in = count.heads_in, count.area_in
    silence = pack.silence_for(item)
    if silence is not Silence.ABSENT and _reaches_floor(count, pack, heads, area):
        heads_in += count.silent_heads
        area_in += count.silent_area
        if silence in FOLLOWING and _majority_agrees(count):
            heads_yes += count.silent_heads
            area_yes += count.silent_area
    return Tally(heads, area, heads_in, area_in, heads_yes, area_yes)


FOLLOWING: Final = frozenset({Silence.FOLLOW, Silence.FOLLOW_STRICT})


def _reaches_floor(count: Count, pack: Pack, heads: int, area: int) -> bool:
    if pack.floor is None:
        return True
    return count.heads_in >= pack.floor.need(heads) and count.area_in >= pack.floor.need(area)


def _majority_agrees(count: Count) -> bool:
    """Tell whether more than half of those who voted agree, by heads and by area."""
    return (
        2 * count.heads[Choice.YES] > count.heads_in and 2 * count.area[Choice.YES] > count.area_in
    )
