"""Rows of many disputes that wait to be written together."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any, Final

from django.db.models import Model

from linli.apps.disputes.models import (
    Agreement,
    Confirmation,
    ConsentLine,
    Dispute,
    Note,
    Obligation,
    PerformanceLine,
    Seat,
    SeatAnswer,
    Session,
    Side,
)
from linli.foundation.chance import Dice
from linli.foundation.keys import CODE_LETTERS, TAIL_SIZE, key_floor
from linli.platform import bulk
from linli.platform.models import JournalLine

# In the order in which the guards of the database take them.
TABLES: Final[tuple[type[Model], ...]] = (
    Dispute,
    Side,
    ConsentLine,
    Seat,
    SeatAnswer,
    Session,
    Note,
    Agreement,
    Obligation,
    Confirmation,
    PerformanceLine,
    JournalLine,
)
COLUMNS: Final = {
    table: tuple(field.attname for field in table._meta.concrete_fields) for table in TABLES
}
DEFAULTS: Final = {
    table: {
        field.attname: field.get_default()
        for field in table._meta.concrete_fields
        if field.has_default() or field.blank
    }
    for table in TABLES
}
# Odd, so that multiplying by it visits every code of eight letters once.
STRIDE: Final = 0x9E3779B97F4A7C15 & ((1 << 40) - 1) | 1
Row = dict[str, Any]


class Book:
    """Rows that wait to be written together."""

    def __init__(self, dice: Dice) -> None:
        self.rows: dict[type[Model], list[Row]] = {table: [] for table in TABLES}
        self._counted = count(1)
        self._offset = dice.randrange(1 << 40)

    def key(self, moment: dt.datetime) -> int:
        return key_floor(moment) | (next(self._counted) % TAIL_SIZE)

    def reference(self) -> str:
        number = (self._offset + next(self._counted) * STRIDE) % (1 << 40)
        return "".join(CODE_LETTERS[number >> shift & 31] for shift in range(0, 40, 5))

    def add(self, table: type[Model], moment: dt.datetime, **values: Any) -> Row:
        """Keep a row; it may change until it is written."""
        row = {**DEFAULTS[table], "id": self.key(moment), **values}
        self.rows[table].append(row)
        return row

    def write(self) -> int:
        """Write all rows and forget them; return how many disputes they were."""
        written = len(self.rows[Dispute])
        for table in TABLES:
            names = COLUMNS[table]
            bulk.insert(
                table, names, (tuple(row.get(name) for name in names) for row in self.rows[table])
            )
            self.rows[table].clear()
        return written
