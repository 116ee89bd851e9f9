"""Tables as people take them away: CSV that every spreadsheet program opens rightly."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from linli.foundation.tables import FORMULA_STARTS

Cell = str | int | float | None


def write_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return the rows as CSV in UTF-8 with a mark; no text is taken for a formula.

    >>> write_csv([["名称"], ["=1+1"]]).decode("utf-8-sig").splitlines()
    ['名称', "'=1+1"]
    """
    sink = io.StringIO(newline="")
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return sink.getvalue().encode("utf-8-sig")


def _safe(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell
