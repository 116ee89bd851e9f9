"""Check grids that somebody has: each building once, in range, connected, reasons for exceptions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from linli.algorithms.grids.atoms import check_buildings, check_rules, cut_to_atoms, refuse_rows
from linli.algorithms.grids.certify import certify
from linli.algorithms.grids.connect import components
from linli.algorithms.grids.draw import fewest, prove
from linli.algorithms.grids.layout import lay_out
from linli.algorithms.grids.merge import merge
from linli.algorithms.grids.model import Buildings, Drawing, GridException, GridRules
from linli.algorithms.kernels import Integers
from linli.foundation.refusals import Refused


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found.

    Attributes
    ----------
    names : ndarray of int
        Grid numbers as given; the other figures go by their order.
    households : ndarray of int
    exceptions : tuple of GridException
        Grids out of range with the reason; `not_proven` if they may be avoidable.
    torn : ndarray of int
        Names of grids that don't hang together.
    split_compounds : ndarray of int
        Compounds that would fit into one grid and lie in several.
    cut_pairs : int
        Pairs of touching buildings in different grids.
    distance : float
        Mean distance of a household from the middle of its grid in metres.
    fewest_possible : int
    """

    names: Integers
    households: Integers
    exceptions: tuple[GridException, ...]
    torn: Integers
    split_compounds: Integers
    cut_pairs: int
    distance: float
    fewest_possible: int


def check(buildings: Buildings, edges: Integers, grid: Integers, rules: GridRules) -> Report:
    """Check the grid of every building against the rules.

    Parameters
    ----------
    grid : ndarray of int, shape (n,)
        Grid of each building, 0 or more.

    Raises
    ------
    Refused
        If rows can't be read or a building has no grid.
    """
    check_rules(rules)
    check_buildings(buildings, edges)
    if len(grid) != len(buildings):
        raise Refused("grids.before", "网格与楼栋的行数不一致，请检查文件。")
    refuse_rows("grids.no_grid", "第 %(rows)s 行的楼栋没有网格，请补充后再试。", grid < 0)
    names, label = np.unique(grid, return_inverse=True)
    label = label.astype(np.int64)
    return report(buildings, edges, names, label, rules)


def report(
    buildings: Buildings, edges: Integers, names: Integers, label: Integers, rules: GridRules
) -> Report:
    """Figures of grids numbered from 0."""
    atoms = cut_to_atoms(buildings, edges, rules.high)
    merged = merge(atoms, rules)
    layout = lay_out(atoms, merged, rules)
    proof = partial(prove, layout, rules)
    households = np.bincount(label, buildings.households, len(names)).astype(np.int64)
    same = label[edges[:, 0]] == label[edges[:, 1]]
    return Report(
        names=names,
        households=households,
        exceptions=certify(atoms, merged, label[atoms.building], rules, proof),
        torn=names[torn(edges[same], label)],
        split_compounds=split_compounds(buildings, label, rules.high),
        cut_pairs=int((~same).sum()),
        distance=mean_distance(buildings, label),
        fewest_possible=fewest(merged, rules),
    )


def torn(inner: Integers, label: Integers) -> Integers:
    """Labels with more than one connected piece."""
    piece = components(inner, len(label))
    pairs = np.unique(np.stack([label, piece], axis=1), axis=0)
    return np.flatnonzero(np.bincount(pairs[:, 0]) > 1)


def split_compounds(buildings: Buildings, label: Integers, high: int) -> Integers:
    """Compounds of at most `high` households that lie in more than one grid."""
    inside = buildings.compound >= 0
    if not inside.any():
        return np.empty(0, np.int64)
    compound = buildings.compound[inside]
    total = np.bincount(compound, buildings.households[inside])
    pairs = np.unique(np.stack([compound, label[inside]], axis=1), axis=0)
    grids = np.bincount(pairs[:, 0], minlength=len(total))
    return np.flatnonzero((grids > 1) & (total <= high))


def mean_distance(buildings: Buildings, label: Integers) -> float:
    """Mean distance of a household from the middle of its grid's households."""
    weight = buildings.households.astype(np.float64)
    total = np.maximum(np.bincount(label, weight), 1.0)
    middle = [np.bincount(label, weight * buildings.position[:, i]) / total for i in range(2)]
    away = np.hypot(*(buildings.position[:, i] - middle[i][label] for i in range(2)))
    return float((away * weight).sum() / max(1.0, weight.sum()))


def verify(drawing: Drawing, buildings: Buildings, rules: GridRules) -> list[str]:
    """Recount a drawing from its parts; what is wrong with it, nothing if all is well.

    Every building must be there with each of its units once, and the households must add up.
    """
    wrong = []
    present = np.bincount(drawing.building, minlength=len(buildings))
    if (present == 0).any():
        wrong.append("building_missing")
    if (np.bincount(drawing.building, drawing.units) != buildings.units).any():
        wrong.append("units")
    if drawing.households.sum() != buildings.households.sum():
        wrong.append("households")
    outside = (drawing.households < rules.low) | (drawing.households > rules.high)
    explained = {item.grid for item in drawing.exceptions}
    if set(np.flatnonzero(outside).tolist()) != explained:
        wrong.append("exceptions")
    return wrong
