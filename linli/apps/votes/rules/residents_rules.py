"""The rules of residents' votes in `data/residents_rules.json`: how many must take part and agree."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from linli.apps.votes.rules.thresholds import Threshold
from linli.foundation.refusals import Refused

DATA: Final = Path(__file__).parents[1] / "data" / "residents_rules.json"


@dataclass(frozen=True, slots=True)
class ResidentsRule:
    """One dated rule; a vote keeps the two thresholds themselves, so a later rule changes nothing."""

    code: str
    name: str
    valid_from: dt.date
    quorum: Threshold
    passing: Threshold
    source: str


@cache
def all_residents_rules() -> tuple[ResidentsRule, ...]:
    """Return every rule, the one of the law first."""
    data = json.loads(DATA.read_text(encoding="utf-8"))
    return tuple(
        ResidentsRule(
            code=entry["code"],
            name=entry["name_zh"],
            valid_from=dt.date.fromisoformat(entry["valid_from"]),
            quorum=Threshold(*entry["quorum"]),
            passing=Threshold(*entry["passing"]),
            source=entry["source"],
        )
        for entry in data["rules"]
    )


def residents_rules_on(day: dt.date) -> tuple[ResidentsRule, ...]:
    """Return the rules in force on `day`."""
    return tuple(rule for rule in all_residents_rules() if rule.valid_from <= day)


def find_residents_rule(code: str) -> ResidentsRule:
    """Return the rule `code`, or refuse a code that is not on file."""
    for rule in all_residents_rules():
        if rule.code == code:
            return rule
    raise Refused("vote.pack_unknown", "没有这一套规则，请从列表中选择。", field="rule")
