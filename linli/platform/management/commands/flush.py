"""`flush` empties every table; with append-only tables that is a matter for test databases alone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import flush
from django.db import DEFAULT_DB_ALIAS, connections

from linli.platform.guards import lifted


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        if not settings.TESTING:
            raise CommandError(
                "flush would destroy the journal. Use a new, empty database instead."
            )
        with lifted(connections[options.get("database") or DEFAULT_DB_ALIAS]):
            super().handle(**options)
