"""How meetings and decisions look: tone and icon of a state, rows with where they lead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from linli.apps.meetings.queries import DecisionRow, MeetingRow

LOOKS: Final = {
    "called": ("info", "calendar"),
    "open": ("jade", "users"),
    "closed": ("", "circle-check"),
    "cancelled": ("danger", "ban"),
}
STAGES: Final = {
    "open": ("info", "clipboard-list"),
    "in_progress": ("jade", "wrench"),
    "done": ("warn", "eye"),
    "checked": ("good", "badge-check"),
    "closed": ("", "archive"),
}
MINUTES: Final = {"none": "warn", "drafted": "info", "approved": "jade", "published": "good"}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list with the look of its state."""

    row: MeetingRow
    tone: str
    icon: str

    @property
    def minutes_tone(self) -> str:
        return MINUTES[self.row.minutes_state]


@dataclass(frozen=True, slots=True)
class DecisionLine:
    row: DecisionRow
    tone: str
    icon: str
    is_overdue: bool


def lines_of(rows: Iterable[MeetingRow]) -> list[Line]:
    return [Line(row, *LOOKS[row.state]) for row in rows]


def decisions_of(rows: Iterable[DecisionRow], today: dt.date) -> list[DecisionLine]:
    return [DecisionLine(row, *STAGES[row.state], row.is_overdue(today)) for row in rows]
