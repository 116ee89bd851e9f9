"""Drawing of grids: contiguous, compact, in range, with a checked reason for every exception."""

from linli.algorithms.grids.check import Report, check, verify
from linli.algorithms.grids.draw import draw
from linli.algorithms.grids.model import Buildings, Drawing, GridException, GridRules, Reason
from linli.algorithms.grids.neighbours import neighbours
from linli.algorithms.grids.redraw import Redrawing, redraw

__all__ = [
    "Buildings",
    "Drawing",
    "GridException",
    "GridRules",
    "Reason",
    "Redrawing",
    "Report",
    "check",
    "draw",
    "neighbours",
    "redraw",
    "verify",
]
