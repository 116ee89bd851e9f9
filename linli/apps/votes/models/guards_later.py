"""More guards of owners' votes: proxies, second rounds, Art. 279, imported results.

They name columns that the first migration does not have, so they stand in an operation of their own.
`LiftGuards` takes all away for the time in which a migration rebuilds a table: SQLite would rather
refuse to rename it than let a trigger point at nothing.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import models

from linli.apps.votes.models.guards import VoteGuards
from linli.apps.votes.models.guards_postgresql import REFUSE
from linli.platform.guards import POSTGRESQL, Guard, GuardOperation

TESTS: Final = """(CASE WHEN NEW.item IN (6, 7, 8)
    THEN 4 * NEW.heads_yes >= 3 * NEW.heads_in AND 4 * NEW.area_yes >= 3 * NEW.area_in
    ELSE 2 * NEW.heads_yes > NEW.heads_in AND 2 * NEW.area_yes > NEW.area_in END
  AND 3 * NEW.heads_in >= 2 * NEW.heads AND 3 * NEW.area_in >= 2 * NEW.area
  AND NEW.heads_yes > 0 AND NEW.area_yes > 0)"""
ROLL_HAS: Final = """EXISTS (SELECT 1 FROM votes_elector e JOIN votes_ownersvote v ON v.id = e.vote_id
    WHERE e.id = NEW.elector_id AND e.vote_id = NEW.vote_id AND v.state IN ('noticed', 'open'))"""
PROXY_SAME: Final = (
    "id", "vote_id", "elector_id", "holder", "starts_at", "ends_at", "document_id", "clerk_one",
    "motions",
)  # fmt: skip
# Each: name, table, event, when it is refused with {is_not} for "differs", why.
RULES: Final = (
    ("votes_proxy_in", "votes_proxy", "INSERT",
     f"NOT {ROLL_HAS} OR NEW.withdrawn_at IS NOT NULL OR NEW.clerk_two IS NOT NULL",
     "proxy: only for electors of a vote that is noticed or open"),
    ("votes_proxy_once", "votes_proxy", "UPDATE",
     " OR ".join(f"NEW.{name} {{is_not}} OLD.{name}" for name in PROXY_SAME)
     + " OR OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at {is_not} OLD.withdrawn_at"
     " OR OLD.clerk_two IS NOT NULL AND NEW.clerk_two {is_not} OLD.clerk_two",
     "proxy: only ended, or confirmed by a second clerk"),
    ("votes_proxy_stays", "votes_proxy", "DELETE", "1 = 1", "proxy: is never deleted"),
    ("votes_later_frozen", "votes_ownersvote", "UPDATE",
     "OLD.state <> 'draft' AND (NEW.home_id {is_not} OLD.home_id"
     " OR NEW.run_off_of_id {is_not} OLD.run_off_of_id)",
     "vote: frozen after the notice"),
    ("votes_run_off", "votes_ownersvote", "UPDATE",
     "OLD.state = 'draft' AND NEW.state = 'noticed' AND EXISTS (SELECT 1 FROM votes_motion m"
     " WHERE m.vote_id = NEW.id AND m.is_run_off AND NEW.run_off_of_id IS NULL)",
     "vote: a second round follows a first"),
    ("votes_imported_tests", "votes_importedline", "INSERT",
     f"NEW.passed {{is_not}} {TESTS}", "imported: the tests of the law say otherwise"),
)  # fmt: skip


class LaterGuards(GuardOperation):
    """Install these triggers."""

    def describe(self) -> str:
        return "Guard proxies, second rounds and imported results"

    @property
    def migration_name_fragment(self) -> str:
        return "later_guards"

    def guards(self, _model: type[models.Model], vendor: str) -> tuple[Guard, ...]:
        made = _on_postgresql if vendor == POSTGRESQL else _on_sqlite
        return tuple(made(*rule) for rule in RULES)

    def deconstruct(self) -> Any:
        return type(self).__name__, [self.model_name], {}


def _on_postgresql(name: str, table: str, event: str, when: str, why: str) -> Guard:
    condition = when.format(is_not="IS DISTINCT FROM")
    row = "OLD" if event == "DELETE" else "NEW"
    body = (
        f"\nBEGIN\n  IF {condition} THEN\n    RAISE EXCEPTION '{why}' {REFUSE};\n  END IF;\n"
        f"  RETURN {row};\nEND\n"
    )
    return Guard(
        name=name,
        table=table,
        create=(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$",
            f"CREATE TRIGGER {name} BEFORE {event} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {name}()",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
        ),
        drop=f"DROP TRIGGER IF EXISTS {name} ON {table}",
        body=body,
    )


def _on_sqlite(name: str, table: str, event: str, when: str, why: str) -> Guard:
    condition = when.format(is_not="IS NOT")
    text = (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition}"
        f" BEGIN SELECT RAISE(ABORT, '{why}'); END"
    )
    return Guard(name=name, table=table, create=(text,), drop=f"DROP TRIGGER IF EXISTS {name}")


class LiftGuards(VoteGuards):
    """Take the first guards away before a migration rebuilds their tables; it installs them again."""

    def describe(self) -> str:
        return "Lift the guards of owners' votes for a change of their tables"

    @property
    def migration_name_fragment(self) -> str:
        return "lift_guards"

    def database_forwards(
        self, app_label: str, schema_editor: Any, _from_state: Any, to_state: Any
    ) -> None:
        super().database_backwards(app_label, schema_editor, to_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, _to_state: Any
    ) -> None:
        super().database_forwards(app_label, schema_editor, from_state, from_state)
