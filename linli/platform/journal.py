"""The journal: one append-only line for each act, written in the act's own transaction.

It is the audit trail, the timeline on each page, and the source of feeds and as-of figures.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Model

from linli.foundation.keys import new_key
from linli.platform import bulk
from linli.platform.access import Actor
from linli.platform.models import JournalLine

Facts = Mapping[str, object]
TIMELINE_LINES_MAX = 200


def record(  # noqa: PLR0913  # a line has that many columns
    *,
    actor: Actor,
    verb: str,
    subject: Model,
    now: dt.datetime,
    area: int | None = None,
    before: Facts | None = None,
    after: Facts | None = None,
    is_public: bool = False,
) -> JournalLine:
    """Write that `actor` did `verb` to `subject`; facts hold JSON values, never names or words."""
    return JournalLine.objects.create(
        id=new_key(now),
        at=now,
        verb=verb,
        subject_kind=subject._meta.label_lower,
        subject=subject.pk,
        area=area,
        account=actor.account,
        behalf=actor.behalf,
        label=actor.label,
        channel=actor.channel,
        before=dict(before or {}),
        after=dict(after or {}),
        is_public=is_public,
    )


def record_many(  # noqa: PLR0913  # as above
    *,
    actor: Actor,
    verb: str,
    model: type[Model],
    rows: Iterable[tuple[int, int]],
    now: dt.datetime,
    after: Facts,
    is_public: bool = False,
) -> None:
    """Write that `actor` did the same to many: `rows` are their keys, each with its area."""
    JournalLine.objects.bulk_create(
        JournalLine(
            id=new_key(now),
            at=now,
            verb=verb,
            subject_kind=model._meta.label_lower,
            subject=key,
            area=area,
            account=actor.account,
            behalf=actor.behalf,
            label=actor.label,
            channel=actor.channel,
            before={},
            after=dict(after),
            is_public=is_public,
        )
        for key, area in rows
    )


@dataclass(frozen=True, slots=True)
class Line:
    """What is written of one subject among many."""

    verb: str
    model: type[Model]
    subject: int
    area: int | None
    before: Facts
    after: Facts


LINE_COLUMNS: Final = (
    "id", "at", "verb", "subject_kind", "subject", "area",
    "account", "behalf", "label", "channel", "before", "after", "is_public",
)  # fmt: skip


def record_each(*, actor: Actor, lines: Iterable[Line], now: dt.datetime) -> None:
    """Write that `actor` did each of `lines`, all in a few statements."""
    rows = (
        (
            *(new_key(now), now, line.verb, line.model._meta.label_lower, line.subject, line.area),
            *(actor.account, actor.behalf, actor.label, actor.channel),
            *(dict(line.before), dict(line.after), False),
        )
        for line in lines
    )
    bulk.insert(JournalLine, LINE_COLUMNS, rows)


def timeline(subject: Model, *, public_only: bool = False) -> Iterable[JournalLine]:
    """Return the lines about `subject`, oldest first, at most `TIMELINE_LINES_MAX`."""
    lines = JournalLine.objects.filter(
        subject_kind=subject._meta.label_lower, subject=subject.pk
    ).order_by("id")
    if public_only:
        lines = lines.filter(is_public=True)
    return lines[:TIMELINE_LINES_MAX]
