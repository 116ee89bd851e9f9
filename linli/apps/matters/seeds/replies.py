"""Words to begin an answer with, kept for the whole city."""

from __future__ import annotations

import datetime as dt
import json

from linli.apps.matters.models import ReplyTemplate
from linli.apps.matters.rules.states import DATA
from linli.apps.matters.seeds.twins import Book


def write_replies(city: int, book: Book, now: dt.datetime) -> int:
    """Write the city's templates, as if they had been kept for a year; return how many."""
    rows = json.loads((DATA / "replies.json").read_text(encoding="utf-8"))["city"]
    since = now - dt.timedelta(days=365)
    ReplyTemplate.objects.bulk_create(
        ReplyTemplate(
            id=book.key(since),
            area_id=city,
            act=act,
            kind=kind,
            title=title,
            text=text,
            since=since,
        )
        for act, kind, title, text in rows
    )
    return len(rows)
