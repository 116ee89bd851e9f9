"""A register of 20,000 homes from a workbook: look, three faults, store, the same again, undo.

python -m benchmarks.registers      on the database of LINLI_DATABASE, which gets a few thousand rows

Not only timed: what must hold (three faults told, nothing stored before, no change the second time,
every row as it was after the undo) decides the exit status.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from typing import Any, TypeVar

ROWS = 20_000
HOMES_A_BUILDING = 100
T = TypeVar("T")


def main() -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    from linli.apps.accounts.tests.tiny_city import tiny_city
    from linli.apps.registers.tests.tables import (
        BUILDINGS_HEAD,
        HOMES_HEAD,
        building,
        buildings,
        home,
        snapshot,
    )
    from linli.foundation.workbooks import write_workbook

    print(f"registers on {connection.vendor}: {ROWS:,} homes in an XLSX")
    tiny_city()
    names = [f"{number}座" for number in range(ROWS // HOMES_A_BUILDING)]
    assert buildings(*[building(name) for name in names]).faults == [], BUILDINGS_HEAD
    rows = [
        home(f"{number % HOMES_A_BUILDING:03d}", building=names[number // HOMES_A_BUILDING])
        for number in range(ROWS)
    ]
    wrong = [list(row) for row in rows]
    wrong[3][6], wrong[ROWS // 2][2], wrong[-1][4] = "大", "没有", "三层"
    before = snapshot()
    holds = []

    def look(table: list[list[Any]], *, confirm: bool) -> Any:
        return _bring(write_workbook([("房屋", [HOMES_HEAD, *table])]), confirm=confirm)

    faulty = timed("look at it, three rows wrong", lambda: look(wrong, confirm=True))
    told = [fault["row"] for fault in faulty.faults]
    holds.append(told == [5, ROWS // 2 + 2, ROWS + 1])
    timed("look at it, nothing wrong", lambda: look(rows, confirm=False))
    holds.append(snapshot() == before)
    stored = timed("look and store", lambda: look(rows, confirm=True))
    holds.append((stored.added, stored.changed) == (ROWS, 0))
    again = timed("the same again", lambda: look(rows, confirm=True))
    holds.append((again.added, again.changed, again.unchanged) == (0, 0, ROWS))
    timed("undo", lambda: _undo(stored.pk))
    holds.append(snapshot() == before)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    names_of = ("3 faults", "nothing stored", "all stored", "0 changes", "as before")
    print(
        "  "
        + ", ".join(
            f"{'✓' if ok else '✗'} {name}" for ok, name in zip(holds, names_of, strict=True)
        )
    )
    print(f"  memory of the process at its peak {peak:17.0f} MB")
    return 0 if all(holds) else 1


def _bring(content: bytes, *, confirm: bool) -> Any:
    from linli.apps.registers import actions
    from linli.apps.registers.tests.tables import SYSTEM
    from linli.foundation import clock

    return actions.bring_in(
        actor=SYSTEM,
        register="homes",
        name="房屋.xlsx",
        content=content,
        confirm=confirm,
        now=clock.now(),
    )


def _undo(pk: int) -> None:
    from linli.apps.registers import actions
    from linli.apps.registers.tests.tables import SYSTEM
    from linli.foundation import clock

    actions.ask_undo(actor=SYSTEM, pk=pk, now=clock.now())
    actions.undo(actor=SYSTEM, pk=pk, now=clock.now())


def timed(what: str, act: Callable[[], T]) -> T:
    began = time.perf_counter()
    result = act()
    print(f"  {what:<34} {time.perf_counter() - began:12.1f} s")
    return result


if __name__ == "__main__":
    sys.exit(main())
