"""What the machine suggests to the desk: lane, kind and unit, each with its reason. A person decides."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from linli.apps.matters.queries.rows import MatterPage
from linli.apps.matters.rules.kinds import kind_of
from linli.apps.matters.rules.triage import Suggestion, suggest, suggest_kinds
from linli.apps.organisations import queries as organisations
from linli.apps.organisations.queries import UnitRow

__all__ = ["UnitSuggestion", "suggest_kinds", "suggest_triage", "suggest_units"]
UNITS_SUGGESTED_MAX = 6


@dataclass(frozen=True, slots=True)
class UnitSuggestion:
    """`reason` is proposed (named when it was returned), usual or other (for this kind)."""

    unit: UnitRow
    handler: str
    reason: str


def suggest_triage(page: MatterPage) -> Suggestion:
    return suggest(kind_of(page.kind), page.words, page.answers)


def suggest_units(page: MatterPage, *, on: dt.date, kind: str = "") -> tuple[UnitSuggestion, ...]:
    """Return the units that may be the right ones, best first."""
    chosen = kind_of(kind or page.kind)
    found: dict[int, UnitSuggestion] = {}
    if page.proposed_unit is not None:
        unit = organisations.get_organisation(page.proposed_unit)
        if unit is not None:
            found[unit.id] = UnitSuggestion(unit, unit.code, "proposed")
    for handler in (chosen.handler, *chosen.other_handlers):
        for unit in organisations.units_for(handler, page.area, page.building, on):
            reason = "usual" if handler == chosen.handler else "other"
            found.setdefault(unit.id, UnitSuggestion(unit, handler, reason))
    return tuple(found.values())[:UNITS_SUGGESTED_MAX]
