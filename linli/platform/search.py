"""A full-text index on both databases: newest first, under marks that say who may find what.

An index is named, and made by the migration operation `SearchIndex("matters")`. A document has a
key that rises with time, words that everybody may find it by (`open`), words for those who may
read all of it (`closed`), and marks: short codes such as an area or a unit. A search gives the
marks of the searcher, so that the index itself leaves out what they may not see; the app then
filters by its access table once more.

SQLite: FTS5, whose lists are in the order of keys, so that the newest twenty come first. PostgreSQL:
a tsvector with a GIN index, which has no order; each document carries its month, and the months are
asked from the newest on, in growing bundles, until there are enough. So both take a time that
depends on what is found, not on how much there is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from django.db import connection, transaction
from django.db.migrations.operations.base import Operation

from linli.foundation.grams import Phrase, grams, phrases
from linli.foundation.keys import KEY_MAX, TAIL_BITS, key_moment
from linli.platform.models import JournalLine, SearchCursor

DOCUMENTS_AT_ONCE: Final = 500
TOKENS_MAX: Final = 4000
LIMIT_MAX: Final = 200
MARK: Final = re.compile(r"[a-z0-9]{1,24}")
MONTHS_FIRST: Final = 2  # the newest months that are asked first; then twice as many, and so on


@dataclass(frozen=True, slots=True)
class Document:
    """What an index keeps of one record."""

    key: int
    open: str
    closed: str
    marks: tuple[str, ...]


class SearchIndex(Operation):
    """Make the index `name`: a virtual table on SQLite, a table with a GIN index on PostgreSQL."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, name: str) -> None:
        assert MARK.fullmatch(name)
        self.name = name

    def describe(self) -> str:
        return f"Make the search index {self.name}"

    @property
    def migration_name_fragment(self) -> str:
        return f"search_{self.name}"

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change nothing: the index is no model."""

    def database_forwards(
        self, _app_label: str, schema_editor: Any, _from_state: Any, _to_state: Any
    ) -> None:
        table = _table(self.name)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TABLE {table} (key bigint PRIMARY KEY, words tsvector NOT NULL)"
            )
            schema_editor.execute(f"CREATE INDEX {table}_words ON {table} USING gin (words)")
        else:
            schema_editor.execute(
                f"CREATE VIRTUAL TABLE {table} USING fts5(open, closed, marks, columnsize=0)"
            )

    def database_backwards(
        self, _app_label: str, schema_editor: Any, _from_state: Any, _to_state: Any
    ) -> None:
        schema_editor.execute(f"DROP TABLE {_table(self.name)}")


def _table(name: str) -> str:
    assert MARK.fullmatch(name), name
    return f"search_{name}"


def write(name: str, documents: Iterable[Document]) -> int:
    """Put documents into an index in the place of their older forms; return how many."""
    count = 0
    left = iter(documents)
    while some := list(islice(left, DOCUMENTS_AT_ONCE)):
        with transaction.atomic(savepoint=False):
            _write(_table(name), some)
        count += len(some)
    return count


def _write(table: str, documents: Sequence[Document]) -> None:
    remove_keys(table, [document.key for document in documents])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(
                f"INSERT INTO {table} (key, words) VALUES (%s, %s::tsvector)",  # noqa: S608  # nosec B608  # our own name
                [(document.key, _vector(document)) for document in documents],
            )
            return
        cursor.executemany(
            f"INSERT INTO {table} (rowid, open, closed, marks) VALUES (%s, %s, %s, %s)",  # noqa: S608  # nosec B608
            [
                (
                    document.key,
                    " ".join(grams(document.open)[:TOKENS_MAX]),
                    " ".join(grams(document.closed)[:TOKENS_MAX]),
                    " ".join(document.marks),
                )
                for document in documents
            ],
        )


def remove(name: str, keys: Iterable[int]) -> None:
    """Take documents out of an index."""
    remove_keys(_table(name), list(keys))


def remove_keys(table: str, keys: Sequence[int]) -> None:
    column = "key" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.executemany(
            f"DELETE FROM {table} WHERE {column} = %s",  # noqa: S608  # nosec B608  # our own name
            [(key,) for key in keys],
        )


def _vector(document: Document) -> str:
    """Return the tsvector: open words weigh A, closed ones B; marks and the month have no place."""
    found: list[str] = []
    at = 1
    for text, weight in ((document.open, "A"), (document.closed, "B")):
        for token in grams(text)[:TOKENS_MAX]:
            found.append(f"'{token}':{at}{weight}")
            at += 1
        at += 1  # no phrase reaches from the one into the other
    marks = (*document.marks, month_mark(key_moment(document.key).date()))
    return " ".join([*found, *(f"'={mark}'" for mark in marks)])


def month_mark(day: dt.date) -> str:
    return f"m{day:%Y%m}"


def find(
    name: str,
    query: str,
    *,
    marks: Sequence[str] | None,
    is_open: bool = False,
    before: int | None = None,
    limit: int = 20,
) -> tuple[int, ...]:
    """Return the keys of the documents that hold every word of `query`, the newest first.

    `marks`: at least one of them must stand on the document; `None` asks for none. `is_open` looks
    at the open words only. `before`: only keys below it. An empty query finds nothing.
    """
    asked = phrases(query)
    if not asked or (marks is not None and not marks):
        return ()
    assert marks is None or all(MARK.fullmatch(mark) for mark in marks)
    below = KEY_MAX if before is None else before
    most = min(limit, LIMIT_MAX)
    table = _table(name)
    if connection.vendor == "postgresql":
        return _find_by_month(table, _tsquery(asked, marks, is_open=is_open), below, most)
    match = _match(asked, marks, is_open=is_open)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rowid FROM {table} WHERE {table} MATCH %s AND rowid < %s"  # noqa: S608  # nosec B608
            " ORDER BY rowid DESC LIMIT %s",
            [match, below, most],
        )
        return tuple(key for (key,) in cursor.fetchall())


def _match(asked: Sequence[Phrase], marks: Sequence[str] | None, *, is_open: bool) -> str:
    """Return the query for FTS5; tokens are letters and digits only, so that quoting is enough."""
    columns = "{open}" if is_open else "{open closed}"
    parts = [
        f'{columns} : "{" ".join(phrase.tokens)}"{" *" if phrase.is_open else ""}'
        for phrase in asked
    ]
    if marks is not None:
        parts.append("{marks} : (" + " OR ".join(f'"{mark}"' for mark in marks) + ")")
    return " AND ".join(f"({part})" for part in parts)


def _tsquery(asked: Sequence[Phrase], marks: Sequence[str] | None, *, is_open: bool) -> str:
    weight = "A" if is_open else "AB"
    parts = [
        " <-> ".join(
            f"'{token}':{'*' if phrase.is_open and at == len(phrase.tokens) - 1 else ''}{weight}"
            for at, token in enumerate(phrase.tokens)
        )
        for phrase in asked
    ]
    if marks is not None:
        parts.append(" | ".join(f"'={mark}'" for mark in marks))
    return " & ".join(f"({part})" for part in parts)


def _find_by_month(table: str, asked: str, below: int, most: int) -> tuple[int, ...]:
    found: list[int] = []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT min(key), max(key) FROM {table} WHERE key < %s", [below])  # noqa: S608  # nosec B608
        first, last = cursor.fetchone()
        if last is None:
            return ()
        for months in _bundles(key_moment(first).date(), key_moment(last).date()):
            query = f"({' | '.join(months)}) & {asked}"
            cursor.execute(
                f"SELECT key FROM {table} WHERE words @@ %s::tsquery AND key < %s"  # noqa: S608  # nosec B608
                " ORDER BY key DESC LIMIT %s",
                [query, below, most - len(found)],
            )
            found += [key for (key,) in cursor.fetchall()]
            if len(found) >= most:
                break
    return tuple(found)


def _bundles(first: dt.date, last: dt.date) -> Iterator[list[str]]:
    """Yield the months from the last back to the first, each time twice as many."""
    months: list[str] = []
    day = last.replace(day=1)
    while day >= first.replace(day=1):
        months.append(f"'={month_mark(day)}'")
        day = (day - dt.timedelta(days=1)).replace(day=1)
    width = MONTHS_FIRST
    while months:
        yield months[:width]
        months, width = months[width:], width * 2


Build = Callable[[Sequence[int]], Iterable[Document]]
LINES_AT_ONCE: Final = 2000
ROUNDS_MAX: Final = 50
OVERLAP: Final = dt.timedelta(
    seconds=20
)  # a line may be committed that long after its key was made


def follow(name: str, *, kind: str, build: Build) -> int:
    """Bring an index up to the end of the journal: whatever was acted upon is written anew.

    `kind` is the label of the subjects, `build` makes the documents of some keys. Return how many
    documents were written. Lines of the last moments are read twice, for they may come late.
    """
    written = 0
    with transaction.atomic():
        cursor, _new = SearchCursor.objects.select_for_update().get_or_create(name=name)
        floor = cursor.last - (OVERLAP // dt.timedelta(milliseconds=1) << TAIL_BITS)
        for _round in range(ROUNDS_MAX):
            lines = JournalLine.objects.filter(id__gt=floor, subject_kind=kind).order_by("id")
            found = list(lines.values_list("id", "subject")[:LINES_AT_ONCE])
            if not found:
                break
            written += write(name, build(sorted({subject for _id, subject in found})))
            floor = found[-1][0]
        cursor.last = max(cursor.last, floor)
        cursor.save(update_fields=["last"])
    return written


def fill(name: str, *, documents: Iterable[Document]) -> int:
    """Write the documents of everything there is; from then on the index follows the journal."""
    newest = JournalLine.objects.order_by("-id").values_list("id", flat=True).first()
    written = write(name, documents)
    SearchCursor.objects.update_or_create(name=name, defaults={"last": newest or 0})
    return written
