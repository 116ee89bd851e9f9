"""The people of the demo city: the showcase community in full, staff everywhere, and who is asked for.

All are invented. Organisations' seeds ask for more persons (`new_persons`) and find those who hold
a role (`persons_of_role`) or a sign-in link (`persona`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction

from linli.apps.people.seeds.asking import new_persons, persona, persona_home, persons_of_role
from linli.apps.people.seeds.living import write_showcase
from linli.apps.people.seeds.personas import settle_personas
from linli.apps.people.seeds.writer import Writer
from linli.foundation.chance import Dice

Report = Callable[[str, int, int], None]
STEP = "登记住户和产权"

__all__ = ["load", "new_persons", "persona", "persona_home", "persons_of_role"]


def load(*, city_file: dict[str, Any], now: dt.datetime, dice: Dice, report: Report) -> None:
    """Write persons, shares, households and residences; all of it or nothing."""
    with transaction.atomic(savepoint=False):  # see platform.bulk
        writer = Writer(city_file, now, dice)
        report(STEP, 0, 3)
        writer.write_staff()
        report(STEP, 1, 3)
        write_showcase(writer)
        report(STEP, 2, 3)
        settle_personas(writer)
        writer.flush()
        report(STEP, 3, 3)
