"""Migration operations that make the database itself refuse what must not happen.

`AppendOnly` and `NoOverlap` install triggers (on PostgreSQL, where it has something better, an
exclusion constraint). A system check compares what is there with what the migrations ship: SQLite
drops triggers silently when a later migration rebuilds the table, and a trigger can be disabled.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations.base import Operation

POSTGRESQL: Final = "postgresql"
NAME_LENGTH_MAX: Final = 63  # PostgreSQL cuts longer names silently

REFUSE_BODY: Final = """
BEGIN
  RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = '23001';
END
"""
REFUSE_FUNCTION: Final = (
    "CREATE OR REPLACE FUNCTION linli_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$"
    f"{REFUSE_BODY}$$"
)


@dataclass(frozen=True, slots=True)
class Guard:
    """One trigger or constraint: its name, its table, how it is made and taken away."""

    name: str
    table: str
    create: tuple[str, ...]
    drop: str
    is_constraint: bool = False
    body: str = REFUSE_BODY  # of the PostgreSQL function behind the trigger


class GuardOperation(Operation):
    """Base of the operations: subclasses say which guards a model has on a database."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    @abstractmethod
    def guards(self, model: type[models.Model], vendor: str) -> tuple[Guard, ...]:
        """Return what must stand on the database of `vendor` for `model`."""

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change nothing: guards live in the database only."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: Any,
        _from_state: Any,
        to_state: Any,
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        for guard in self.guards(model, schema_editor.connection.vendor):
            schema_editor.execute(guard.drop, params=None)
            for statement in guard.create:
                schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: Any,
        from_state: Any,
        _to_state: Any,
    ) -> None:
        model = from_state.apps.get_model(app_label, self.model_name)
        for guard in self.guards(model, schema_editor.connection.vendor):
            schema_editor.execute(guard.drop, params=None)


class AppendOnly(GuardOperation):
    """Rows of the model are added and never changed or removed, not even by `INSERT OR REPLACE`.

    On SQLite a second row with a taken key is refused before the database could replace the first,
    so `bulk_create(ignore_conflicts=True)` is refused there as well when a key is taken.
    """

    def describe(self) -> str:
        return f"Only ever add rows to {self.model_name}"

    @property
    def migration_name_fragment(self) -> str:
        return f"append_only_{self.model_name.lower()}"

    def guards(self, model: type[models.Model], vendor: str) -> tuple[Guard, ...]:
        table = model._meta.db_table
        if vendor == POSTGRESQL:
            return (
                _refuse_on_postgresql(table, "change", "UPDATE OR DELETE", "ROW"),
                _refuse_on_postgresql(table, "truncate", "TRUNCATE", "STATEMENT"),
            )
        taken = " OR ".join(
            f"EXISTS (SELECT 1 FROM {_quoted(table)} WHERE "  # noqa: S608  # nosec B608  # our own names
            + " AND ".join(f"{_quoted(column)} = NEW.{_quoted(column)}" for column in columns)
            + ")"
            for columns in _unique_sets(model)
        )
        return (
            _refuse_on_sqlite(table, "update", ""),
            _refuse_on_sqlite(table, "delete", ""),
            _refuse_on_sqlite(table, "insert", f" WHEN {taken}"),
        )


class NoOverlap(GuardOperation):
    """Of the rows with equal `key_fields`, at most one holds on any day (see `DatedLink`).

    A row in which one of the key fields is empty never clashes.
    """

    def __init__(self, model_name: str, key_fields: Sequence[str]) -> None:
        super().__init__(model_name)
        self.key_fields = list(key_fields)

    def describe(self) -> str:
        return f"Refuse overlapping times of {self.model_name} with equal {self.key_fields}"

    @property
    def migration_name_fragment(self) -> str:
        return f"no_overlap_{self.model_name.lower()}"

    def guards(self, model: type[models.Model], vendor: str) -> tuple[Guard, ...]:
        fields = [_concrete(model, name) for name in self.key_fields]
        name = _name("no_overlap", model._meta.db_table, *[_column(field) for field in fields])
        if vendor == POSTGRESQL:
            return (_exclusion(model._meta.db_table, name, fields),)
        return tuple(_overlap_on_sqlite(model, name, fields, act) for act in ("INSERT", "UPDATE"))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _name(*parts: str) -> str:
    """Return a name that PostgreSQL keeps whole: a long one ends in its fingerprint."""
    name = "_".join(parts)
    if len(name.encode()) <= NAME_LENGTH_MAX:
        return name
    return f"{name[:54]}_{blake2b(name.encode(), digest_size=4).hexdigest()}"


def _concrete(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field


def _column(field: models.Field[Any, Any]) -> str:
    assert field.column is not None, f"{field} has no column of its own"
    return field.column


def _unique_sets(model: type[models.Model]) -> list[list[str]]:
    """Return the sets of columns of which no two rows may agree."""
    options = model._meta
    sets = [[_column(field)] for field in options.local_concrete_fields if field.unique]
    named = [list(names) for names in options.unique_together]
    named += [
        list(constraint.fields)
        for constraint in options.constraints
        if isinstance(constraint, models.UniqueConstraint)
    ]
    return sets + [[_column(_concrete(model, name)) for name in names] for names in named if names]


def _refuse_on_postgresql(table: str, what: str, events: str, each: str) -> Guard:
    name = _name("append_only", table, what)
    return Guard(
        name=name,
        table=table,
        create=(
            REFUSE_FUNCTION,
            (
                f"CREATE TRIGGER {_quoted(name)} BEFORE {events} ON {_quoted(table)}"
                f" FOR EACH {each} EXECUTE FUNCTION linli_refuse_change()"
            ),
            f"ALTER TABLE {_quoted(table)} ENABLE ALWAYS TRIGGER {_quoted(name)}",
        ),
        drop=f"DROP TRIGGER IF EXISTS {_quoted(name)} ON {_quoted(table)}",
    )


def _refuse_on_sqlite(table: str, act: str, when: str) -> Guard:
    name = _name("append_only", table, act)
    return Guard(
        name=name,
        table=table,
        create=(
            (
                f"CREATE TRIGGER {_quoted(name)} BEFORE {act.upper()} ON {_quoted(table)}{when}"
                f" BEGIN SELECT RAISE(ABORT, 'append-only: {act} on {table} is refused'); END"
            ),
        ),
        drop=f"DROP TRIGGER IF EXISTS {_quoted(name)}",
    )


def _overlap_on_sqlite(
    model: type[models.Model], name: str, fields: Sequence[models.Field[Any, Any]], act: str
) -> Guard:
    table, key = _quoted(model._meta.db_table), _quoted(_primary_column(model))
    columns = [_quoted(_column(field)) for field in fields]
    same = " AND ".join(f"o.{column} = NEW.{column}" for column in columns)
    other = f" AND o.{key} <> OLD.{key}" if act == "UPDATE" else ""
    index = _quoted(f"{name}_index")
    trigger = _quoted(f"{name}_{act.lower()}")
    return Guard(
        name=f"{name}_{act.lower()}",
        table=model._meta.db_table,
        create=(
            f"CREATE INDEX IF NOT EXISTS {index} ON {table} ({', '.join(columns)}, valid_from)",
            (
                f"CREATE TRIGGER {trigger} BEFORE {act} ON {table} WHEN EXISTS"  # noqa: S608  # nosec B608  # our own names
                f" (SELECT 1 FROM {table} o WHERE {same}{other}"
                " AND (NEW.valid_to IS NULL OR o.valid_from < NEW.valid_to)"
                " AND (o.valid_to IS NULL OR o.valid_to > NEW.valid_from))"
                f" BEGIN SELECT RAISE(ABORT, 'overlap: {name}'); END"
            ),
        ),
        drop=f"DROP TRIGGER IF EXISTS {trigger}",
    )


def _primary_column(model: type[models.Model]) -> str:
    field = model._meta.pk
    assert field is not None
    return _column(field)


def _exclusion(table: str, name: str, fields: Sequence[models.Field[Any, Any]]) -> Guard:
    """Return the exclusion constraint: range types bring their own index, so no extension is needed."""
    parts = [f"{_point(field)} WITH &&" for field in fields]
    parts.append("daterange(valid_from, valid_to) WITH &&")
    return Guard(
        name=name,
        table=table,
        create=(
            (
                f"ALTER TABLE {_quoted(table)} ADD CONSTRAINT {_quoted(name)}"
                f" EXCLUDE USING gist ({', '.join(parts)})"
            ),
        ),
        drop=f"ALTER TABLE {_quoted(table)} DROP CONSTRAINT IF EXISTS {_quoted(name)}",
        is_constraint=True,
    )


def _point(field: models.Field[Any, Any]) -> str:
    """Return the column as a range that holds one number; texts stand as their 64-bit hash."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    column = _quoted(_column(field))
    is_number = isinstance(target, models.IntegerField)
    number = f"{column}::bigint" if is_number else f"hashtextextended({column}::text, 0)"
    point = f"int8range({number}, {number}, '[]')"
    # Without a number the range would hold them all.
    return f"(CASE WHEN {column} IS NOT NULL THEN {point} END)"


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Take the append-only guards away for as long as a test database is emptied."""
    from linli.platform.guard_check import shipped  # it reads the migrations, which import this

    kept = [guard for guard in shipped(connection) if not guard.is_constraint]
    with connection.cursor() as cursor:
        for guard in kept:
            cursor.execute(guard.drop)
        try:
            yield
        finally:
            for guard in kept:
                for statement in guard.create:
                    cursor.execute(statement)
