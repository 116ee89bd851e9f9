"""Many rows at once, for imports and demo data: executemany on SQLite, COPY on PostgreSQL.

Ten times faster than `bulk_create`, and like it past every `save`; constraints and guards still hold.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, TypeAlias, TypeVar

from django.db import connection, models, transaction

ROWS_AT_ONCE: Final = 5000

T = TypeVar("T")
Row = tuple[Any, ...]
Reader = Callable[[Any], Any] | None
AnyField: TypeAlias = "models.Field[Any, Any]"


def insert(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> int:
    """Insert `rows`, tuples in the order of `columns`; return how many.

    `columns` are names of fields (`parent` or `parent_id` alike, given keys). Fields left out take
    their defaults. All rows or none are kept.
    """
    given = [_field(model, name) for name in columns]
    left_out = {field: field.get_default() for field in _stored(model) if field not in given}
    left_out = {field: value for field, value in left_out.items() if value is not None}
    fields = [*given, *left_out]
    readers = [_reader(field) for field in fields]
    defaults = tuple(left_out.values())
    ready = (_row((*row, *defaults), readers) for row in rows)
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    # No savepoint of our own: under one, SQLite keeps a journal for each statement of a guarded
    # table and takes longer with every row (forty thousand rows: a minute instead of a second).
    with transaction.atomic(savepoint=False):
        if connection.vendor == "postgresql":
            return _copy(f"COPY {table} ({names}) FROM STDIN", ready)
        marks = ", ".join(["%s"] * len(fields))
        return _many(f"INSERT INTO {table} ({names}) VALUES ({marks})", ready)  # noqa: S608  # nosec B608  # our own names


def update(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[tuple[int, Sequence[object]]]
) -> int:
    """Set `columns` of the rows with the given keys, (key, values in that order); return how many."""
    fields = [_field(model, name) for name in columns]
    readers = [*[_reader(field) for field in fields], None]
    names = ", ".join(f"{connection.ops.quote_name(str(each.column))} = %s" for each in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    key = connection.ops.quote_name(str(model._meta.pk.column))
    ready = (_row((*values, pk), readers) for pk, values in rows)
    with transaction.atomic(savepoint=False):
        return _many(f"UPDATE {table} SET {names} WHERE {key} = %s", ready)  # noqa: S608  # nosec B608  # our own names


def _field(model: type[models.Model], name: str) -> AnyField:
    """Return the field called `name`, or the foreign key kept in the column `name`."""
    return next(field for field in _stored(model) if name in {field.name, field.attname})


def _stored(model: type[models.Model]) -> list[AnyField]:
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def _reader(field: AnyField) -> Reader:
    """Return the function that makes a value fit for the column, or `None` when all values fit."""
    if isinstance(field, models.JSONField):
        return lambda value: json.dumps(value, ensure_ascii=False, cls=field.encoder)
    needs = (
        models.DateField,
        models.TimeField,
        models.DurationField,
        models.UUIDField,
        models.DecimalField,
    )
    if isinstance(field, needs):
        return lambda value: field.get_db_prep_save(value, connection)
    return None


def _row(values: tuple[object, ...], readers: Sequence[Reader]) -> Row:
    return tuple(
        value if reader is None or value is None else reader(value)
        for value, reader in zip(values, readers, strict=True)
    )


def _copy(statement: str, rows: Iterable[Row]) -> int:
    count = 0
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(statement) as sink,
    ):
        for row in rows:
            sink.write_row(row)
            count += 1
    return count


def _many(statement: str, rows: Iterable[Row]) -> int:
    count = 0
    with connection.cursor() as cursor:
        for some in chunks(rows, ROWS_AT_ONCE):
            cursor.executemany(statement, some)
            count += len(some)
    return count


def chunks(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """Give the rows in lists of at most `size`."""
    left = iter(rows)
    while some := list(islice(left, size)):
        yield some
