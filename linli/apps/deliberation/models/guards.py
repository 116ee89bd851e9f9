"""What the database itself refuses of a topic, on SQLite and on PostgreSQL.

A topic begins as proposed and goes only from a stage to the next, to an end, or from the residents'
review back to work: nobody skips the vote, not even by raw SQL. What belongs to a stage is written
only while the topic stands in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db import models

from linli.apps.deliberation.rules.stages import BEFORE_VOTE, STAGES, Stage, after
from linli.platform.guards import POSTGRESQL, Guard, GuardOperation

TOPIC: Final = "deliberation_topic"
REFUSE: Final = "USING ERRCODE = '23514'"
# States of an owners' vote whose count stands.
DECLARED: Final = ("declared", "posted", "archived")
MOVES: Final = (
    *((stage, after(stage)) for stage in STAGES[:-1]),
    *((stage, Stage.WITHDRAWN) for stage in BEFORE_VOTE),
    *((stage, Stage.ROUTED) for stage in BEFORE_VOTE),
    *((stage, Stage.DECLINED) for stage in BEFORE_VOTE),
    (Stage.PUBLICISING, Stage.NOT_CARRIED),
    (Stage.UNDER_REVIEW, Stage.IN_WORK),
    (Stage.UNDER_REVIEW, Stage.CLOSED),
)


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _postgresql(name: str, table: str, events: str, body: str) -> Guard:
    return Guard(
        name=name,
        table=table,
        create=(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$",
            f"CREATE TRIGGER {name} BEFORE {events} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {name}()",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
        ),
        drop=f"DROP TRIGGER IF EXISTS {name} ON {table}",
        body=body,
    )


def _sqlite(name: str, table: str, event: str, wrong: str) -> Guard:
    return Guard(
        name=name,
        table=table,
        create=(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {wrong}"
            f" BEGIN SELECT RAISE(ABORT, 'deliberation: {name} refuses this'); END",
        ),
        drop=f"DROP TRIGGER IF EXISTS {name}",
    )


class StepsForward(GuardOperation):
    """A topic begins as proposed, and each change of stage is one of `MOVES`."""

    def describe(self) -> str:
        return "Let topics move only from a stage to the next"

    @property
    def migration_name_fragment(self) -> str:
        return "steps_forward"

    def guards(self, _model: type[models.Model], vendor: str) -> tuple[Guard, ...]:
        moves = _listed([f"{before}>{then}" for before, then in MOVES])
        begins = f"NEW.stage <> '{Stage.PROPOSED}'"
        jumps = f"NEW.stage <> OLD.stage AND OLD.stage || '>' || NEW.stage NOT IN ({moves})"
        if vendor == POSTGRESQL:
            body = f"""
BEGIN
  IF TG_OP = 'INSERT' AND {begins} THEN
    RAISE EXCEPTION 'topic: begins as proposed' {REFUSE};
  END IF;
  IF TG_OP = 'UPDATE' AND {jumps} THEN
    RAISE EXCEPTION 'topic: no such step' {REFUSE};
  END IF;
  RETURN NEW;
END
"""
            return (_postgresql("topic_steps", TOPIC, "INSERT OR UPDATE", body),)
        return (
            _sqlite("topic_begins", TOPIC, "INSERT", begins),
            _sqlite("topic_steps", TOPIC, "UPDATE", jumps),
        )


class CountedResult(GuardOperation):
    """A result is known only once the vote behind the topic was counted; it is posted with its words.

    On SQLite the trigger reads the tables of `votes`: a migration there that rebuilds one of them
    drops `topic_result` first, and a later one here makes it again.
    """

    def describe(self) -> str:
        return "Take a result only from a vote that was counted"

    @property
    def migration_name_fragment(self) -> str:
        return "counted_result"

    def guards(self, _model: type[models.Model], vendor: str) -> tuple[Guard, ...]:
        begins = "NEW.result <> ''"
        counted = (
            "EXISTS (SELECT 1 FROM votes_ownersvote v WHERE v.id = NEW.owners_vote_id"
            f" AND v.state IN ({_listed(DECLARED)}))"
            " OR EXISTS (SELECT 1 FROM votes_residentsvote v WHERE v.id = NEW.residents_vote_id"
            " AND v.state = 'closed')"
        )
        forged = f"NEW.result <> OLD.result AND NOT ({counted})"
        posted = f"OLD.stage = '{Stage.VOTING}' AND NEW.stage = '{Stage.PUBLICISING}'"
        told = "EXISTS (SELECT 1 FROM deliberation_topicoutcome o WHERE o.topic_id = NEW.id)"
        untold = f"{posted} AND NOT {told}"
        if vendor == POSTGRESQL:
            body = f"""
BEGIN
  IF TG_OP = 'INSERT' AND {begins} THEN
    RAISE EXCEPTION 'topic: begins without a result' {REFUSE};
  END IF;
  IF TG_OP = 'UPDATE' AND (({forged}) OR ({untold})) THEN
    RAISE EXCEPTION 'topic: no vote was counted, or its outcome is not told' {REFUSE};
  END IF;
  RETURN NEW;
END
"""
            return (_postgresql("topic_result", TOPIC, "INSERT OR UPDATE", body),)
        return (
            _sqlite("topic_result_begins", TOPIC, "INSERT", begins),
            _sqlite("topic_result", TOPIC, "UPDATE", f"({forged}) OR ({untold})"),
        )


class OnlyWhile(GuardOperation):
    """Rows of the model are written only while their topic stands in one of `stages`."""

    def __init__(self, model_name: str, stages: Sequence[str], acts: Sequence[str]) -> None:
        super().__init__(model_name)
        self.stages = list(stages)
        self.acts = list(acts)

    def describe(self) -> str:
        return f"Write {self.model_name} only while the topic is in {self.stages}"

    @property
    def migration_name_fragment(self) -> str:
        return f"only_while_{self.model_name.lower()}"

    def guards(self, model: type[models.Model], vendor: str) -> tuple[Guard, ...]:
        table = model._meta.db_table
        name = f"only_while_{table}"
        stages = _listed(self.stages)
        if vendor == POSTGRESQL:
            body = f"""
DECLARE stood text; own {table};
BEGIN
  IF TG_OP = 'DELETE' THEN own := OLD; ELSE own := NEW; END IF;
  SELECT stage INTO stood FROM {TOPIC} WHERE id = {self._topic("own")} FOR SHARE;
  IF stood IS NULL OR stood NOT IN ({stages}) THEN
    RAISE EXCEPTION 'topic: % is not written in this stage', TG_TABLE_NAME {REFUSE};
  END IF;
  RETURN own;
END
"""
            return (_postgresql(name, table, " OR ".join(self.acts), body),)
        return tuple(
            _sqlite(
                f"{name}_{act.split()[0].lower()}",
                table,
                act,
                f"NOT EXISTS (SELECT 1 FROM {TOPIC} t WHERE t.stage IN ({stages})"
                f" AND t.id = {self._topic('OLD' if act == 'DELETE' else 'NEW')})",
            )
            for act in self.acts
        )

    def _topic(self, row: str) -> str:
        """Return the words that name the topic of a row: a voice reaches it through its idea."""
        if self.model_name == "IdeaVoice":
            return f"(SELECT i.topic_id FROM deliberation_idea i WHERE i.id = {row}.idea_id)"
        return f"{row}.topic_id"

    def deconstruct(self) -> Any:
        return type(self).__name__, [self.model_name, self.stages, self.acts], {}
