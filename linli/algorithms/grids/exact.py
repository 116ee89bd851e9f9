"""Exact search for small cells and surroundings: a contiguity flow in a constraint solver."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from linli.algorithms.grids.cell import Cell
from linli.algorithms.grids.model import GridRules
from linli.algorithms.kernels import Flags, Floats, Integers

OPEN_MAX = 16


@dataclass(frozen=True, slots=True)
class Found:
    """Labels if a division was found; `impossible` if it is proved that there is none."""

    label: Integers | None
    impossible: bool


def divide_exactly(cell: Cell, rules: GridRules) -> Found:
    """Look for connected grids that all fit in a whole cell of few atoms."""
    pairs = edges_of(cell)
    return Search(cell.households, pairs, np.zeros(len(cell.x), np.bool_), rules).run()


def prove_surroundings(cell: Cell, inside: Flags, rules: GridRules) -> Found:
    """Look for a division of a part of a cell, whatever the rest of the cell does.

    Grids that touch the rest need only keep the upper limit with what they hold in the part. If
    even that can't be done, no division of the whole cell fits.
    """
    rows = np.flatnonzero(inside)
    place = np.full(len(cell.x), -1, np.int64)
    place[rows] = np.arange(len(rows))
    pairs = edges_of(cell)
    within = inside[pairs].all(axis=1)
    crossing = pairs[inside[pairs].sum(axis=1) == 1]
    touches = np.zeros(len(cell.x), np.bool_)
    touches[crossing.ravel()] = True
    border = touches[rows]
    if border.sum() > OPEN_MAX:
        return Found(None, impossible=False)
    return Search(cell.households[rows], place[pairs[within]], border, rules).run()


def edges_of(cell: Cell) -> Integers:
    """Each edge of a cell once."""
    source = np.repeat(np.arange(len(cell.x)), np.diff(cell.start))
    keep = source < cell.near
    return np.stack([source[keep], cell.near[keep].astype(np.int64)], axis=1)


class Search:
    """One model: which slot each atom is in, and a flow from each slot's root to its atoms.

    Slots before `open` hold grids that lie within the part and must fit. The others hold the
    inner side of grids that reach out of it; each is rooted at its own atom of the border.
    """

    def __init__(
        self, households: Floats, pairs: Integers, border: Flags, rules: GridRules
    ) -> None:
        self.model = cp_model.CpModel()
        self.rules = rules
        self.weight = households.astype(np.int64).tolist()
        self.pairs = pairs.tolist()
        self.border = np.flatnonzero(border).tolist()
        self.closed = int(sum(self.weight)) // rules.low
        atoms, slots = range(len(self.weight)), range(self.closed + len(self.border))
        new = self.model.new_bool_var
        self.inside = [[new("") for _ in slots] for _ in atoms]
        self.root = [[new("") for _ in range(self.closed)] for _ in atoms]

    def run(self) -> Found:
        """Solve within the deterministic effort of the rules."""
        self.add_slots()
        self.add_flow()
        solver = cp_model.CpSolver()
        solver.parameters.max_deterministic_time = self.rules.search_effort
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        status = solver.solve(self.model)
        if status == cp_model.INFEASIBLE:
            return Found(None, impossible=True)
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return Found(None, impossible=False)
        label = [[solver.value(item) for item in row].index(1) for row in self.inside]
        return Found(np.unique(np.array(label), return_inverse=True)[1].astype(np.int64), False)

    def add_slots(self) -> None:
        """Every atom in one slot; slots within the limits, closed ones with one root."""
        model, high, low = self.model, self.rules.high, self.rules.low
        for row in self.inside:
            model.add_exactly_one(row)
        before: cp_model.LinearExpr | None = None
        for slot in range(self.closed + len(self.border)):
            column = [row[slot] for row in self.inside]
            total = cp_model.LinearExpr.weighted_sum(column, self.weight)
            model.add(total <= high)
            if slot >= self.closed:
                continue
            roots = [row[slot] for row in self.root]
            used = model.new_bool_var("")
            model.add(sum(roots) == used)
            model.add(total >= low * used)
            for root, item in zip(roots, column, strict=True):
                model.add_implication(root, item)
                model.add_implication(item, used)
            if before is not None:
                model.add(before >= total)
            before = total

    def add_flow(self) -> None:
        """Each atom draws one unit of flow, which runs only inside a slot from its root."""
        model, count = self.model, len(self.weight)
        balance: list[list[cp_model.LinearExprT]] = [[] for _ in range(count)]
        for one, other in self.pairs:
            same = model.new_bool_var("")
            for slot in range(len(self.inside[one])):
                model.add_implication(self.inside[one][slot], self.inside[other][slot]).only_enforce_if(same)  # fmt: skip
                model.add_implication(self.inside[other][slot], self.inside[one][slot]).only_enforce_if(same)  # fmt: skip
            for source, sink in ((one, other), (other, one)):
                flow = model.new_int_var(0, count, "")
                model.add(flow <= count * same)
                balance[sink].append(flow)
                balance[source].append(-flow)
        for atom in range(count):
            supply = model.new_int_var(0, count, "")
            allowed: list[cp_model.LinearExprT] = list(self.root[atom])
            if atom in self.border:
                allowed.append(self.inside[atom][self.closed + self.border.index(atom)])
            model.add(supply <= count * sum(allowed))
            model.add(cp_model.LinearExpr.sum([supply, *balance[atom]]) == 1)
