"""Queries that are put into SQL once and from then on only given their values.

>>> def of_reference(reference: str) -> QuerySet[Matter]:
...     return Matter.objects.filter(reference=reference).values_list("id", "state")
>>> prepared.rows("matters.state", of_reference, reference="K7M4Q2XD")
[(1, 'received')]

Django takes longer to write the SQL of a large query than the database takes to answer it, and
PostgreSQL takes longer to plan it. So the SQL is written once, and PostgreSQL keeps its plan: what is
the same in each run stands in the text, where a partial index can be matched to it. The key must tell
apart whatever else than the values shapes the query.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

Value = int | str | dt.date | dt.datetime
Build = Callable[..., QuerySet[Any, Any]]
KEPT_MAX: Final = 256
PLACES: Final = re.compile("%[s%]")


class NotPreparable(TypeError):
    """A value of the query does not reach the database as it is given."""


@dataclass(frozen=True)
class Prepared:
    """SQL, its parameters with the places of the values, and how columns become Python's values."""

    sql: str
    given: tuple[object, ...]
    places: tuple[tuple[int, str], ...]
    converters: dict[int, tuple[list[Any], Any]]


def rows(key: Hashable, build: Build, /, **values: Value) -> list[tuple[Any, ...]]:
    """Return the rows of `build(**values)`, a query of `values_list`."""
    kinds = tuple((name, type(value)) for name, value in values.items())
    found = _prepare(connection.vendor, key, _Build(build), kinds)
    if found is None:
        return []
    given: list[Any] = list(found.given)
    for at, name in found.places:
        given[at] = _adapted(values[name])
    with getattr(connection, "prepared_cursor", connection.cursor)() as cursor:
        cursor.execute(found.sql, given)
        answer = cursor.fetchall()
    return [_converted(row, found.converters) for row in answer] if found.converters else answer


def _converted(
    row: tuple[Any, ...], converters: dict[int, tuple[list[Any], Any]]
) -> tuple[Any, ...]:
    values = list(row)
    for at, (steps, expression) in converters.items():
        for step in steps:
            values[at] = step(values[at], expression, connection)
    return tuple(values)


class _Build:
    """The maker of a query, which does not tell one prepared query from another: the key does."""

    def __init__(self, build: Build) -> None:
        self.build = build

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Build)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=KEPT_MAX)
def _prepare(
    _vendor: str, key: Hashable, build: _Build, kinds: tuple[tuple[str, type], ...]
) -> Prepared | None:
    """Compile the query twice with other values: what differs are the places of the values."""
    marks = [
        {name: _mark(kind, at, turn) for at, (name, kind) in enumerate(kinds)} for turn in (1, 2)
    ]
    try:
        (sql, first, compiler), (other_sql, second, _) = (
            _compiled(build.build(**m)) for m in marks
        )
    except EmptyResultSet:
        return None
    if sql != other_sql or len(first) != len(second):
        raise NotPreparable(f"{key}: its values shape the query")
    names = {_adapted(mark): name for name, mark in marks[0].items()}
    again = {_adapted(mark): name for name, mark in marks[1].items()}
    places = tuple(
        (at, names.get(one, ""))
        for at, (one, two) in enumerate(zip(first, second, strict=True))
        if one != two
    )
    if any(not name or again.get(second[at]) != name for at, name in places):
        raise NotPreparable(f"{key}: a value is changed on its way")
    converters = compiler.get_converters([each[0] for each in compiler.select])
    prepared = Prepared(sql, first, places, converters)
    return _with_constants(prepared) if connection.vendor == "postgresql" else prepared


def _with_constants(prepared: Prepared) -> Prepared:
    """Write what never changes into the SQL itself; only the values keep a place."""
    from psycopg.sql import Literal

    connection.ensure_connection()
    names, at = dict(prepared.places), iter(range(len(prepared.given)))

    def written(place: re.Match[str]) -> str:
        if place[0] == "%%" or (number := next(at)) in names:
            return place[0]
        literal = Literal(prepared.given[number]).as_string(connection.connection)
        return literal.replace("%", "%%")

    sql = PLACES.sub(written, prepared.sql)
    places = tuple((place, names[number]) for place, number in enumerate(sorted(names)))
    return Prepared(sql, (None,) * len(places), places, prepared.converters)


def _compiled(query: QuerySet[Any, Any]) -> tuple[str, tuple[object, ...], Any]:
    compiler = query.query.get_compiler(connection=connection)
    sql, given = compiler.as_sql()
    return sql, tuple(given), compiler


def _mark(kind: type, at: int, turn: int) -> Value:
    """Return a value that stands nowhere else in a query."""
    number = turn * 100 + at
    if issubclass(kind, dt.datetime):
        return dt.datetime(9000, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=number)
    if issubclass(kind, dt.date):
        return dt.date(9000, 1, 1) + dt.timedelta(days=number)
    if issubclass(kind, str):
        return f"\x1f{number}"
    if kind is int:
        return 4_611_686_018_427_000_000 + number
    raise NotPreparable(f"a value of {kind}")


def _adapted(value: Value) -> Any:
    """Return the value as Django hands it to this database."""
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, dt.date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, int):
        return connection.ops.adapt_integerfield_value(value, "BigIntegerField")
    return value
