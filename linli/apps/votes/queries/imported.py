"""Results that another system has counted, always read apart from our own votes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404

from linli.apps.votes.models import ImportedLine, ImportedVote
from linli.apps.votes.queries.pages import MotionRow, ResultRow
from linli.apps.votes.rules.thresholds import Tally, judge

ROWS_MAX = 20


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """An imported vote in a list."""

    id: int
    reference: str
    title: str
    system: str
    compound: int
    compound_name: str
    held_from: dt.date
    held_to: dt.date
    at: dt.datetime
    file_hash: str


ROW = (
    "id", "reference", "title", "system", "compound_id", "compound__name", "held_from", "held_to",
    "at", "file_hash",
)  # fmt: skip


def list_imported(compound: int) -> tuple[ImportedRow, ...]:
    """Return the newest imported votes of a compound; anybody may read them. One query."""
    rows = ImportedVote.objects.filter(compound=compound).order_by("-id")
    return tuple(ImportedRow(*row) for row in rows.values_list(*ROW)[:ROWS_MAX])


def get_imported(reference: str) -> tuple[ImportedRow, tuple[ResultRow, ...]]:
    """Return an imported vote with its results, or raise `Http404`; two queries."""
    found = ImportedVote.objects.filter(reference=reference).values_list(*ROW).first()
    if found is None:
        raise Http404
    row = ImportedRow(*found)
    lines = ImportedLine.objects.filter(vote=row.id).order_by("number")
    return row, tuple(_result(line) for line in lines)


def _result(line: ImportedLine) -> ResultRow:
    sums = (line.heads, line.area, line.heads_in, line.area_in, line.heads_yes, line.area_yes)
    motion = MotionRow(line.number, line.item, line.title, "", 0, ())
    tally = Tally(*sums)
    return ResultRow(motion, 0, "", tally, judge(tally, line.item), line.passed, 0)
