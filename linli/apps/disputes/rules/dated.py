"""Rules that a law or a city sets, in force by date: `data/rules.json`."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import cache

from linli.apps.disputes.rules.states import DATA


@dataclass(frozen=True, slots=True)
class DatedRule:
    code: str
    days: int
    remind_days_before: int
    source: str
    valid_from: dt.date
    valid_to: dt.date | None


@cache
def _rules() -> tuple[DatedRule, ...]:
    rows = json.loads((DATA / "rules.json").read_text(encoding="utf-8"))["rules"]
    return tuple(
        DatedRule(
            row["code"],
            row["days"],
            row.get("remind_days_before", 0),
            row["source"],
            dt.date.fromisoformat(row["valid_from"]),
            dt.date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        )
        for row in rows
    )


def rule_on(code: str, on: dt.date) -> DatedRule:
    """Return the rule `code` as it is in force on a day."""
    return next(
        rule
        for rule in _rules()
        if rule.code == code
        and rule.valid_from <= on
        and (rule.valid_to is None or on < rule.valid_to)
    )


def confirm_until(effective: dt.date) -> dt.date:
    """Return the last day on which both sides may ask the court to confirm the agreement.

    Thirty days from the day it takes effect (people's mediation law, Art. 33), that day not
    counted. A last day on a holiday is not moved: who comes earlier is never late.

    >>> confirm_until(dt.date(2026, 11, 17))
    datetime.date(2026, 12, 17)
    """
    return effective + dt.timedelta(days=rule_on("court_confirmation", effective).days)


def remind_from(until: dt.date) -> dt.date:
    """Return the day from which both sides are reminded of that date."""
    return until - dt.timedelta(days=rule_on("court_confirmation", until).remind_days_before)


def kept_until(ended: dt.date) -> dt.date:
    """Return the day on which the words and names of a file are deleted."""
    return ended + dt.timedelta(days=rule_on("file_kept", ended).days)
