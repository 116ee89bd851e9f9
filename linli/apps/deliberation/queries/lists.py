"""Lists of halls and topics: one query each, by key."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from linli.apps.deliberation.access import HALLS, TOPICS
from linli.apps.deliberation.models import Hall, Topic, TopicNudge
from linli.apps.deliberation.queries.rows import HallRow, Halls, TopicRow, Topics
from linli.apps.deliberation.rules.topics import ESCALATE_AFTER, REMIND_BEFORE, Nudge
from linli.foundation.areas import Span
from linli.platform.access import Actor, allowed, within

ROWS_MAX: Final = 50


@dataclass(frozen=True, slots=True)
class Wish:
    """Which topics are wanted; empty words mean all."""

    hall: int | None = None
    area: Span | None = None
    is_open: bool | None = None
    stage: str = ""
    after: int = 0
    limit: int = ROWS_MAX


def list_halls(
    *, area: Span | None = None, name: str = "", after: int = 0, limit: int = ROWS_MAX
) -> Halls:
    """Return halls in use in the order of their keys."""
    rows = Hall.objects.filter(closed_on=None, id__gt=after).order_by("id")
    if area is not None:
        rows = rows.filter(within("area", (area,)))
    if name:
        rows = rows.filter(
            Q(name__contains=name) | Q(compound__name__contains=name) | Q(area__name__contains=name)
        )
    most = min(limit, ROWS_MAX)
    found = [HallRow(*row) for row in _hall_rows(rows)[: most + 1]]
    return Halls(tuple(found[:most]), found[most - 1].id if len(found) > most else 0)


def _hall_rows(rows: QuerySet[Hall]) -> QuerySet[Any, Any]:
    has_rules = Case(
        When(rules__isnull=False, then=True), default=False, output_field=BooleanField()
    )
    return rows.annotate(
        has_rules=has_rules,
        compound_label=Coalesce(F("compound__name"), Value("")),
        open_topics=Count("topics", filter=Q(topics__is_open=True)),
    ).values_list(
        "id",
        "name",
        "area_id",
        "area__name",
        "compound_id",
        "compound_label",
        "room",
        "hours",
        "has_rules",
        "open_topics",
    )


def topic_rows(rows: QuerySet[Topic], limit: int) -> tuple[TopicRow, ...]:
    named = rows.annotate(
        compound_label=Coalesce(F("compound__name"), Value("")),
        is_hidden=Case(When(hidden_reason="", then=False), default=True),
    )
    found = named.values_list(
        "id",
        "reference",
        "title",
        "hall_id",
        "hall__name",
        "compound_label",
        "stage",
        "lane",
        "percent",
        "is_open",
        "raised_at",
        "entered_at",
        "due_at",
        "rules__procedure",
        "rules__lanes",
        "is_hidden",
    )
    return tuple(TopicRow(*row) for row in found[:limit])


def list_topics(*, actor: Actor, wish: Wish) -> Topics:
    """Return topics, newest first."""
    rows = allowed(Topic.objects.order_by("-id"), actor=actor, action="read", table=TOPICS)
    if wish.hall is not None:
        rows = rows.filter(hall=wish.hall)
    if wish.area is not None:
        rows = rows.filter(within("area", (wish.area,)))
    if wish.is_open is not None:
        rows = rows.filter(is_open=wish.is_open)
    if wish.stage:
        rows = rows.filter(stage=wish.stage)
    if wish.after:
        rows = rows.filter(id__lt=wish.after)
    most = min(wish.limit, ROWS_MAX)
    found = topic_rows(rows, most + 1)
    return Topics(found[:most], found[most - 1].id if len(found) > most else 0)


def list_waiting(*, actor: Actor, limit: int = ROWS_MAX) -> tuple[TopicRow, ...]:
    """Return the open topics that wait for the actor as convener, the one due first on top."""
    rows = allowed(Topic.objects.all(), actor=actor, action="convene", table=TOPICS)
    return topic_rows(rows.filter(is_open=True).order_by("due_at", "id"), limit)


def list_to_convene(*, actor: Actor, limit: int = ROWS_MAX) -> tuple[HallRow, ...]:
    """Return the halls whose rules the actor may publish: those they convene or keep."""
    rows = allowed(
        Hall.objects.filter(closed_on=None), actor=actor, action="publish_rules", table=HALLS
    )
    return tuple(HallRow(*row) for row in _hall_rows(rows.order_by("id"))[:limit])


def list_near(*, actor: Actor, limit: int = 5) -> tuple[HallRow, ...]:
    """Return the halls of the place where the actor lives or owns a home."""
    rows = allowed(Hall.objects.filter(closed_on=None), actor=actor, action="raise", table=HALLS)
    return tuple(HallRow(*row) for row in _hall_rows(rows.order_by("id"))[:limit])


def list_due(*, now: dt.datetime, limit: int) -> tuple[int, ...]:
    """Return the open topics of which a reminder is due that was not given yet."""
    given = TopicNudge.objects.filter(topic=OuterRef("pk"), due_at=OuterRef("due_at"))
    late = now - ESCALATE_AFTER
    due = (
        (
            Q(due_at__gt=now, due_at__lte=now + REMIND_BEFORE)
            & ~Q(Exists(given.filter(kind=Nudge.SOON)))
        )
        | (Q(due_at__gt=late, due_at__lte=now) & ~Q(Exists(given.filter(kind=Nudge.LATE))))
        | (Q(due_at__lte=late) & ~Q(Exists(given.filter(kind=Nudge.ESCALATED))))
    )
    rows = Topic.objects.filter(due, is_open=True).order_by("due_at")
    return tuple(rows.values_list("pk", flat=True)[:limit])
