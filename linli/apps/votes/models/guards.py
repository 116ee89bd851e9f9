"""What the database itself refuses of an owners' vote, on SQLite and on PostgreSQL.

The roll and the motions are frozen from the notice on; a ballot is taken only while the vote is
open, for an elector of this vote, behind the last ballot; a vote moves only forward, is not closed
before its time, and its end only moves later; what is declared must be what the ballots say. A
superuser can take the triggers away: then the chain, the posted heads and the bundle tell.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import models

from linli.apps.votes.models.guards_postgresql import BODIES
from linli.apps.votes.models.guards_sqlite import TRIGGERS
from linli.platform.guards import POSTGRESQL, Guard, GuardOperation

FROZEN: Final = ("motion", "elector", "electorhome", "electorowner")
# (name, table, event, function)
POSTGRESQL_TRIGGERS: Final = (
    ("votes_ballot_in", "votes_ownersballot", "INSERT", "votes_ballot_in"),
    ("votes_declared_in", "votes_declared", "INSERT", "votes_declared_in"),
    ("votes_step", "votes_ownersvote", "INSERT OR UPDATE OR DELETE", "votes_step"),
    ("votes_delivery_in", "votes_delivery", "INSERT", "votes_delivery_in"),
    *(
        (f"votes_frozen_{name}", f"votes_{name}", "INSERT OR UPDATE OR DELETE", "votes_frozen")
        for name in FROZEN
    ),
)


class VoteGuards(GuardOperation):
    """Install the triggers over all tables of the owners' vote."""

    def describe(self) -> str:
        return "Guard roll, ballots, steps and declared results of owners' votes"

    @property
    def migration_name_fragment(self) -> str:
        return "vote_guards"

    def guards(self, _model: type[models.Model], vendor: str) -> tuple[Guard, ...]:
        if vendor == POSTGRESQL:
            return tuple(_on_postgresql(*trigger) for trigger in POSTGRESQL_TRIGGERS)
        return tuple(_on_sqlite(name, table, text) for name, table, text in TRIGGERS)

    def deconstruct(self) -> Any:
        return type(self).__name__, [self.model_name], {}


def _on_postgresql(name: str, table: str, events: str, function: str) -> Guard:
    body = BODIES[function]
    return Guard(
        name=name,
        table=table,
        create=(
            f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$",
            f"CREATE TRIGGER {name} BEFORE {events} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {function}()",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
        ),
        drop=f"DROP TRIGGER IF EXISTS {name} ON {table}",
        body=body,
    )


def _on_sqlite(name: str, table: str, text: str) -> Guard:
    return Guard(
        name=name,
        table=table,
        create=(f"CREATE TRIGGER {name} {text}",),
        drop=f"DROP TRIGGER IF EXISTS {name}",
    )
