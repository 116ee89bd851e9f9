"""Redraw grids after a change: open only the cells that need it and move few households."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from linli.algorithms.grids.atoms import check_buildings, check_rules, cut_to_atoms
from linli.algorithms.grids.cell import Plan
from linli.algorithms.grids.certify import certify
from linli.algorithms.grids.connect import components
from linli.algorithms.grids.draw import SEED_MAX, describe, draw_one, fewest, misfits, prove
from linli.algorithms.grids.draw_cell import Effort, draw_cell
from linli.algorithms.grids.layout import Layout, lay_out, price_terms
from linli.algorithms.grids.merge import Merged, merge
from linli.algorithms.grids.model import Buildings, Drawing, GridRules
from linli.algorithms.kernels import Floats, Indices, Integers
from linli.foundation.refusals import Refused

MOVE_PRICE = 0.02
MOVING_BALANCE = 0.2


@dataclass(frozen=True, slots=True)
class Redrawing:
    """A drawing with the names of the grids it follows and the price of the change.

    Attributes
    ----------
    names : ndarray of int, shape (g,)
        Old number of each grid, or a new number above all old ones.
    moved_households : int
        Households of buildings that had a grid and now have another.
    opened_cells : int
        Cells in which anything was drawn anew.
    """

    drawing: Drawing
    names: Integers
    moved_households: int
    opened_cells: int


def redraw(
    buildings: Buildings,
    edges: Integers,
    before: Integers,
    rules: GridRules,
    generator: np.random.Generator,
    *,
    best_shape: bool = False,
) -> Redrawing:
    """Bring grids back into range after buildings, households or borders changed.

    Parameters
    ----------
    before : ndarray of int, shape (n,)
        Grid of each building until now; -1 for a new building.
    best_shape : bool
        Draw the opened cells from nothing instead of moving as few households as possible.

    Raises
    ------
    Refused
        If rows can't be drawn or `before` doesn't match them.
    """
    check_rules(rules)
    check_buildings(buildings, edges)
    if len(before) != len(buildings):
        raise Refused(
            "grids.before",
            "原网格有 %(before)s 行，楼栋有 %(rows)s 行，两者应逐行对应，请检查文件。",
            before=len(before),
            rows=len(buildings),
        )
    atoms = cut_to_atoms(buildings, edges, rules.high)
    merged = merge(atoms, rules)
    layout = lay_out(atoms, merged, rules)
    old = before[atoms.building]
    name = old_names(merged, old, atoms.households.astype(np.float64))
    seeds = generator.integers(1, SEED_MAX, size=layout.cells)
    opened = to_open(layout, name, rules)
    fresh = int(max(name.max(initial=-1), before.max(initial=-1))) + 1
    for at in opened:
        rows = layout.order[layout.first[at] : layout.first[at + 1]]
        label = one_cell(layout, int(at), name[rows], rules, int(seeds[at]), best_shape)
        name[rows] = match_names(label, name[rows], merged.households[rows], fresh, int(before.max(initial=-1)))  # fmt: skip
        fresh = max(fresh, int(name[rows].max()) + 1)
    names, grid = np.unique(name[merged.cluster], return_inverse=True)
    grid = grid.astype(np.int64)
    exceptions = certify(atoms, merged, grid, rules, partial(prove, layout, rules))
    moved = int(atoms.households[(old >= 0) & (names[grid] != old)].sum())
    drawing = describe(buildings, atoms, grid, exceptions, fewest(merged, rules))
    return Redrawing(drawing, names.astype(np.int64), moved, len(opened))


def old_names(merged: Merged, old: Integers, households: Floats) -> Integers:
    """Name of each cluster: its old grid's, except for pieces that the change tore off.

    The largest piece of an old grid keeps the name; every other piece gets one of its own and is
    joined or filled up by the mending.
    """
    count = len(merged.cell)
    name = np.full(count, -1, np.int64)
    order = np.lexsort((households, merged.cluster))
    name[merged.cluster[order]] = old[order]
    giant = merged.giant >= 0
    name[giant] = name[merged.giant[giant]]
    same = (name[merged.edges[:, 0]] == name[merged.edges[:, 1]]) & (
        merged.giant[merged.edges[:, 0]] == merged.giant[merged.edges[:, 1]]
    )
    piece = components(merged.edges[same], count)
    weight = np.bincount(piece, merged.households)
    first = np.zeros(len(weight), np.int64)
    first[piece[::-1]] = np.arange(count)[::-1]
    owner = name[first]
    ranking = np.lexsort((-weight, owner))
    keeps = np.ones(len(weight), np.bool_)
    keeps[ranking[1:]] = owner[ranking[1:]] != owner[ranking[:-1]]
    keeps &= owner >= 0
    new = np.where(keeps, owner, max(int(old.max(initial=-1)), 0) + 1 + np.arange(len(weight)))
    return new[piece]


def to_open(layout: Layout, name: Integers, rules: GridRules) -> list[int]:
    """Cells that hold a grid out of range although they are more than one grid."""
    names, label = np.unique(name[layout.order], return_inverse=True)
    weight = np.bincount(label, layout.households, len(names))
    wrong = ((weight < rules.low) | (weight > rules.high))[label]
    cell = np.repeat(np.arange(layout.cells), np.diff(layout.first))
    several = np.zeros(layout.cells, np.bool_)
    inner = cell[1:] == cell[:-1]
    several[cell[1:][inner & (label[1:] != label[:-1])]] = True
    total = np.bincount(cell, layout.households, layout.cells)
    several |= total > rules.high
    return [int(at) for at in np.unique(cell[wrong]) if several[at]]


def one_cell(
    layout: Layout,
    at: int,
    name: Integers,
    rules: GridRules,
    seed: int,
    best_shape: bool,  # noqa: FBT001
) -> Integers:
    """Labels of one opened cell, mended in place or drawn from nothing."""
    label = np.unique(name, return_inverse=True)[1].astype(np.int32)
    cell = layout.cell(at, label)
    if not best_shape and len(label) > 1:
        mended = mend_in_place(layout, at, label, rules, seed)
        if misfits(mended, cell.households, rules)[0] <= allowed(cell.households, rules):
            return mended
    return draw_one(layout.cell(at), rules, seed)


def allowed(households: Floats, rules: GridRules) -> int:
    """Misfits that arithmetic forces on a cell: none or one."""
    total = float(households.sum())
    return 0 if rules.low <= total <= total // rules.low * rules.high else 1


def mend_in_place(layout: Layout, at: int, label: Indices, rules: GridRules, seed: int) -> Integers:
    """Mend a cell with a price on every household that changes its grid."""
    cell = layout.cell(at, label)
    grids = int(label.max()) + 1
    terms = price_terms(cell, rules, grids, 1.0, MOVING_BALANCE, MOVE_PRICE)
    plan = Plan(grids, 0, terms.ideal, rules.angles, 0.0, True, -1.0)
    effort = Effort(rules.passes, rules.trees, rules.rounds, seed)
    return draw_cell(cell, plan, terms, effort, label).label.astype(np.int64)


def match_names(
    label: Integers, old: Integers, households: Floats, fresh: int, last: int
) -> Integers:
    """Give each new grid the old name with which it shares most households.

    Parameters
    ----------
    fresh : int
        First number for grids that follow no old one.
    last : int
        Largest real old number; higher ones are torn-off pieces and leave no name behind.
    """
    pairs, row = np.unique(np.stack([label, old], 1), axis=0, return_inverse=True)
    shared = np.bincount(row.ravel(), households)
    names: dict[int, int] = {}
    taken: set[int] = set()
    for at in np.lexsort((pairs[:, 1], pairs[:, 0], -shared)):
        new, name = int(pairs[at, 0]), int(pairs[at, 1])
        if new not in names and name not in taken and name <= last:
            names[new] = name
            taken.add(name)
    for new in np.unique(label):
        if int(new) not in names:
            names[int(new)] = fresh
            fresh += 1
    return np.array([names[int(item)] for item in label], np.int64)
