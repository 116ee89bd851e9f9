"""Small seeded cities and brute force to compare with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from linli.algorithms.grids import Buildings

Integers = npt.NDArray[np.int64]


def block_city(
    columns: int = 16, rows: int = 12, seed: int = 1, most: int = 40
) -> tuple[Buildings, Integers]:
    """Buildings on a lattice, four to a compound, each touching those beside it."""
    generator = np.random.default_rng(seed)
    x, y = (item.ravel() for item in np.meshgrid(np.arange(columns), np.arange(rows)))
    position = np.stack([x * 30.0, y * 25.0], axis=1) + generator.uniform(-5, 5, (len(x), 2))
    compound = (x // 2 + 1000 * (y // 2)).astype(np.int64)
    _, compound = np.unique(compound, return_inverse=True)
    number = (y * columns + x).astype(np.int64)
    right = np.stack([number[x < columns - 1], number[x < columns - 1] + 1], axis=1)
    up = np.stack([number[y < rows - 1], number[y < rows - 1] + columns], axis=1)
    households = generator.integers(0, most, len(x))
    houses = Buildings(position, households, compound, np.ones(len(x), np.int64))
    return houses, np.concatenate([right, up])


def houses_of(households: Sequence[int], units: Sequence[int] | None = None) -> Buildings:
    """Buildings in a row, each a compound of its own."""
    count = len(households)
    return Buildings(
        np.stack([np.arange(count) * 40.0, np.zeros(count)], axis=1),
        np.array(households, np.int64),
        np.full(count, -1, np.int64),
        np.array(units if units is not None else [1] * count, np.int64),
    )


def chain(count: int) -> Integers:
    """Each building touches the next."""
    row = np.arange(count)
    return np.stack([row[:-1], row[1:]], axis=1)


def is_connected(members: Sequence[int], edges: Integers) -> bool:
    """Whether some buildings hang together."""
    inside = set(members)
    reached = {members[0]}
    while True:
        more = {int(b) for a, b in edges if a in reached and b in inside}
        more |= {int(a) for a, b in edges if b in reached and a in inside}
        if more <= reached:
            return reached == inside
        reached |= more


def partitions(count: int) -> Iterator[list[list[int]]]:
    """All ways to put `count` buildings into grids."""
    if count == 0:
        yield []
        return
    for smaller in partitions(count - 1):
        for at in range(len(smaller)):
            yield [*smaller[:at], [*smaller[at], count - 1], *smaller[at + 1 :]]
        yield [*smaller, [count - 1]]


def can_all_fit(households: Sequence[int], edges: Integers, low: int, high: int) -> bool:
    """Whether any division into connected grids fits, by looking at all of them."""
    for groups in partitions(len(households)):
        weights = [sum(households[i] for i in group) for group in groups]
        if all(low <= weight <= high for weight in weights) and all(
            is_connected(group, edges) for group in groups
        ):
            return True
    return False
