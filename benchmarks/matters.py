# ruff: noqa: E402  # Django must be set up before models are imported
"""How fast lists, page and submit are with few and with very many matters.

    python benchmarks/matters.py 10000 1000000

Fills an empty database (LINLI_DATABASE, LINLI_DATA) up to each size in turn and prints calls a second
of each query, in one process, and the share that is left at the larger size.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction

from linli.apps.accounts.models import Account
from linli.apps.matters import actions, queries
from linli.apps.matters.actions import Report, Spot
from linli.apps.matters.models import Matter
from linli.apps.matters.queries import Wanted
from linli.apps.organisations.models import Organisation
from linli.apps.places.models import Area
from linli.foundation.areas import Level, ancestor, span
from linli.foundation.clock import now as read_clock
from linli.foundation.keys import CODE_LETTERS, key_floor
from linli.platform import bulk
from linli.platform.access import Actor, Grant
from linli.platform.models import JournalLine

COMMUNITIES, GRIDS, UNITS, ACCOUNTS = 86, 7, 40, 400
CITY = 450400000000000
OPEN_EVERY = 40  # one of so many is still open
BATCH = 20_000
SECONDS = 3.0
COLUMNS = (
    "id", "reference", "client_id", "follow_hash", "kind", "request", "lane", "privacy", "channel",
    "words", "area_id", "community_id", "subdistrict", "district", "state", "is_open", "received_at",
    "response_due", "due_at", "unit_id", "reporter_id", "resolved_at", "closed_at", "answer",
    "handler_id",
)  # fmt: skip
LINES = ("id", "at", "verb", "subject_kind", "subject", "label", "channel", "is_public")
NOW = read_clock()


def areas() -> list[tuple[int, str, int | None]]:
    """Return the areas as (code, level, parent)."""
    district, subdistrict = CITY + 3 * 10**9, CITY + 3 * 10**9 + 2 * 10**6
    rows: list[tuple[int, str, int | None]] = [
        (CITY, "city", None),
        (district, "district", CITY),
    ]
    rows += [(subdistrict + number * 10**6, "subdistrict", district) for number in range(9)]
    for number in range(COMMUNITIES):
        parent = subdistrict + number % 9 * 10**6
        community = parent + (number // 9 + 1) * 1000
        rows.append((community, "community", parent))
        rows += [(community + grid, "grid", community) for grid in range(1, GRIDS + 1)]
    return rows


def prepare() -> list[int]:
    """Make tables and the rows that matters point at; return the grids."""
    call_command("migrate", verbosity=0)
    day = dt.date(2024, 1, 1)
    rows = areas()
    columns = ("code", "level", "name", "parent_id", "lon", "lat", "valid_from")
    bulk.insert(
        Area, columns, [(code, level, str(code), up, 111.3, 23.4, day) for code, level, up in rows]
    )
    bulk.insert(
        Organisation,
        ("id", "code", "kind", "name", "area_id", "valid_from"),
        [(n, "housing", "department", f"单位{n}", CITY, day) for n in range(1, UNITS + 1)],
    )
    Account.objects.bulk_create(
        Account(id=n, username=f"someone{n}", display_name=f"某{n}") for n in range(1, ACCOUNTS + 1)
    )
    return [code for code, level, _up in rows if level == "grid"]


def matter_rows(
    first: int, last: int, total: int, grids: list[int]
) -> Iterator[tuple[object, ...]]:
    year = 365 * 24 * 3600
    for number in range(first, last):
        moment = NOW - dt.timedelta(seconds=year * (total - number) / total)
        grid = grids[number * 7919 % len(grids)]
        is_open = number % OPEN_EVERY == 0
        key = key_floor(moment) | number % (1 << 21)
        reference = "".join(CODE_LETTERS[number >> shift & 31] for shift in range(0, 40, 5))
        ended = None if is_open else moment + dt.timedelta(days=2)
        yield (
            key, reference, uuid.UUID(int=number), f"{number:064d}", f"A0{number % 9 + 1}", "help",
            "minor", "normal", "web", "楼道灯坏了好几天，晚上看不见台阶。", grid,
            ancestor(grid, Level.COMMUNITY), ancestor(grid, Level.SUBDISTRICT),
            ancestor(grid, Level.DISTRICT),
            "in_progress" if is_open else "closed", is_open, moment, moment,
            moment + dt.timedelta(days=3), number % UNITS + 1, number % ACCOUNTS + 1, ended, ended,
            "" if is_open else "已换好灯。", number % ACCOUNTS + 1 if number % 9 == 0 else None,
        )  # fmt: skip


def fill(first: int, total: int, grids: list[int]) -> None:
    """Add matters up to `total`, each with two lines in the journal."""
    for start in range(first, total, BATCH):
        rows = list(matter_rows(start, min(start + BATCH, total), total, grids))
        lines = [
            (row[0] + step, row[16], verb, "matters.matter", row[0], "", "web", True)  # type: ignore[operator]  # keys
            for row in rows
            for step, verb in enumerate(("matters.report", "matters.resolve"))
        ]
        with transaction.atomic():
            bulk.insert(Matter, COLUMNS, rows)
            bulk.insert(
                JournalLine,
                LINES,
                [(key * 2 | n % 2, *rest) for n, (key, *rest) in enumerate(lines)],
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def actors(grids: list[int]) -> dict[str, Actor]:
    grid = grids[10]
    return {
        "grid worker": Actor(3, grants=(Grant("grid_worker", span(grid, Level.GRID)),)),
        "secretary": Actor(4, grants=(Grant("community_secretary", span(grid, Level.COMMUNITY)),)),
        "subdistrict": Actor(
            5, grants=(Grant("subdistrict_officer", span(grid, Level.SUBDISTRICT)),)
        ),
        "city officer": Actor(6, grants=(Grant("city_officer", span(CITY, Level.CITY)),)),
        "unit": Actor(7, grants=(Grant("department_handler", span(CITY, Level.CITY), 5),)),
        "resident": Actor(8),
    }


def calls(grids: list[int]) -> dict[str, Callable[[], object]]:
    found: dict[str, Callable[[], object]] = {}
    for name, actor in actors(grids).items():
        for scope in ("own",) if name == "resident" else ("work", "all"):
            found[f"list {scope} · {name}"] = lambda actor=actor, scope=scope: queries.list_matters(  # type: ignore[misc]  # bound now
                actor=actor, wanted=Wanted(scope=scope), now=NOW
            )
    found["list public"] = queries.list_public
    secretary = actors(grids)["secretary"]
    found["board · secretary"] = lambda: queries.count_board(
        actor=secretary, now=NOW, end_of_day=NOW
    )
    references = list(
        Matter.objects.filter(community=ancestor(grids[10], Level.COMMUNITY))
        .order_by("-id")
        .values_list("reference", flat=True)[:50]
    )
    turn = iter(range(10**9))
    found["page · secretary"] = lambda: queries.get_page(
        actor=secretary, reference=references[next(turn) % len(references)], now=NOW
    )
    return found


def submit(grids: list[int]) -> Callable[[], object]:
    def one() -> object:
        report = Report(
            client_id=uuid.uuid4(), kind="A01", words="楼道灯不亮", spot=Spot(area=grids[3])
        )
        return actions.report_matter(actor=Actor(9), report=report, now=read_clock())

    return one


def rate(call: Callable[[], object]) -> float:
    """Return calls a second of this process's own time and the database's, which runs in it on SQLite."""
    call()
    count, start, busy = 0, time.perf_counter(), time.process_time()
    while time.perf_counter() - start < SECONDS:
        call()
        count += 1
    if connection.vendor == "sqlite":
        return count / (time.process_time() - busy)
    return count / (time.perf_counter() - start)


def main(sizes: list[int]) -> None:
    grids = prepare()
    have = 0
    rates: dict[str, list[float]] = {}
    for size in sizes:
        start = time.perf_counter()
        fill(have, size, grids)
        have = size
        print(
            f"{size} matters on {connection.vendor}, filled in {time.perf_counter() - start:.0f} s"
        )
        for name, call in {**calls(grids), "submit": submit(grids)}.items():
            rates.setdefault(name, []).append(rate(call))
    for name, found in rates.items():
        figures = "  ".join(f"{each:9.0f}/s" for each in found)
        print(f"{name:28} {figures}  {found[-1] / found[0]:6.2f}")


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [10_000, 1_000_000])
