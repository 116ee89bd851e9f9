"""What an intake goes through, and what may follow what."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Final

from linli.foundation.refusals import Refused

ENDINGS: Final = (".xlsx", ".xlsm", ".csv", ".txt", ".geojson", ".json", ".gpkg")
WAITING_KEPT: Final = dt.timedelta(days=7)  # a table nobody has confirmed
UNDO_KEPT: Final = dt.timedelta(days=30)  # what undo needs, which may be personal
TAKEN_KEPT: Final = dt.timedelta(days=1)  # a file made ready to take away
ENTRIES_SHOWN: Final = 200
NAME_MAX: Final = 120


class State(StrEnum):
    CHECKING = "checking"
    READY = "ready"
    FAULTY = "faulty"
    STORING = "storing"
    STORED = "stored"
    UNDOING = "undoing"
    UNDONE = "undone"
    DISCARDED = "discarded"


UNDER_WAY: Final = frozenset({State.CHECKING, State.STORING, State.UNDOING})
MOVES: Final = {
    "store": (State.READY, State.STORING),
    "undo": (State.STORED, State.UNDOING),
}
DISCARDABLE: Final = frozenset({State.READY, State.FAULTY})


def check_name(name: str) -> None:
    """Refuse a file that cannot be a table, by its name."""
    if not name.lower().endswith(ENDINGS):
        raise Refused(
            "registers.format",
            "请上传 XLSX、CSV、GeoJSON 或 GeoPackage 文件；别的表格请先用表格软件另存为 XLSX。",
            field="file",
        )


def can_undo(*, stored_at: dt.datetime, now: dt.datetime) -> bool:
    """Tell whether what undo needs is still kept."""
    return now - stored_at < UNDO_KEPT
