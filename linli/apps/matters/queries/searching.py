"""Finding matters by their words, under the rights of who searches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import Value
from django.db.models.functions import Coalesce, Substr

from linli.apps.matters.access import (
    DESK_ROLES,
    GRID_ROLES,
    PUBLIC,
    UNIT_ROLES,
    WATCH_ROLES,
    either,
    read_paths,
)
from linli.apps.matters.models import Matter
from linli.apps.matters.queries.lists import NAMES, PUBLIC_ROW, ROW, SUMMARY_LETTERS
from linli.apps.matters.queries.rows import MatterRow, Page, PublicRow
from linli.apps.matters.rules.kinds import kind_of
from linli.foundation.areas import SIZE, Level
from linli.platform import search
from linli.platform.access import Actor

INDEX: Final = "matters"
SUBJECT: Final = "matters.matter"
IN_PUBLIC: Final = "pub"
LIMIT: Final = 20
BATCH: Final = 2000
COLUMNS: Final = (
    "id",
    "reference",
    "kind",
    "words",
    "place_text",
    "privacy",
    "state",
    "area_id",
    "community_id",
    "subdistrict",
    "district",
    "unit_id",
    "reporter_id",
    "taken_by_id",
    "handler_id",
    "answer",
    "community__name",
    "compound_name",
    "building_name",
    "unit_name",
)


def documents_of(keys: Sequence[int]) -> Iterator[search.Document]:
    """Yield what the index keeps of matters: the public form is open, the rest is closed."""
    rows = Matter.objects.filter(pk__in=keys).annotate(**NAMES).values(*COLUMNS)
    hidden = {"withdrawn", "duplicate"}
    for row in rows:
        kind = kind_of(row["kind"])
        is_public = row["privacy"] != "sensitive" and row["state"] not in hidden
        yield search.Document(
            key=row["id"],
            open=" ".join(
                (kind.name, row["compound_name"], row["community__name"], row["answer"] or "")
            ),
            closed=" ".join(
                (
                    row["words"],
                    row["building_name"],
                    row["place_text"],
                    row["unit_name"],
                    row["reference"],
                )
            ),
            marks=tuple(_marks(row, is_public=is_public)),
        )


def _marks(row: dict[str, object], *, is_public: bool) -> Iterator[str]:
    for name in ("area_id", "community_id", "subdistrict", "district"):
        yield f"a{row[name]}"
    if row["unit_id"]:
        yield f"u{row['unit_id']}"
    for name in ("reporter_id", "taken_by_id", "handler_id"):
        if row[name]:
            yield f"p{row[name]}"
    if is_public:
        yield IN_PUBLIC


def marks_of(actor: Actor) -> tuple[str, ...] | None:
    """Return the marks of what the actor may read; `None` stands for everything."""
    spans = actor.spans(*GRID_ROLES, *DESK_ROLES, *WATCH_ROLES)
    if actor.is_system or any(span.high - span.low > SIZE[Level.DISTRICT] for span in spans):
        return None
    found = [f"a{span.low}" for span in spans]
    found += [f"u{unit}" for unit in actor.organisations(*UNIT_ROLES) if unit]
    found += [f"p{key}" for key in (actor.account, actor.behalf) if key is not None]
    return tuple(dict.fromkeys(found))


def search_matters(*, actor: Actor, words: str, after: str = "") -> Page[MatterRow]:
    """Return the newest matters that the actor may read and that hold all of `words`. Two queries."""
    keys = search.find(INDEX, words, marks=marks_of(actor), before=_key(after), limit=LIMIT + 1)
    rows = Matter.objects.filter(either(read_paths(actor)), pk__in=keys[:LIMIT]).order_by("-id")
    named = rows.annotate(summary=Substr("words", 1, SUMMARY_LETTERS), **NAMES)
    return Page(tuple(MatterRow(*row) for row in named.values_list(*ROW)), _cursor(keys))


def search_public(*, words: str, after: str = "") -> Page[PublicRow]:
    """Return the newest matters whose public form holds all of `words`. Two queries."""
    keys = search.find(
        INDEX, words, marks=(IN_PUBLIC,), is_open=True, before=_key(after), limit=LIMIT + 1
    )
    rows = Matter.objects.filter(PUBLIC, pk__in=keys[:LIMIT]).order_by("-id")
    named = rows.annotate(compound_name=Coalesce("compound__name", Value("")))
    return Page(tuple(PublicRow(*row) for row in named.values_list(*PUBLIC_ROW)), _cursor(keys))


def _cursor(keys: Sequence[int]) -> str:
    return str(keys[LIMIT - 1]) if len(keys) > LIMIT else ""


def _key(after: str) -> int | None:
    fits = after.isascii() and after.isdecimal() and len(after) < 20
    return int(after) if fits else None


def all_documents() -> Iterator[search.Document]:
    """Yield the documents of all matters, oldest first, a batch of rows at a time."""
    last = 0
    while keys := list(
        Matter.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        yield from documents_of(keys)
        last = keys[-1]


def follow_journal() -> int:
    """Bring the index up to the journal; return how many matters were written."""
    return search.follow(INDEX, kind=SUBJECT, build=documents_of)


def fill_index() -> int:
    """Write the index anew from all matters there are."""
    return search.fill(INDEX, documents=all_documents())
