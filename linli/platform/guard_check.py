"""The system check that compares the guards in the database with those that the migrations ship."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core import checks
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from linli.platform.guards import POSTGRESQL, Guard, GuardOperation


def shipped(connection: BaseDatabaseWrapper) -> list[Guard]:
    """Return the guards that the migrations applied to this database have installed."""
    loader = MigrationLoader(connection)
    found: dict[tuple[str, str], Guard] = {}
    for key in sorted(loader.applied_migrations or {}):
        migration = loader.disk_migrations.get(key) if loader.disk_migrations else None
        for operation in migration.operations if migration else []:
            if isinstance(operation, GuardOperation) and _has_model(key[0], operation.model_name):
                model = apps.get_model(key[0], operation.model_name)
                for guard in operation.guards(model, connection.vendor):
                    found[guard.table, guard.name] = guard
    return list(found.values())


def _has_model(app_label: str, model_name: str) -> bool:
    """Tell whether the model still exists; a later migration may have removed it."""
    return model_name.lower() in apps.all_models[app_label]


def mend(connection: BaseDatabaseWrapper) -> list[str]:
    """Install the guards that are absent, disabled or changed; return their names."""
    names = missing(connection)
    with connection.cursor() as cursor:
        for guard in shipped(connection):
            if guard.name in names:
                cursor.execute(guard.drop)
                for statement in guard.create:
                    cursor.execute(statement)
    return names


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of the guards that are shipped but absent, disabled or changed."""
    present = _on_postgresql if connection.vendor == POSTGRESQL else _on_sqlite
    found = present(connection)
    return [
        guard.name
        for guard in shipped(connection)
        if found.get(guard.name) != _expected(guard, connection.vendor)
    ]


def _expected(guard: Guard, vendor: str) -> str:
    if vendor != POSTGRESQL:
        return guard.create[-1]
    return "constraint" if guard.is_constraint else f"A {guard.body}"


def _on_sqlite(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Return name → text of each trigger: SQLite keeps the words that made it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return dict(cursor.fetchall())


def _on_postgresql(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Return name → state of each trigger ("A" = always fires) and exclusion constraint."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, t.tgenabled::text || ' ' || p.prosrc FROM pg_trigger t"
            " JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal"
            " UNION ALL SELECT conname, 'constraint' FROM pg_constraint"
            " WHERE contype = 'x' AND convalidated"
        )
        return dict(cursor.fetchall())


def check_guards(
    databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[checks.CheckMessage]:
    """Report each guard that the database lacks (`linli check`)."""
    return [
        checks.Error(
            f"The database lacks the guard {name} or it was changed.",
            hint="Find out who removed it and what was changed since, then run `linli migrate`.",
            id="platform.E001",
        )
        for alias in databases or []
        for name in missing(connections[alias])
    ]
