"""What the database itself refuses of a residents' vote, on SQLite and on PostgreSQL.

The roll and the question stand still from the opening on; a voice is used once and only while the
vote is open; the box only fills, never beyond the voices used, with marks that exist; the result is
what the box says, and comes after the end of voting.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import models

from linli.platform.guards import POSTGRESQL, Guard, GuardOperation

REFUSE: Final = "USING ERRCODE = '23514'"
STEPS: Final = ("draft>open", "draft>void", "open>closed", "open>void")
STEPS_SQL: Final = ", ".join(f"'{step}'" for step in STEPS)
FROZEN: Final = (
    "id", "reference", "area", "compound_id", "building_id", "title", "explanation", "unit",
    "method", "options", "quorum", "passing", "opens_at", "closes_at", "voters", "made_by",
)  # fmt: skip

STEP: Final = f"""
DECLARE found bigint;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' THEN
      RAISE EXCEPTION 'residents: begins as a draft' {REFUSE};
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' THEN
    IF OLD.state <> 'draft' THEN
      RAISE EXCEPTION 'residents: only a draft can be deleted' {REFUSE};
    END IF;
    RETURN OLD;
  END IF;
  IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN ({STEPS_SQL}) THEN
    RAISE EXCEPTION 'residents: no such step' {REFUSE};
  END IF;
  IF OLD.state <> 'draft' AND ({", ".join(f"NEW.{name}" for name in FROZEN)})
      IS DISTINCT FROM ({", ".join(f"OLD.{name}" for name in FROZEN)}) THEN
    RAISE EXCEPTION 'residents: frozen after the opening' {REFUSE};
  END IF;
  IF OLD.state = 'draft' AND NEW.state = 'open' THEN
    SELECT count(*) INTO found FROM votes_residentsvoter WHERE vote_id = NEW.id;
    IF found <> NEW.voters OR NOT EXISTS (SELECT 1 FROM votes_residentsbox
                                          WHERE vote_id = NEW.id AND ballots = 0) THEN
      RAISE EXCEPTION 'residents: the roll or the box is not ready' {REFUSE};
    END IF;
  END IF;
  IF OLD.state = 'open' AND NEW.state = 'closed' AND NOT EXISTS (
      SELECT 1 FROM votes_residentsresult WHERE vote_id = NEW.id) THEN
    RAISE EXCEPTION 'residents: not counted' {REFUSE};
  END IF;
  RETURN NEW;
END
"""

VOTER: Final = f"""
DECLARE stood text; lives text;
BEGIN
  SELECT state INTO stood FROM votes_residentsvote
    WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.vote_id ELSE OLD.vote_id END FOR SHARE;
  IF TG_OP = 'UPDATE' THEN
    SELECT state INTO lives FROM votes_residentsvote WHERE id = NEW.vote_id;
  END IF;
  IF stood IS DISTINCT FROM 'draft' OR coalesce(lives, 'draft') <> 'draft' THEN
    RAISE EXCEPTION 'residents: the roll is frozen after the opening' {REFUSE};
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END
"""

TURN: Final = f"""
DECLARE stood text;
BEGIN
  SELECT state INTO stood FROM votes_residentsvote WHERE id = NEW.vote_id FOR NO KEY UPDATE;
  IF stood IS DISTINCT FROM 'open' THEN
    RAISE EXCEPTION 'residents: voting is not open' {REFUSE};
  END IF;
  IF NOT EXISTS (SELECT 1 FROM votes_residentsvoter
                 WHERE id = NEW.voter_id AND vote_id = NEW.vote_id) THEN
    RAISE EXCEPTION 'residents: not on this roll' {REFUSE};
  END IF;
  RETURN NEW;
END
"""

BOX: Final = f"""
DECLARE v votes_residentsvote; used bigint; inside bigint; wrong boolean;
BEGIN
  SELECT * INTO v FROM votes_residentsvote
    WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.vote_id ELSE OLD.vote_id END
    FOR NO KEY UPDATE;
  IF TG_OP = 'DELETE' THEN
    IF v.state = 'draft' THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'residents: a box is never taken away' {REFUSE};
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF v.state IS DISTINCT FROM 'draft' OR NEW.ballots <> 0 OR NEW.marks <> '{{}}' THEN
      RAISE EXCEPTION 'residents: a box begins empty' {REFUSE};
    END IF;
    RETURN NEW;
  END IF;
  SELECT count(*) INTO used FROM votes_residentsturn WHERE vote_id = v.id;
  IF v.state IS DISTINCT FROM 'open' OR NEW.vote_id <> OLD.vote_id OR NEW.ballots <= OLD.ballots
     OR NEW.ballots > used OR jsonb_typeof(NEW.marks) <> 'object' THEN
    RAISE EXCEPTION 'residents: the box only fills, one ballot for each voice used' {REFUSE};
  END IF;
  SELECT coalesce(sum(value::bigint), 0) INTO inside FROM jsonb_each_text(NEW.marks);
  IF inside <> NEW.ballots OR EXISTS (
      SELECT 1 FROM jsonb_each_text(OLD.marks) o
      WHERE coalesce((NEW.marks ->> o.key)::bigint, 0) < o.value::bigint) THEN
    RAISE EXCEPTION 'residents: a ballot was taken out of the box' {REFUSE};
  END IF;
  SELECT bool_or(m.value::bigint < 1 OR m.key !~ '^([1-9][0-9]?(,[1-9][0-9]?)*)?$'
      OR v.method = 'decision' AND position(',' in m.key) > 0
      OR (SELECT count(DISTINCT x) <> count(*) OR coalesce(max(x::text::int), 1) > jsonb_array_length(v.options)
          FROM jsonb_array_elements(('[' || m.key || ']')::jsonb) x)) INTO wrong
    FROM jsonb_each_text(NEW.marks) m;
  IF wrong THEN
    RAISE EXCEPTION 'residents: no such mark' {REFUSE};
  END IF;
  RETURN NEW;
END
"""

RESULT: Final = f"""
DECLARE v votes_residentsvote; b votes_residentsbox; used bigint; first jsonb; lasts jsonb;
  quorate boolean; best bigint; whole bigint; chosen int;
BEGIN
  SELECT * INTO v FROM votes_residentsvote WHERE id = NEW.vote_id FOR NO KEY UPDATE;
  SELECT * INTO b FROM votes_residentsbox WHERE vote_id = NEW.vote_id;
  SELECT count(*) INTO used FROM votes_residentsturn WHERE vote_id = NEW.vote_id;
  IF v.state IS DISTINCT FROM 'open' OR clock_timestamp() < v.closes_at THEN
    RAISE EXCEPTION 'residents: its time is not over' {REFUSE};
  END IF;
  SELECT jsonb_agg(coalesce((
      SELECT sum(m.value::bigint) FROM jsonb_each_text(b.marks) m
      WHERE CASE WHEN v.method = 'ranking' THEN split_part(m.key, ',', 1) = n::text
                 ELSE n::text = ANY (string_to_array(m.key, ',')) END), 0) ORDER BY n)
    INTO first FROM generate_series(1, jsonb_array_length(v.options)) n;
  IF NEW.voters <> v.voters OR NEW.ballots <> b.ballots OR used <> b.ballots
     OR NEW.rounds -> 0 IS DISTINCT FROM first THEN
    RAISE EXCEPTION 'residents: not what the box says' {REFUSE};
  END IF;
  quorate := NEW.ballots >= greatest(1, CASE WHEN (v.quorum ->> 2)::boolean
    THEN ((v.quorum ->> 0)::bigint * v.voters + (v.quorum ->> 1)::bigint - 1) / (v.quorum ->> 1)::bigint
    ELSE (v.quorum ->> 0)::bigint * v.voters / (v.quorum ->> 1)::bigint + 1 END);
  lasts := NEW.rounds -> -1;
  SELECT max(x::text::bigint), sum(x::text::bigint) INTO best, whole FROM jsonb_array_elements(lasts) x;
  SELECT CASE WHEN count(*) = 1 THEN min(o.n) END INTO chosen
    FROM jsonb_array_elements(lasts) WITH ORDINALITY o(x, n) WHERE o.x::text::bigint = best AND best > 0;
  IF v.method = 'ranking' AND best * 2 <= whole THEN chosen := NULL; END IF;
  IF v.method = 'decision' THEN
    chosen := CASE WHEN (first ->> 0)::bigint >= greatest(1, CASE WHEN (v.passing ->> 2)::boolean
      THEN ((v.passing ->> 0)::bigint * b.ballots + (v.passing ->> 1)::bigint - 1) / (v.passing ->> 1)::bigint
      ELSE (v.passing ->> 0)::bigint * b.ballots / (v.passing ->> 1)::bigint + 1 END) THEN 1 END;
  END IF;
  IF NEW.is_quorate IS DISTINCT FROM quorate
     OR NEW.winner IS DISTINCT FROM (CASE WHEN quorate THEN chosen END) THEN
    RAISE EXCEPTION 'residents: its own rules say otherwise' {REFUSE};
  END IF;
  RETURN NEW;
END
"""

ALL: Final = "INSERT OR UPDATE OR DELETE"
POSTGRESQL_TRIGGERS: Final = (
    ("votes_residents_step", "votes_residentsvote", ALL, STEP),
    ("votes_residents_voter", "votes_residentsvoter", ALL, VOTER),
    ("votes_residents_turn", "votes_residentsturn", "INSERT", TURN),
    ("votes_residents_box", "votes_residentsbox", ALL, BOX),
    ("votes_residents_result", "votes_residentsresult", "INSERT", RESULT),
)

# SQLite -------------------------------------------------------------------------------------------


def _state(row: str, column: str = "vote_id") -> str:
    return f"(SELECT state FROM votes_residentsvote WHERE id = {row}.{column})"  # noqa: S608  # our own names


def _need(share: str, of: str) -> str:
    part, whole = f"({share} ->> 0)", f"({share} ->> 1)"
    return (
        f"max(1, CASE WHEN {share} ->> 2 THEN ({part} * {of} + {whole} - 1) / {whole}"
        f" ELSE {part} * {of} / {whole} + 1 END)"
    )


V: Final = "(SELECT {} FROM votes_residentsvote v WHERE v.id = NEW.vote_id)"
USED: Final = "(SELECT count(*) FROM votes_residentsturn t WHERE t.vote_id = NEW.vote_id)"
BALLOTS: Final = "(SELECT b.ballots FROM votes_residentsbox b WHERE b.vote_id = NEW.vote_id)"
COUNTED: Final = (
    "(SELECT json_group_array(votes) FROM (SELECT coalesce((SELECT sum(m.value)"
    " FROM votes_residentsbox b, json_each(b.marks) m WHERE b.vote_id = NEW.vote_id"
    " AND CASE WHEN v.method = 'ranking' THEN ('[' || m.key || ']') ->> 0 = o.key + 1"
    " ELSE o.key + 1 IN (SELECT x.value FROM json_each('[' || m.key || ']') x) END), 0) AS votes"
    " FROM votes_residentsvote v, json_each(v.options) o WHERE v.id = NEW.vote_id ORDER BY o.key))"
)
LASTS: Final = "json_each(NEW.rounds, '$[#-1]')"
BEST: Final = f"(SELECT max(x.value) FROM {LASTS} x)"  # noqa: S608  # our own names
QUORATE: Final = f"(NEW.ballots >= {_need(V.format('v.quorum'), 'NEW.voters')})"
CHOSEN: Final = (
    "(CASE (SELECT v.method FROM votes_residentsvote v WHERE v.id = NEW.vote_id)"  # noqa: S608  # our own names
    f" WHEN 'decision' THEN CASE WHEN (NEW.rounds ->> '$[0][0]') >="
    f" {_need(V.format('v.passing'), 'NEW.ballots')} THEN 1 END"
    f" WHEN 'ranking' THEN (SELECT CASE WHEN count(*) = 1 THEN min(x.key) + 1 END FROM {LASTS} x"
    f" WHERE x.value = {BEST} AND {BEST} * 2 > (SELECT sum(y.value) FROM {LASTS} y))"
    f" ELSE (SELECT CASE WHEN count(*) = 1 THEN min(x.key) + 1 END FROM {LASTS} x"
    f" WHERE x.value = {BEST} AND {BEST} > 0) END)"
)
CHANGED: Final = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in FROZEN)
# (name, table, event, condition, sentence)
SQLITE_TRIGGERS: Final = (
    ("begin", "residentsvote", "INSERT", "NEW.state <> 'draft'", "begins as a draft"),
    ("delete", "residentsvote", "DELETE", "OLD.state <> 'draft'", "only a draft can be deleted"),
    (
        "step",
        "residentsvote",
        "UPDATE",
        f"NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN ({STEPS_SQL})",
        "no such step",
    ),
    (
        "frozen",
        "residentsvote",
        "UPDATE",
        f"OLD.state <> 'draft' AND ({CHANGED})",
        "frozen after the opening",
    ),
    (
        "ready",
        "residentsvote",
        "UPDATE",
        "OLD.state = 'draft' AND NEW.state = 'open' AND ((SELECT count(*)"
        " FROM votes_residentsvoter WHERE vote_id = NEW.id) <> NEW.voters OR NOT EXISTS"
        " (SELECT 1 FROM votes_residentsbox WHERE vote_id = NEW.id AND ballots = 0))",
        "the roll or the box is not ready",
    ),
    (
        "counted",
        "residentsvote",
        "UPDATE",
        "OLD.state = 'open' AND NEW.state = 'closed' AND NOT EXISTS"
        " (SELECT 1 FROM votes_residentsresult WHERE vote_id = NEW.id)",
        "not counted",
    ),
    *(
        (
            f"voter_{event.lower()}",
            "residentsvoter",
            event,
            " OR ".join(f"{_state(row)} IS NOT 'draft'" for row in rows),
            "the roll is frozen after the opening",
        )
        for event, rows in (("INSERT", ["NEW"]), ("UPDATE", ["OLD", "NEW"]), ("DELETE", ["OLD"]))
    ),
    (
        "turn",
        "residentsturn",
        "INSERT",
        f"{_state('NEW')} IS NOT 'open' OR NOT EXISTS (SELECT 1 FROM votes_residentsvoter"
        " WHERE id = NEW.voter_id AND vote_id = NEW.vote_id)",
        "voting is not open, or not on this roll",
    ),
    (
        "box_begin",
        "residentsbox",
        "INSERT",
        f"{_state('NEW')} IS NOT 'draft' OR NEW.ballots <> 0 OR NEW.marks <> '{{}}'"
        " OR EXISTS (SELECT 1 FROM votes_residentsbox WHERE vote_id = NEW.vote_id)",
        "a box begins empty",
    ),
    (
        "box_delete",
        "residentsbox",
        "DELETE",
        f"{_state('OLD')} IS NOT 'draft'",
        "a box is never taken away",
    ),
    (
        "box_fill",
        "residentsbox",
        "UPDATE",
        f"{_state('OLD')} IS NOT 'open' OR NEW.vote_id <> OLD.vote_id"
        f" OR NEW.ballots <= OLD.ballots OR NEW.ballots > {USED}"
        " OR json_type(NEW.marks) IS NOT 'object'",
        "the box only fills, one ballot for each voice used",
    ),
    (
        "box_kept",
        "residentsbox",
        "UPDATE",
        "(SELECT coalesce(sum(value), 0) FROM json_each(NEW.marks)) <> NEW.ballots"
        " OR EXISTS (SELECT 1 FROM json_each(OLD.marks) o WHERE coalesce((SELECT n.value"
        " FROM json_each(NEW.marks) n WHERE n.key = o.key), 0) < o.value)",
        "a ballot was taken out of the box",
    ),
    (
        "box_marks",
        "residentsbox",
        "UPDATE",
        "EXISTS (SELECT 1 FROM json_each(NEW.marks) m, votes_residentsvote v"
        " WHERE v.id = NEW.vote_id AND (m.type <> 'integer' OR m.value < 1"
        " OR m.key GLOB '*[^0-9,]*' OR NOT json_valid('[' || m.key || ']')"
        " OR v.method = 'decision' AND instr(m.key, ',') > 0"
        " OR (SELECT count(DISTINCT x.value) <> count(*) OR coalesce(min(x.value), 1) < 1"
        "  OR coalesce(max(x.value), 1) > json_array_length(v.options)"
        "  FROM json_each(CASE WHEN json_valid('[' || m.key || ']')"
        "   THEN '[' || m.key || ']' ELSE '[]' END) x)))",
        "no such mark",
    ),
    (
        "result_time",
        "residentsresult",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM votes_residentsvote v WHERE v.id = NEW.vote_id"
        " AND v.state = 'open' AND julianday('now') >= julianday(v.closes_at))",
        "its time is not over",
    ),
    (
        "result_count",
        "residentsresult",
        "INSERT",
        f"NEW.voters IS NOT {V.format('v.voters')} OR NEW.ballots IS NOT {BALLOTS}"
        f" OR {USED} IS NOT {BALLOTS} OR json(NEW.rounds -> 0) IS NOT json({COUNTED})",
        "not what the box says",
    ),
    (
        "result_rules",
        "residentsresult",
        "INSERT",
        f"NEW.is_quorate IS NOT {QUORATE} OR NEW.winner IS NOT"
        f" (CASE WHEN {QUORATE} THEN {CHOSEN} END)",
        "its own rules say otherwise",
    ),
)


class ResidentsGuards(GuardOperation):
    """Install the triggers over all tables of the residents' vote."""

    def describe(self) -> str:
        return "Guard roll, voices, box and result of residents' votes"

    @property
    def migration_name_fragment(self) -> str:
        return "residents_guards"

    def guards(self, _model: type[models.Model], vendor: str) -> tuple[Guard, ...]:
        if vendor == POSTGRESQL:
            return tuple(on_postgresql(*trigger) for trigger in POSTGRESQL_TRIGGERS)
        return tuple(
            on_sqlite(f"votes_residents_{name}", f"votes_{table}", event, when, f"residents: {why}")
            for name, table, event, when, why in SQLITE_TRIGGERS
        )

    def deconstruct(self) -> Any:
        return type(self).__name__, [self.model_name], {}


def on_postgresql(name: str, table: str, events: str, body: str) -> Guard:
    """Return the guard of a trigger whose function bears its name."""
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


def on_sqlite(name: str, table: str, event: str, when: str, why: str) -> Guard:
    """Return the guard of a trigger that refuses `event` when the condition holds."""
    return Guard(
        name=name,
        table=table,
        create=(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {when}"
            f" BEGIN SELECT RAISE(ABORT, '{why}'); END",
        ),
        drop=f"DROP TRIGGER IF EXISTS {name}",
    )
