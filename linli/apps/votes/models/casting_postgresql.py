"""A web ballot in one call on PostgreSQL: what is in order joins the chain without a word between.

Ballots of one vote come one after the other, so each question and answer between Linli and the
database while the lock is held makes all others wait. `votes_cast` does in the database what
`actions/chain.py` does from without, for the common case alone: an owner on the roll, in time, with
marks that the rules have taken. Whatever is not in order is left undone (`NOT_IN_ORDER`); then the
actions judge it and say why. The triggers of `guards.py` stand behind this way like behind any other.

`votes_cast_durably` commits so that the lock ends before the disk has the ballot, and answers when it
has it (see `linli.platform.shared_flush`).
"""

from __future__ import annotations

from typing import Any, Final

from django.db.migrations.operations.base import Operation

from linli.apps.votes.rules.canon import START

NOT_IN_ORDER: Final = "LN001"
# (name, type) of what is handed in, and of what comes back.
GIVEN: Final = (
    ("p_client", "uuid"),
    ("p_account", "bigint"),
    ("p_asker", "bigint"),
    ("p_channel", "text"),
    ("p_area", "bigint"),
    ("p_vote", "bigint"),
    ("p_elector", "bigint"),
    ("p_ballot", "bigint"),
    ("p_line", "bigint"),
    ("p_choices", "text"),
    ("p_now", "timestamptz"),
    ("p_slack", "interval"),
)
MADE: Final = (
    ("o_number", "int"),
    ("o_sequence", "int"),
    ("o_revision", "int"),
    ("o_at", "timestamptz"),
    ("o_previous", "text"),
    ("o_hash", "text"),
)

CAST_BODY: Final = f"""
DECLARE v record; last record;
BEGIN
  INSERT INTO platform_act (kind, client_id, account, result, at)
    VALUES ('votes.cast', p_client, p_account, p_ballot, p_now)
    ON CONFLICT (kind, client_id) DO NOTHING;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'ballot: sent before' USING ERRCODE = '{NOT_IN_ORDER}';
  END IF;
  INSERT INTO platform_journalline (id, at, verb, subject_kind, subject, area, label, channel,
                                    before, after, is_public)
    VALUES (p_line, p_now, 'votes.cast', 'votes.ownersvote', p_vote, p_area, '', p_channel,
            '{{}}', '{{}}', false);
  -- The roll stands still since the notice: it is read before the lock.
  SELECT number INTO o_number FROM votes_elector WHERE id = p_elector AND vote_id = p_vote;
  IF o_number IS NULL OR p_asker IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM votes_electorowner o JOIN people_person p ON p.id = o.person_id
      LEFT JOIN people_person g ON g.id = p.guardian_id
      WHERE o.elector_id = p_elector AND (p.account_id = p_asker OR g.account_id = p_asker)) THEN
    RAISE EXCEPTION 'ballot: not an owner on this roll' USING ERRCODE = '{NOT_IN_ORDER}';
  END IF;
  -- Those who wait stand in one line here; the row itself is then free for each in turn.
  PERFORM pg_advisory_xact_lock(hashtext('votes_cast'), hashint8(p_vote));
  SELECT state, opens_at, closes_at, revote INTO v FROM votes_ownersvote
    WHERE id = p_vote FOR NO KEY UPDATE;
  SELECT sequence, at, hash INTO last FROM votes_ownersballot WHERE vote_id = p_vote
    ORDER BY sequence DESC LIMIT 1;
  SELECT coalesce(max(revision), 0) + 1 INTO o_revision FROM votes_ownersballot
    WHERE elector_id = p_elector;
  IF v.state <> 'open' OR p_now < v.opens_at OR p_now >= v.closes_at
     OR last.at - p_now > p_slack OR o_revision > 1 AND NOT v.revote THEN
    RAISE EXCEPTION 'ballot: not now' USING ERRCODE = '{NOT_IN_ORDER}';
  END IF;
  o_sequence := coalesce(last.sequence, 0) + 1;
  o_at := greatest(p_now, last.at);
  o_previous := coalesce(last.hash, '{START}');
  -- The record in the one way to write it: see `rules/canon.py`.
  o_hash := encode(sha256(convert_to(o_previous || E'\\n' || format(
    '{{"at":"%s","channel":"web","choices":%s,"clerks":[],"elector":%s,"revision":%s,"scan":"","sequence":%s}}',
    to_char(o_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    p_choices, o_number, o_revision, o_sequence), 'UTF8')), 'hex');
  INSERT INTO votes_ownersballot (id, vote_id, sequence, elector_id, revision, channel, at, choices,
                                  previous, hash)
    VALUES (p_ballot, p_vote, o_sequence, p_elector, o_revision, 'web', o_at, p_choices::jsonb,
            o_previous, o_hash);
END
"""  # noqa: S608  # our own names

DURABLY_BODY: Final = f"""
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  SELECT {", ".join(name for name, _kind in MADE)}
    INTO {", ".join(f"r_{name[2:]}" for name, _kind in MADE)}
    FROM votes_cast({", ".join(name for name, _kind in GIVEN)});
  COMMIT;
  PERFORM pg_logical_emit_message(true, 'linli', '');
END
"""  # noqa: S608  # our own names


def _listed(columns: tuple[tuple[str, str], ...], before: str = "") -> str:
    return ", ".join(f"{before}{name} {kind}" for name, kind in columns)


RESULTS: Final = tuple((f"r_{name[2:]}", kind) for name, kind in MADE)
CREATE: Final = tuple(
    f"CREATE OR REPLACE {head}) LANGUAGE plpgsql AS $${body}$$"
    for head, body in (
        (f"FUNCTION votes_cast({_listed(GIVEN)}, {_listed(MADE, 'OUT ')}", CAST_BODY),
        (
            f"PROCEDURE votes_cast_durably({_listed(GIVEN)}, {_listed(RESULTS, 'INOUT ')}",
            DURABLY_BODY,
        ),
    )
)
DROP: Final = (
    "DROP PROCEDURE IF EXISTS votes_cast_durably",
    "DROP FUNCTION IF EXISTS votes_cast",
)
PLACES: Final = ", ".join(f"%s::{kind}" for _name, kind in GIVEN)
CALL_WITHIN: Final = f"SELECT * FROM votes_cast({PLACES})"  # noqa: S608  # our own names
CALL_DURABLY: Final = (
    f"CALL votes_cast_durably({PLACES}, {', '.join(f'NULL::{kind}' for _name, kind in MADE)})"
)


class CastFunctions(Operation):
    """Install both on PostgreSQL; SQLite, which has one writer at a time, needs neither."""

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change nothing: the functions live in the database only."""

    def database_forwards(
        self, _app_label: str, schema_editor: Any, _from_state: Any, _to_state: Any
    ) -> None:
        self._run(schema_editor, CREATE)

    def database_backwards(
        self, _app_label: str, schema_editor: Any, _from_state: Any, _to_state: Any
    ) -> None:
        self._run(schema_editor, DROP)

    def _run(self, schema_editor: Any, statements: tuple[str, ...]) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return "Cast a ballot in one call"

    @property
    def migration_name_fragment(self) -> str:
        return "cast_functions"
