"""Words to begin an answer with: those for one matter, and those that somebody keeps."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Length

from linli.apps.matters.access import REPLIES, reply_units
from linli.apps.matters.models import ReplyTemplate
from linli.apps.matters.queries.rows import MatterPage
from linli.apps.matters.rules.replies import fill
from linli.foundation.areas import Level, ancestor
from linli.platform.access import Actor, rule_of

OFFERED_MAX: Final = 8
KEPT_MAX: Final = 200
PLACES: Final = (Level.CITY, Level.DISTRICT, Level.SUBDISTRICT, Level.COMMUNITY)
COLUMNS: Final = ("id", "act", "kind", "title", "text", "since", "owner", "owner_en")


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """A template; `owner` is the place or unit whose it is, `kind` empty for all kinds."""

    id: int
    act: str
    kind: str
    title: str
    text: str
    since: dt.datetime
    owner: str
    owner_en: str


def list_replies(*, actor: Actor, page: MatterPage, act: str, on: dt.date) -> tuple[ReplyRow, ...]:
    """Return what fits an act on this matter, the closest kind first, its holes filled: one query."""
    if not page.is_full or page.is_reporter:
        return ()
    places = [ancestor(page.area, level) for level in PLACES]
    units = {*reply_units(actor), *([page.unit] if page.unit else [])}
    fitting = ReplyTemplate.objects.filter(
        Q(area__in=places) | Q(unit__in=units),
        act=act,
        kind__in=("", page.kind[0], page.kind),
        ended_at__isnull=True,
    )
    facts = {
        "地点": page.place,
        "日期": f"{on.month}月{on.day}日",
        "单位": page.unit_name or page.area_name,
        "类别": page.kind_facts.name,
    }
    found = _rows(fitting.order_by(Length("kind").desc(), "-id")[:OFFERED_MAX])
    return tuple(replace(row, text=fill(row.text, facts)) for row in found)


def list_kept_replies(*, actor: Actor) -> tuple[ReplyRow, ...]:
    """Return the templates in force that the actor keeps: one query."""
    kept = ReplyTemplate.objects.filter(
        rule_of(REPLIES, "keep", actor), ended_at__isnull=True
    ).order_by("act", "kind", "id")
    return _rows(kept[:KEPT_MAX])


def _rows(found: QuerySet[ReplyTemplate]) -> tuple[ReplyRow, ...]:
    owner = Coalesce(F("area__name"), F("unit__name"))
    owner_en = Coalesce(F("area__name_en"), F("unit__name_en"))
    rows = found.annotate(owner=owner, owner_en=owner_en).values_list(*COLUMNS)
    return tuple(ReplyRow(*row) for row in rows)
