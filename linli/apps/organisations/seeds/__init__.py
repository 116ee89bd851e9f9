"""The demo network: every figure of the city file, every rule of the app, invented names.

The same dice give the same network; `tests/test_seeds.py` holds totals and rules against it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction

from linli.apps.accounts.seeds import tie_role
from linli.apps.organisations.seeds.book import Book
from linli.apps.organisations.seeds.branches import write_branches
from linli.apps.organisations.seeds.buildings import write_buildings
from linli.apps.organisations.seeds.city import survey
from linli.apps.organisations.seeds.committees import write_committees
from linli.apps.organisations.seeds.firms import write_firms
from linli.apps.organisations.seeds.liaisons import write_liaisons
from linli.apps.organisations.seeds.offices import write_offices
from linli.foundation.chance import Dice

Report = Callable[[str, int, int], None]


def load(*, city_file: dict[str, Any], now: dt.datetime, dice: Dice, report: Report) -> None:
    """Make the organisations, posts, appointments and coverage of the city, all or nothing."""
    with transaction.atomic(savepoint=False):
        book = Book(city_file, now, dice)
        ground = survey(book.today)
        by_code = write_offices(book, ground)
        firm = write_firms(book, ground)
        plans = write_branches(book, ground)
        committee = write_committees(book, ground, plans)
        write_buildings(book, ground)
        write_liaisons(book, ground)
        book.write(report)
        _tie_personas(firm, committee, by_code["urban_management"])


def _tie_personas(firm: int, committee: int, department: int) -> None:
    """Say for which organisation the personas work: only now are there any."""
    for username, role, organisation in (
        ("zhi", "property_manager", firm),
        ("lu", "oc_director", committee),
        ("ou", "department_handler", department),
    ):
        tie_role(username=username, role=role, organisation=organisation)
