"""Dividing whole numbers so that the sum is exact."""

from __future__ import annotations

from collections.abc import Sequence


def shared(total: int, weights: Sequence[float], most: Sequence[int] | None = None) -> list[int]:
    """Share `total` in proportion to `weights`, each at most `most`; the sum is exactly `total`.

    >>> shared(10, [1, 1, 1])
    [4, 3, 3]
    >>> shared(10, [1, 1, 8], most=[9, 9, 5])
    [3, 2, 5]
    """
    limits = list(most) if most is not None else [total] * len(weights)
    assert 0 <= total <= sum(limits), "there is room for all"
    whole = sum(weights) or 1
    exact = [total * weight / whole for weight in weights]
    parts = [min(int(share), limit) for share, limit in zip(exact, limits, strict=True)]
    order = sorted(range(len(weights)), key=lambda at: (parts[at] - exact[at], at))
    left = total - sum(parts)
    while left:
        for at in order:
            if left and parts[at] < limits[at]:
                parts[at] += 1
                left -= 1
    return parts


def evenly(total: int, parts: int) -> list[int]:
    """Share `total` into `parts` that differ by one at most, the larger first.

    >>> evenly(8, 3)
    [3, 3, 2]
    """
    base, more = divmod(total, parts)
    return [base + 1] * more + [base] * (parts - more)
