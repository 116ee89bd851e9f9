"""A seeded city like Wuzhou: blocks, compounds, a river, main roads, a walking network."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from linli.algorithms.grids import Buildings, neighbours

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

BLOCK = (160.0, 120.0)
BLOCKS_A_CELL = 7
RIVER_HALF_WIDTH = 90.0
BRIDGE_EVERY = 9
PIECES_A_STREET = 4


@dataclass(frozen=True)
class City:
    """Buildings, what touches, cells between barriers, and streets."""

    buildings: Buildings
    cell: Integers
    edges: Integers
    nodes: Floats
    segments: Integers
    metres: Floats


def river(x: Floats, width: float, height: float) -> Floats:
    """Northing of the river at an easting."""
    wave = np.sin(2 * np.pi * x / width * 1.3 + 0.7) + 0.25 * np.sin(2 * np.pi * x / width * 4.1)
    return 0.45 * height + 0.12 * height * wave


def make_city(count: int, seed: int = 1) -> City:
    """A city of about `count` buildings.

    Blocks hold rows of houses (55 %), slabs (33 %) or towers (12 %), fewer homes towards the
    middle; one in fifty buildings has no household. A compound is a block or a half of one.
    """
    generator = np.random.default_rng(seed)
    columns = int(np.sqrt(count / 9 * BLOCK[1] / BLOCK[0])) + 2
    rows = int(np.ceil(count / 9 / columns)) + 2
    width, height = columns * BLOCK[0], rows * BLOCK[1]
    i, j = (
        item.ravel() for item in np.meshgrid(np.arange(columns), np.arange(rows), indexing="ij")
    )
    centre = np.hypot((i + 0.5) / columns - 0.5, (j + 0.5) / rows - 0.5)
    lived_in = generator.random(i.size) < np.clip(0.82 - 0.45 * centre, 0.3, 0.9)
    kind = np.searchsorted([0.55, 0.88], generator.random(i.size))
    low, high = np.array([12, 4, 2])[kind], np.array([40, 16, 11])[kind]
    houses = np.where(lived_in, generator.integers(low, high), generator.integers(0, 2, i.size))
    block = np.repeat(np.arange(i.size), houses)
    position, right_half = place(generator, block, houses, np.stack([i, j], axis=1))
    sort = kind[block]
    households = generator.integers(np.array([1, 12, 50])[sort], np.array([5, 49, 265])[sort])
    households[generator.random(len(block)) < 0.02] = 0
    halved = (generator.random(i.size) < 0.3)[block] & right_half
    bank = position[:, 1] > river(position[:, 0], width, height)
    dry = np.abs(position[:, 1] - river(position[:, 0], width, height)) > RIVER_HALF_WIDTH
    keep = np.flatnonzero(dry)[:count]
    cell = (i[block] // BLOCKS_A_CELL * 100_000 + j[block] // BLOCKS_A_CELL) * 2 + bank
    cell = np.unique(cell[keep], return_inverse=True)[1]
    compound = np.unique(
        np.stack([block[keep] * 2 + halved[keep], cell], axis=1), axis=0, return_inverse=True
    )[1].ravel()
    buildings = Buildings(
        position[keep], households[keep].astype(np.int64), compound, np.ones(len(keep), np.int64)
    )
    edges = neighbours(buildings.position, cell, reach=220.0)
    nodes, segments, metres = streets(generator, columns, rows)
    return City(buildings, cell, edges, nodes, segments, metres)


def place(
    generator: np.random.Generator, block: Integers, houses: Integers, corner: Integers
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Buildings on a jittered lattice inside their block, and which lie in its eastern half."""
    turn = np.arange(len(block)) - np.repeat(np.cumsum(houses) - houses, houses)
    side = np.ceil(np.sqrt(houses[block])).astype(np.int64)
    east = (turn % side + 0.5) / side
    north = (turn // side + 0.5) / np.ceil(houses[block] / side)
    jitter = generator.uniform(-4, 4, (len(block), 2))
    inside = 0.1 + 0.8 * np.stack([east, north], axis=1)
    return (corner[block] + inside) * np.array(BLOCK) + jitter, east > 0.5


def streets(
    generator: np.random.Generator, columns: int, rows: int
) -> tuple[Floats, Integers, Floats]:
    """Streets around the blocks in short pieces; the river is crossed at bridges only."""
    x, y = np.meshgrid(np.arange(columns + 1.0), np.arange(rows + 1.0), indexing="ij")
    corners = np.stack([x.ravel() * BLOCK[0], y.ravel() * BLOCK[1]], axis=1)
    corners += generator.uniform(-15, 15, corners.shape)
    number = np.arange(len(corners)).reshape(columns + 1, rows + 1)
    ends = np.concatenate(
        [
            np.stack([number[:-1].ravel(), number[1:].ravel()], axis=1),
            np.stack([number[:, :-1].ravel(), number[:, 1:].ravel()], axis=1),
        ]
    )
    ends = ends[generator.random(len(ends)) > 0.07]
    level = corners[:, 1] - river(corners[:, 0], columns * BLOCK[0], rows * BLOCK[1])
    over = np.sign(level[ends[:, 0]]) != np.sign(level[ends[:, 1]])
    bridge = ends[:, 0] // (rows + 1) % BRIDGE_EVERY == BRIDGE_EVERY // 2
    ends = ends[~over | bridge]
    share = np.arange(1, PIECES_A_STREET) / PIECES_A_STREET
    first, last = corners[ends[:, 0]], corners[ends[:, 1]]
    middle = first[:, None] + (last - first)[:, None] * share[None, :, None]
    numbers = len(corners) + np.arange(len(ends) * len(share)).reshape(len(ends), -1)
    path = np.concatenate([ends[:, :1], numbers, ends[:, 1:]], axis=1)
    nodes = np.concatenate([corners, middle.reshape(-1, 2)])
    segments = np.stack([path[:, :-1].ravel(), path[:, 1:].ravel()], axis=1)
    metres = np.hypot(*(nodes[segments[:, 0]] - nodes[segments[:, 1]]).T)
    return nodes, segments, metres
