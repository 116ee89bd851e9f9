"""From a drawing to the register: codes and names of grids, and who follows a grid that ends."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from linli.foundation.refusals import Refused

GRIDS_MAX: Final = 999
DAYS_AHEAD_MAX: Final = 366


def name_of(community: str, code: int) -> str:
    """Return the name of a new grid, as the others of its community are called.

    >>> name_of("南中社区", 450403008001007)
    '南中第7网格'
    """
    return f"{community.removesuffix('社区')}第{code % 1000}网格"


def free_codes(community: int, taken: Iterable[int], count: int) -> tuple[int, ...]:
    """Return codes above all that were ever used: a code never means two grids."""
    first = max(taken, default=community) + 1
    if first + count - 1 > community + GRIDS_MAX:
        raise Refused("planning.no_codes", "这个社区的网格编号已用完，请联系平台管理员。")
    return tuple(range(first, first + count))


def heirs(
    before: Mapping[int, int], after: Mapping[int, int], households: Mapping[int, int]
) -> dict[int, int]:
    """Return for each old grid the new one that takes over most of its households.

    >>> heirs({1: 10, 2: 10, 3: 20}, {1: 10, 2: 30, 3: 30}, {1: 100, 2: 250, 3: 400})
    {10: 30, 20: 30}
    """
    shared: dict[int, Counter[int]] = {}
    for building, old in before.items():
        new = after.get(building)
        if new is not None:
            shared.setdefault(old, Counter())[new] += households.get(building, 0)
    return {
        old: min(found, key=lambda new: (-found[new], new)) for old, found in sorted(shared.items())
    }


def moved_households(
    before: Mapping[int, int], after: Mapping[int, int], households: Mapping[int, int]
) -> int:
    """Return how many households would be in another grid than today."""
    return sum(
        households.get(building, 0)
        for building, old in before.items()
        if after.get(building) not in {old, None}
    )


def check_day(on: dt.date, today: dt.date) -> None:
    """Refuse a day in the past or more than a year ahead."""
    if on < today:
        raise Refused("planning.day_past", "启用日期不能早于今天，请改选日期。", field="on")
    if (on - today).days > DAYS_AHEAD_MAX:
        raise Refused("planning.day_far", "启用日期不能超过一年以后，请改选日期。", field="on")


def check_before_day(on: dt.date | None, today: dt.date) -> None:
    """Refuse to take a plan back on or after its day."""
    if on is None or on <= today:
        raise Refused("planning.day_come", "新网格已经启用，不能撤回。请另做一个新方案。")


def without_gap(codes: Sequence[int | None]) -> None:
    """Refuse a plan in which a building has no grid."""
    gaps = sum(code is None for code in codes)
    if gaps:
        raise Refused("planning.gap", "还有 %(count)s 栋楼没有网格，请先补上再批准。", count=gaps)
