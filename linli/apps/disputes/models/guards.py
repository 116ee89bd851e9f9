"""What the database itself refuses of a dispute, on SQLite and on PostgreSQL.

Each guard is one condition in SQL that both understand: no step that the table of states does not
know, no talks before every side has consented and accepted a mediator, no consent without its line,
no agreement before every side has confirmed its fingerprint, nothing changed in it afterwards (its
words can only be emptied when the file is old), no session recorded twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db import models

from linli.apps.disputes.rules.states import TRANSITIONS
from linli.platform.guards import POSTGRESQL, Guard, GuardOperation

STEPS: Final = ", ".join(
    f"'{before}>{after}'" for before in TRANSITIONS for after in sorted(TRANSITIONS[before])
)
SIDE: Final = "disputes_side s WHERE s.dispute_id = "


@dataclass(frozen=True, slots=True)
class Ban:
    """Refuse `event` on `table` when `condition` holds."""

    name: str
    table: str
    event: str
    condition: str
    why: str


# ruff: noqa: S608  # our own names
BANS: Final = (
    Ban("disputes_kept", "disputes_dispute", "DELETE", "1 = 1", "dispute: a file is never deleted"),
    Ban(
        "disputes_step",
        "disputes_dispute",
        "UPDATE",
        "NEW.id <> OLD.id OR NEW.reference <> OLD.reference OR NEW.state <> OLD.state"
        f" AND (OLD.state || '>' || NEW.state) NOT IN ({STEPS})",
        "dispute: no such step",
    ),
    Ban(
        "disputes_talks",
        "disputes_dispute",
        "UPDATE",
        "OLD.state <> 'in_mediation' AND NEW.state = 'in_mediation' AND ("
        f"EXISTS (SELECT 1 FROM {SIDE} NEW.id AND s.consent <> 'given')"
        f" OR NOT EXISTS (SELECT 1 FROM {SIDE} NEW.id AND s.is_applicant)"
        f" OR NOT EXISTS (SELECT 1 FROM {SIDE} NEW.id AND NOT s.is_applicant)"
        " OR NOT EXISTS (SELECT 1 FROM disputes_seat t WHERE t.dispute_id = NEW.id"
        " AND t.state = 'seated'))",
        "dispute: talks need the consent of every side and an accepted mediator",
    ),
    Ban(
        "disputes_agreed",
        "disputes_dispute",
        "UPDATE",
        "OLD.state <> 'agreed' AND NEW.state = 'agreed' AND NOT EXISTS (SELECT 1"
        " FROM disputes_agreement a WHERE a.dispute_id = NEW.id AND a.effective_at IS NOT NULL)",
        "dispute: no agreement is in force",
    ),
    Ban(
        "disputes_consent",
        "disputes_side",
        "UPDATE",
        "NEW.consent <> OLD.consent AND NOT EXISTS (SELECT 1 FROM disputes_consentline c"
        " WHERE c.side_id = NEW.id AND c.answer = NEW.consent AND c.at = NEW.consent_at)",
        "dispute: no consent without its line",
    ),
    Ban(
        "disputes_seated",
        "disputes_seat",
        "UPDATE",
        "OLD.state <> 'seated' AND NEW.state = 'seated' AND EXISTS (SELECT 1"
        f" FROM {SIDE} NEW.dispute_id AND NOT EXISTS (SELECT 1 FROM disputes_seatanswer w"
        " WHERE w.seat_id = NEW.id AND w.side_id = s.id AND w.accepts))",
        "dispute: a mediator needs the word of every side",
    ),
    Ban(
        "disputes_confirmed",
        "disputes_confirmation",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM disputes_agreement a JOIN disputes_side s"
        " ON s.dispute_id = a.dispute_id WHERE a.id = NEW.agreement_id AND s.id = NEW.side_id"
        " AND a.fingerprint = NEW.fingerprint)",
        "dispute: this is not what the agreement says",
    ),
    Ban(
        "disputes_effective",
        "disputes_agreement",
        "UPDATE",
        "OLD.effective_at IS NULL AND NEW.effective_at IS NOT NULL AND EXISTS (SELECT 1"
        f" FROM {SIDE} NEW.dispute_id AND NOT EXISTS (SELECT 1 FROM disputes_confirmation c"
        " WHERE c.agreement_id = NEW.id AND c.side_id = s.id"
        " AND c.fingerprint = NEW.fingerprint))",
        "dispute: not every side has confirmed",
    ),
    Ban(
        "disputes_frozen",
        "disputes_agreement",
        "UPDATE",
        "OLD.effective_at IS NOT NULL AND (NEW.effective_at IS NULL OR NEW.form <> OLD.form"
        " OR NEW.fingerprint <> OLD.fingerprint OR NEW.dispute_id <> OLD.dispute_id"
        " OR NEW.words <> OLD.words AND NEW.words <> '')",
        "dispute: an agreement in force is frozen",
    ),
    Ban(
        "disputes_held",
        "disputes_session",
        "UPDATE",
        "OLD.held_at IS NOT NULL AND (NEW.held_at IS NULL OR NEW.held_at <> OLD.held_at"
        " OR NEW.record <> OLD.record AND NEW.record <> '')",
        "dispute: a session is recorded once",
    ),
)


class DisputeGuards(GuardOperation):
    """Install the triggers over the tables of disputes."""

    def describe(self) -> str:
        return "Guard steps, consent, mediators, agreements and sessions of disputes"

    @property
    def migration_name_fragment(self) -> str:
        return "dispute_guards"

    def guards(self, _model: type[models.Model], vendor: str) -> tuple[Guard, ...]:
        make = _on_postgresql if vendor == POSTGRESQL else _on_sqlite
        return tuple(make(ban) for ban in BANS)

    def deconstruct(self) -> Any:
        return type(self).__name__, [self.model_name], {}


def _on_postgresql(ban: Ban) -> Guard:
    kept = "OLD" if ban.event == "DELETE" else "NEW"
    body = (
        f"\nBEGIN\n  IF {ban.condition} THEN\n    RAISE EXCEPTION '{ban.why}'"
        f" USING ERRCODE = '23514';\n  END IF;\n  RETURN {kept};\nEND\n"
    )
    return Guard(
        name=ban.name,
        table=ban.table,
        create=(
            (
                f"CREATE OR REPLACE FUNCTION {ban.name}() RETURNS trigger LANGUAGE plpgsql"
                f" AS $${body}$$"
            ),
            (
                f"CREATE TRIGGER {ban.name} BEFORE {ban.event} ON {ban.table}"
                f" FOR EACH ROW EXECUTE FUNCTION {ban.name}()"
            ),
            f"ALTER TABLE {ban.table} ENABLE ALWAYS TRIGGER {ban.name}",
        ),
        drop=f"DROP TRIGGER IF EXISTS {ban.name} ON {ban.table}",
        body=body,
    )


def _on_sqlite(ban: Ban) -> Guard:
    return Guard(
        name=ban.name,
        table=ban.table,
        create=(
            (
                f"CREATE TRIGGER {ban.name} BEFORE {ban.event} ON {ban.table} WHEN {ban.condition}"
                f" BEGIN SELECT RAISE(ABORT, '{ban.why}'); END"
            ),
        ),
        drop=f"DROP TRIGGER IF EXISTS {ban.name}",
    )
