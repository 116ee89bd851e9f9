"""How many homes stand where: each community's compounds and street houses, dealt into grids.

Sums are exact by construction: every community has 400 homes a grid on average, every grid has
between 300 and 500, and 8 % of all homes stand in street houses outside compounds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from linli.foundation.chance import Dice

GRID_MEAN: Final = 400
GRID_LOW: Final = 325
GRID_HIGH: Final = 475
BIG: Final = 520
COMPOUND_LEAST: Final = 18
STREET_LEAST: Final = 24
STREET_MOST: Final = 150
SIGMA: Final = {"commodity": 0.72, "old": 0.66, "work_unit": 0.7, "resettlement": 0.7}
OLD_TOWN: Final = {"城南街道": 3.4, "城北街道": 2.6, "角嘴街道": 1.6, "富民街道": 1.2}
OLD_TOWN_ELSEWHERE: Final = 0.62


@dataclass(slots=True)
class CompoundPlan:
    kind: str
    homes: int
    name: str = ""
    is_synthetic: bool = True


@dataclass(slots=True)
class GridPlan:
    """A grid and the homes of each compound in it; `street_homes` stand in street houses."""

    homes: int
    compounds: list[tuple[CompoundPlan, int]] = field(default_factory=list)
    street_homes: int = 0


@dataclass(slots=True)
class Unit:
    """Land that is cut as one: a large compound over several grids, or one grid of several things."""

    grids: list[GridPlan]

    @property
    def homes(self) -> int:
        return sum(grid.homes for grid in self.grids)

    @property
    def is_one_compound(self) -> bool:
        return len(self.grids) > 1


def deal_kinds(kinds: Sequence[dict[str, Any]], total: int) -> list[str]:
    """Return `total` compound kinds in their shares, evenly mixed along the list."""
    quotas = shares_to_counts([kind["share"] for kind in kinds], total)
    places = [
        ((index + 0.5) / count, kind["code"])
        for kind, count in zip(kinds, quotas, strict=True)
        for index in range(count)
    ]
    return [code for _place, code in sorted(places)]


def shares_to_counts(shares: Sequence[float], total: int) -> list[int]:
    """Return whole numbers in proportion to `shares` that sum to `total` (largest remainders)."""
    whole = sum(shares)
    exact = [share * total / whole for share in shares]
    counts = [math.floor(each) for each in exact]
    rest = sorted(range(len(shares)), key=lambda index: counts[index] - exact[index])
    for index in rest[: total - sum(counts)]:
        counts[index] += 1
    return counts


def street_weight(community: dict[str, Any]) -> float:
    return OLD_TOWN.get(community["street"], OLD_TOWN_ELSEWHERE) * float(community["grids"])


def mix(
    *, grids: int, kinds: Sequence[str], means: dict[str, float], street: int, dice: Dice
) -> list[Unit]:  # a recipe
    """Return the units of one community with 400 × `grids` homes, `street` of them in street houses."""
    drawn = [CompoundPlan(kind, _draw(means[kind], SIGMA.get(kind, 0.7), dice)) for kind in kinds]
    scale = (GRID_MEAN * grids - street) / sum(plan.homes for plan in drawn)
    for plan in drawn:
        plan.homes = max(COMPOUND_LEAST, round(plan.homes * scale))
    targets = _targets(grids, dice)
    drawn.sort(key=lambda plan: -plan.homes)
    bigs, smalls = _split(drawn, grids)
    units = [_big_unit(plan, [targets.pop() for _ in range(span)]) for plan, span in bigs]
    return units + _small_units(smalls, targets, street)


def _draw(mean: float, sigma: float, dice: Dice) -> int:
    return round(mean * math.exp(dice.gauss(-sigma * sigma / 2, sigma)))


def _targets(grids: int, dice: Dice) -> list[int]:
    """Return the homes of each grid, 400 on average."""
    half = [dice.randrange(0, GRID_MEAN - GRID_LOW) for _ in range(grids // 2)]
    middle = [GRID_MEAN] * (grids % 2)
    targets = [GRID_MEAN + each for each in half] + [GRID_MEAN - each for each in half] + middle
    dice.shuffle(targets)
    return targets


def _split(
    plans: list[CompoundPlan], grids: int
) -> tuple[list[tuple[CompoundPlan, int]], list[CompoundPlan]]:
    """Return the large compounds with their numbers of grids, and the small ones."""
    bigs: list[tuple[CompoundPlan, int]] = []
    left = grids
    smalls = list(plans)
    while smalls and len(smalls) > 2:
        plan = smalls[0]
        span = max(2, round(plan.homes / GRID_MEAN))
        if plan.homes <= BIG or left - span < 2:
            break
        bigs.append((plan, span))
        smalls.pop(0)
        left -= span
    return bigs, smalls


def _big_unit(plan: CompoundPlan, targets: list[int]) -> Unit:
    plan.homes = sum(targets)
    return Unit([GridPlan(target, [(plan, target)]) for target in targets])


def _small_units(smalls: list[CompoundPlan], targets: list[int], street: int) -> list[Unit]:
    """Deal the small compounds to grids, largest first to the emptiest, and fill each to its target."""
    grids = [GridPlan(target) for target in targets]
    _deal_street(grids, street)
    load = [grid.street_homes for grid in grids]
    bins: list[list[CompoundPlan]] = [[] for _ in grids]
    for plan in smalls:
        index = min(range(len(grids)), key=lambda each: load[each] - targets[each])
        if len([b for b in bins if not b]) >= len(smalls) - sum(map(len, bins)):
            index = next(each for each, plans in enumerate(bins) if not plans)
        bins[index].append(plan)
        load[index] += plan.homes
    for grid, plans in zip(grids, bins, strict=True):
        rest = grid.homes - grid.street_homes
        counts = shares_to_counts([plan.homes + COMPOUND_LEAST for plan in plans], rest)
        for plan, count in zip(plans, counts, strict=True):
            plan.homes = count
            grid.compounds.append((plan, count))
    return [Unit([grid]) for grid in grids]


def _deal_street(grids: list[GridPlan], street: int) -> None:
    """Deal the homes of street houses to as few grids as hold a whole row each."""
    rows = min(len(grids), max(1, math.ceil(street / STREET_MOST)))
    for grid, count in zip(grids, shares_to_counts([1.0] * rows, street), strict=False):
        grid.street_homes = count
