"""What the machine suggests to the desk: lane, kind and unit, each with its reason. A person decides."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from linli.apps.matters.models import Matter, SuggestionModel
from linli.apps.matters.queries.objections import precedents_for
from linli.apps.matters.queries.rows import MatterPage
from linli.apps.matters.rules.kinds import kind_of
from linli.apps.matters.rules.suggesting import (
    Guess,
    Lesson,
    Suggestion,
    guess_kinds,
    shipped_model,
    suggest,
)
from linli.apps.organisations import queries as organisations
from linli.apps.organisations.queries import UnitRow
from linli.foundation.wording import Model

UNITS_SUGGESTED_MAX = 6
# Whose business does not end at a compound: only their rulings speak for other places.
SERVE_ALL = frozenset({"department", "utility"})
LESSONS_READ_MAX = 60_000
LESSONS_A_KIND_MAX = 200


@dataclass(frozen=True, slots=True)
class UnitSuggestion:
    """`reason` is proposed (named when it was returned), ruled (by a precedent), usual or other (for this kind)."""

    unit: UnitRow
    handler: str
    reason: str


def suggest_kinds(words: str) -> tuple[Guess, ...]:
    """Return the kinds that the words may speak of, with the words that spoke for each: one query."""
    return guess_kinds(current_model(), words)


def suggest_triage(page: MatterPage) -> Suggestion:
    return suggest(current_model(), kind_of(page.kind), page.words, page.answers)


def current_model() -> Model:
    """Return what was learned last, the shipped model before anything was: one small query."""
    pk = SuggestionModel.objects.order_by("-id").values_list("pk", flat=True).first()
    return shipped_model() if pk is None else _unpacked(pk)


@lru_cache(maxsize=2)
def _unpacked(pk: int) -> Model:
    return Model.unpack(bytes(SuggestionModel.objects.values_list("packed", flat=True).get(pk=pk)))


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How the suggestions in use did on texts held out from learning; `None`: still as shipped."""

    learned_at: dt.datetime
    report: dict[str, Any]


def get_accuracy() -> Accuracy | None:
    row = SuggestionModel.objects.order_by("-id").values_list("learned_at", "report").first()
    return None if row is None else Accuracy(*row)


def list_lessons() -> list[Lesson]:
    """Return the newest closed matters that a person confirmed, so many of each kind; none sensitive."""
    closed = Matter.objects.filter(state="closed", triaged_at__isnull=False)
    rows = closed.exclude(privacy="sensitive").order_by("-id").values_list("words", "kind", "lane")
    found: list[Lesson] = []
    counts: Counter[str] = Counter()
    for words, kind, lane in rows[:LESSONS_READ_MAX].iterator(chunk_size=2000):
        counts[kind] += 1
        if counts[kind] <= LESSONS_A_KIND_MAX:
            found.append(Lesson(words, kind, lane))
    return found


def suggest_units(page: MatterPage, *, on: dt.date, kind: str = "") -> tuple[UnitSuggestion, ...]:
    """Return the units that may be the right ones, best first."""
    chosen = kind_of(kind or page.kind)
    found: dict[int, UnitSuggestion] = {}
    if page.proposed_unit is not None:
        unit = organisations.get_organisation(page.proposed_unit)
        if unit is not None:
            found[unit.id] = UnitSuggestion(unit, unit.code, "proposed")
    for precedent in precedents_for(page, chosen.code):
        unit = organisations.get_organisation(precedent.ruled_unit or 0)
        if unit is not None and unit.kind in SERVE_ALL:
            found.setdefault(unit.id, UnitSuggestion(unit, unit.code, "ruled"))
    for handler in (chosen.handler, *chosen.other_handlers):
        for unit in organisations.units_for(handler, page.area, page.building, on):
            reason = "usual" if handler == chosen.handler else "other"
            found.setdefault(unit.id, UnitSuggestion(unit, handler, reason))
    return tuple(found.values())[:UNITS_SUGGESTED_MAX]
