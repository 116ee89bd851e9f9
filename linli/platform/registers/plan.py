"""What the rows of a table would change: plain facts, made before anything is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Model

from linli.foundation.refusals import Refused
from linli.foundation.tables import ERRORS_MAX, Column, Fault, Row
from linli.platform.access import Actor
from linli.platform.journal import Line

Values = Mapping[str, Any]
ADDED: Final = "added"
CHANGED: Final = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the database: `before` is `None` for a new one, else the columns that change.

    `row` is the row of the table that asks for it; columns are named as they are stored (`grid_id`).
    """

    row: int
    model: type[Model]
    key: int
    before: Values | None
    after: Values


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the table as the preview shows it: `was` holds only what changes, by column."""

    row: int
    what: str
    title: str
    was: Values
    becomes: Values


@dataclass(slots=True)
class Plan:
    """All that a table would do, or everything that is wrong with it."""

    changes: list[Change] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    events: list[object] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unchanged: int = 0

    def count(self, what: str) -> int:
        """Return how many rows of the table are `ADDED` or `CHANGED`."""
        return sum(entry.what == what for entry in self.entries)

    def each(self, rows: Sequence[Row], columns: Sequence[Column], look: Look) -> None:
        """Call `look` for every row; what it refuses becomes a fault under the column's heading."""
        headings = {column.name: column.headings[0] for column in columns}
        for number, values in rows:
            if len(self.faults) >= ERRORS_MAX:
                break
            try:
                look(number, values)
            except Refused as refusal:
                column = headings.get(refusal.field or "", "")
                self.faults.append(Fault(number, column, refusal.sentence, refusal.params))


Look = Callable[[int, dict[str, Any]], None]
Planner = Callable[[Actor, Sequence[Row], dt.datetime], Plan]


@dataclass(frozen=True, slots=True)
class Register:
    """A register: its columns, what rows of a table would change in it, and its rows of today.

    Parameters
    ----------
    name
        How the program and the command line call it.
    title, note
        How people call it, and what they must know before they fill the table in; Chinese.
    may
        Whether the actor may bring a table in at all; each row is looked at in `plan`.
    plan
        Faults of the cells are found before; `plan` gets the rows that can be read.
    rows
        The register of today as far as the actor may read it, in the order of `columns`, as texts
        and numbers that `plan` understands again.
    example
        A row for the template.
    """

    name: str
    title: str
    note: str
    columns: tuple[Column, ...]
    may: Callable[[Actor], bool]
    plan: Planner
    rows: Callable[[Actor], Iterable[Sequence[str | int | float | None]]]
    example: tuple[str | int | float | None, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.headings[0] for column in self.columns)


class Once:
    """Sees that no two rows of a table speak of the same thing."""

    def __init__(self) -> None:
        self._seen: dict[object, int] = {}

    def check(self, key: object, row: int, *, field: str) -> None:
        first = self._seen.setdefault(key, row)
        if first != row:
            raise Refused(
                "registers.twice",
                "和第%(first)s行说的是同一个，请只留一行。",
                field=field,
                first=first,
            )


def differing(row: object, values: Values) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what of `values` the row holds otherwise: before and after."""
    before = {name: getattr(row, name) for name, new in values.items() if getattr(row, name) != new}
    return before, {name: values[name] for name in before}
