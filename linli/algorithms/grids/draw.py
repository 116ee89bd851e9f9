"""Draw grids: cells between barriers, each divided by straight cuts, polished, mended, proved."""

from __future__ import annotations

import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np

from linli.algorithms.grids.atoms import check_buildings, check_rules, cut_to_atoms
from linli.algorithms.grids.cell import Cell, Plan
from linli.algorithms.grids.certify import certify
from linli.algorithms.grids.draw_cell import Effort, draw_cell
from linli.algorithms.grids.exact import divide_exactly, prove_surroundings
from linli.algorithms.grids.layout import NOTHING, Layout, lay_out, price_terms
from linli.algorithms.grids.merge import Merged, can_fit, merge
from linli.algorithms.grids.model import (
    Atoms,
    Buildings,
    Drawing,
    GridException,
    GridRules,
    Progress,
)
from linli.algorithms.kernels import Floats, Integers

SEED_MAX = 2**31 - 1
VARIANTS = ((0.0, 1.0, 1.0), (0.5, 1.0, 4.0), (0.25, 0.3, 1.0), (0.5, 0.0, 0.2))
CELLS_A_REPORT = 16


def draw(
    buildings: Buildings,
    edges: Integers,
    rules: GridRules,
    generator: np.random.Generator,
    progress: Progress | None = None,
) -> Drawing:
    """Divide an area into connected grids of `rules.low` to `rules.high` households.

    Parameters
    ----------
    buildings : Buildings
    edges : ndarray of int, shape (e, 2)
        Pairs of buildings that touch; none crosses a barrier.
    generator : numpy.random.Generator
        The same seed gives the same drawing.
    progress : callable, optional
        Called with cells done and all cells. What it raises ends the drawing and leaves nothing.

    Returns
    -------
    Drawing
        With a reason for every grid out of range.

    Raises
    ------
    Refused
        If the limits contradict each other or rows can't be drawn; the rows are named.

    Notes
    -----
    About O(n log n): all work is done cell by cell and, after the first halvings, pair by pair.

    Examples
    --------
    >>> row = np.arange(40)
    >>> houses = Buildings(
    ...     np.stack([row * 30.0, row * 0.0], 1), row * 0 + 21, row // 4, row * 0 + 1)
    >>> edges = np.stack([row[:-1], row[1:]], 1)
    >>> drawing = draw(houses, edges, GridRules(), np.random.default_rng(1))
    >>> drawing.households.tolist(), drawing.exceptions
    ([420, 420], ())
    """
    check_rules(rules)
    check_buildings(buildings, edges)
    atoms = cut_to_atoms(buildings, edges, rules.high)
    merged = merge(atoms, rules)
    layout = lay_out(atoms, merged, rules)
    seeds = generator.integers(1, SEED_MAX, size=layout.cells)
    label = draw_cells(layout, rules, seeds, progress)
    grid = number_grids(merged, layout, label)[merged.cluster]
    exceptions = certify(atoms, merged, grid, rules, partial(prove, layout, rules))
    return describe(buildings, atoms, grid, exceptions, fewest(merged, rules))


def draw_cells(
    layout: Layout, rules: GridRules, seeds: Integers, progress: Progress | None
) -> list[Integers]:
    """Labels of every cell, large cells first, in as many threads as the rules say."""
    sizes = np.diff(layout.first)
    order = np.argsort(-sizes, kind="stable")
    result: list[Integers] = [np.empty(0, np.int64)] * layout.cells

    def one(at: int) -> int:
        result[at] = draw_one(layout.cell(at), rules, int(seeds[at]))
        return at

    with ThreadPoolExecutor(max_workers=rules.threads) as pool:
        try:
            for done, _ in enumerate(pool.map(one, order), 1):
                if progress is not None and (done % CELLS_A_REPORT == 0 or done == len(order)):
                    progress(done, layout.cells)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return result


def draw_one(cell: Cell, rules: GridRules, seed: int) -> Integers:
    """Labels of one cell: attempts until all grids fit, then the exact search if it is small."""
    total = float(cell.households.sum())
    if total <= rules.high or len(cell.x) < 2:
        return np.zeros(len(cell.x), np.int64)
    best: Integers | None = None
    worst = (math.inf, math.inf)
    possible = bool(can_fit(np.array([total]), rules)[0])
    for number, (grids, variant) in enumerate(plans(total, rules, possible=possible)):
        phase, split, balance = VARIANTS[variant]
        terms = price_terms(cell, rules, grids, split, balance)
        plan = Plan(grids, 0, total / grids, rules.angles + variant, phase, False, -1.0)
        effort = Effort(rules.passes, rules.trees, rules.rounds, seed + number)
        parts = draw_cell(cell, plan, terms, effort, NOTHING)
        found = misfits(parts.label.astype(np.int64), cell.households, rules)
        if found < worst:
            best, worst = parts.label.astype(np.int64), found
        if worst[0] == 0 or not possible:
            break
    assert best is not None
    if worst[0] > 0 and possible and len(cell.x) <= rules.search_atoms:
        exact = divide_exactly(cell, rules)
        if exact.label is not None:
            return exact.label
    return best


def plans(total: float, rules: GridRules, *, possible: bool) -> Iterator[tuple[int, int]]:
    """Numbers of grids and variants of the prices, in the order in which they are tried."""
    least = math.ceil(total / rules.high)
    most = max(1, int(total // rules.low))
    if not possible:
        over, under = total - most * rules.high, (most + 1) * rules.low - total
        yield (most if most == 1 or over <= under else most + 1), 0
        return
    wished = least if rules.fewest else min(max(round(total / rules.target), least), most)
    steps = (0, 0, 0, 0, 1, 1, 2, 3) if rules.fewest else (0, 1, -1, 0, 1, -1)
    for number, step in enumerate(steps[: max(1, rules.attempts)]):
        grids = min(max(wished + step, least), most)
        yield grids, number % len(VARIANTS) if rules.fewest else number // 3 % len(VARIANTS)


def misfits(label: Integers, households: Floats, rules: GridRules) -> tuple[float, float]:
    """Number of grids out of range and households out of range."""
    used = np.bincount(label) > 0
    weight = np.bincount(label, households)[used]
    out = np.maximum(rules.low - weight, 0) + np.maximum(weight - rules.high, 0)
    return float((out > 0).sum()), float(out.sum())


def number_grids(merged: Merged, layout: Layout, labels: list[Integers]) -> Integers:
    """Grid of each cluster, numbered in the order of cells, then those of clusters too large."""
    grid = np.full(len(merged.cell), -1, np.int64)
    if labels:
        counts = np.array([int(label.max()) + 1 for label in labels])
        base = np.repeat(np.cumsum(counts) - counts, np.diff(layout.first))
        grid[layout.order] = np.concatenate(labels) + base
    taken = merged.giant >= 0
    top = int(grid.max(initial=-1)) + 1
    grid[taken] = top + merged.giant[taken]
    return np.unique(grid, return_inverse=True)[1].astype(np.int64)


def prove(layout: Layout, rules: GridRules, at: int, clusters: Integers) -> Integers | None:
    """Clusters over which an exact search shows that no division of the cell can fit; or None."""
    cell = layout.cell(at)
    order = layout.order[layout.first[at] : layout.first[at + 1]]
    inside = np.isin(order, clusters)
    if inside.sum() > rules.search_atoms:
        return None
    source = np.repeat(np.arange(len(order)), np.diff(cell.start))
    while True:
        wider = inside.copy()
        wider[cell.near[inside[source]]] = True
        if wider.sum() > rules.search_atoms or (wider == inside).all():
            break
        inside = wider
    found = prove_surroundings(cell, inside, rules)
    return order[inside] if found.impossible else None


def fewest(merged: Merged, rules: GridRules) -> int:
    """Lower bound of the number of grids: cell by cell, and one for each cluster above the limit."""
    free = merged.cell >= 0
    totals = np.bincount(merged.cell[free], merged.households[free]).astype(np.float64)
    giants = np.unique(merged.giant[merged.giant >= 0])
    least = np.where(can_fit(totals, rules), np.ceil(totals / rules.high), 1.0)
    return int(least.sum()) + len(giants)


def describe(
    buildings: Buildings,
    atoms: Atoms,
    grid: Integers,
    exceptions: tuple[GridException, ...],
    fewest_possible: int,
) -> Drawing:
    """Join the units of a building that stay together."""
    new = np.ones(len(atoms), np.bool_)
    new[1:] = (atoms.building[1:] != atoms.building[:-1]) | (grid[1:] != grid[:-1])
    rows = np.flatnonzero(new)
    units = np.diff(np.append(rows, len(atoms)))
    building = atoms.building[rows]
    whole = np.bincount(atoms.building)[building] == 1
    return Drawing(
        building=building,
        first_unit=atoms.first_unit[rows],
        units=np.where(whole, buildings.units[building], units),
        grid=grid[rows],
        households=np.bincount(grid, atoms.households).astype(np.int64),
        exceptions=exceptions,
        fewest_possible=fewest_possible,
    )
