"""Objections that wait for a ruling, and rulings that guide dispatches of the same kind."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from linli.apps.matters.access import OBJECTIONS, ruling_spans
from linli.apps.matters.models import DispatchObjection
from linli.apps.matters.queries.rows import MatterPage
from linli.apps.matters.rules.objections import STATES
from linli.foundation.areas import Level, span
from linli.platform.access import Actor, rule_of, within

LISTED_MAX: Final = 100
OFFERED_MAX: Final = 3
COLUMNS: Final = (
    "id", "reference", "kind", "place", "unit_id", "unit_name", "right_unit_id", "right_name",
    "reason", "at", "due_at", "ruled_unit_id", "ruled_name", "why", "ruled_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """An objection with the names of its units; `ruled_at` is empty while it waits."""

    id: int
    reference: str
    kind: str
    place: str
    unit: int
    unit_name: str
    right_unit: int
    right_name: str
    reason: str
    at: dt.datetime
    due_at: dt.datetime
    ruled_unit: int | None
    ruled_name: str
    why: str
    ruled_at: dt.datetime | None


def may_rule(actor: Actor) -> bool:
    """Tell whether the actor rules on objections of any place."""
    return bool(ruling_spans(actor))


def list_objections(*, actor: Actor) -> tuple[ObjectionRow, ...]:
    """Return what waits for a ruling where the actor rules, the soonest due first: one query."""
    waiting = DispatchObjection.objects.filter(
        rule_of(OBJECTIONS, "rule", actor),
        ruled_at__isnull=True,
        matter__state__in=[*STATES],
        matter__unit=F("unit"),
    )
    return _rows(waiting.order_by("due_at", "id")[:LISTED_MAX])


def list_precedents(*, actor: Actor, kind: str = "") -> tuple[ObjectionRow, ...]:
    """Return the rulings that guide where the actor rules, newest first: one query."""
    ruled = _guiding().filter(rule_of(OBJECTIONS, "rule", actor))
    return _rows((ruled.filter(kind=kind) if kind else ruled).order_by("-id")[:LISTED_MAX])


def precedents_for(page: MatterPage, kind: str = "") -> tuple[ObjectionRow, ...]:
    """Return the newest rulings on the kind in the city of the matter: one query."""
    over = span(page.area, Level.CITY)
    ruled = _guiding().filter(within("matter__area", (over,)), kind=kind or page.kind)
    return _rows(ruled.order_by("-id")[:OFFERED_MAX])


def _guiding() -> QuerySet[DispatchObjection]:
    return DispatchObjection.objects.filter(Q(ruled_at__isnull=False), ended_at__isnull=True)


def _rows(found: Any) -> tuple[ObjectionRow, ...]:
    named = found.annotate(
        reference=F("matter__reference"),
        place=Coalesce("matter__compound__name", "matter__community__name"),
        unit_name=F("unit__name"),
        right_name=F("right_unit__name"),
        ruled_name=Coalesce("ruled_unit__name", Value("")),
    )
    return tuple(ObjectionRow(*row) for row in named.values_list(*COLUMNS))
