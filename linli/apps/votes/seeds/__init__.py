"""Votes of the demo city: owners' and residents', in every state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction

from linli.apps.votes.seeds import owners, residents, special
from linli.apps.votes.seeds.residents import Turnout, fill_box
from linli.foundation.chance import Dice

__all__ = ["Turnout", "fill_box", "load"]
Report = Callable[[str, int, int], None]


def load(*, city_file: dict[str, Any], now: dt.datetime, dice: Dice, report: Report) -> None:
    """Write the votes; all of them or none."""
    del city_file
    with transaction.atomic(savepoint=False):  # see platform.bulk
        owners.load(now, dice, report)
        residents.load(now, dice)
        special.load(now, dice)
