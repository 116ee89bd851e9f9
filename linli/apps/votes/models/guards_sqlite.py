"""The triggers of `guards.py` in the words of SQLite."""

from __future__ import annotations

from typing import Final

from linli.apps.votes.rules.canon import START

FROZEN_TABLES: Final = ("motion", "elector", "electorhome", "electorowner")
FROZEN_COLUMNS: Final = (
    "id", "kind", "compound_id", "building_id", "entrance", "title", "explanation", "pack",
    "silence", "revote", "clause_id", "roll_on", "noticed_on", "opens_at", "roll_fingerprint",
    "salt", "heads", "area_total",
)  # fmt: skip
STEPS: Final = (
    "draft>noticed", "draft>void", "noticed>open", "noticed>void", "open>closed", "open>void",
    "closed>declared", "closed>void", "declared>posted", "declared>void", "posted>archived",
)  # fmt: skip


def _refuse(table: str, event: str, when: str, why: str) -> str:
    return f"BEFORE {event} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{why}'); END"


def _state_is_not_draft(row: str) -> str:
    return f"(SELECT state FROM votes_ownersvote WHERE id = {row}.vote_id) IS NOT 'draft'"  # noqa: S608  # our own names


def _frozen() -> list[tuple[str, str, str]]:
    found = []
    for name in FROZEN_TABLES:
        table, why = f"votes_{name}", f"vote: votes_{name} is frozen after the notice"
        for event, rows in (("INSERT", ["NEW"]), ("UPDATE", ["OLD", "NEW"]), ("DELETE", ["OLD"])):
            when = " OR ".join(_state_is_not_draft(row) for row in rows)
            trigger = f"votes_frozen_{name}_{event.lower()}"
            found.append((trigger, table, _refuse(table, event, when, why)))
    return found


LAST: Final = "FROM votes_ownersballot WHERE vote_id = NEW.vote_id ORDER BY sequence DESC LIMIT 1"
BALLOT: Final = (
    (
        "votes_ballot_open",
        "NOT EXISTS (SELECT 1 FROM votes_ownersvote v WHERE v.id = NEW.vote_id AND v.state = 'open'"
        " AND NEW.at >= v.opens_at AND NEW.at < v.closes_at)",
        "ballot: voting is not open",
    ),
    (
        "votes_ballot_elector",
        "NOT EXISTS (SELECT 1 FROM votes_elector e WHERE e.id = NEW.elector_id"
        " AND e.vote_id = NEW.vote_id)",
        "ballot: the elector is not on this roll",
    ),
    (
        "votes_ballot_chain",
        f"NEW.sequence IS NOT coalesce((SELECT sequence {LAST}), 0) + 1"  # noqa: S608  # our own names
        f" OR NEW.previous IS NOT coalesce((SELECT hash {LAST}), '{START}')"
        f" OR NEW.at < coalesce((SELECT at {LAST}), NEW.at) OR length(NEW.hash) <> 64",
        "ballot: does not follow the last one",
    ),
    (
        "votes_ballot_revision",
        "NEW.revision IS NOT (SELECT coalesce(max(revision), 0) + 1 FROM votes_ownersballot"
        " WHERE elector_id = NEW.elector_id) OR (NEW.revision > 1 AND NOT"
        " (SELECT revote FROM votes_ownersvote WHERE id = NEW.vote_id))",
        "ballot: revision out of order",
    ),
    (
        "votes_ballot_marks",
        "json_type(NEW.choices) IS NOT 'object' OR NEW.choices = '{}' OR EXISTS"
        " (SELECT 1 FROM json_each(NEW.choices) c LEFT JOIN votes_motion m"
        " ON m.vote_id = NEW.vote_id AND CAST(m.number AS text) = c.key WHERE m.id IS NULL"
        " OR m.seats = 0 AND (c.type <> 'text' OR c.value NOT IN ('yes', 'no', 'abstain', 'blank'))"
        " OR m.seats > 0 AND c.type <> 'array')",
        "ballot: unknown motion or mark",
    ),
)

CHANGED: Final = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in FROZEN_COLUMNS)
STEP: Final = (
    ("votes_step_begin", "INSERT", "NEW.state <> 'draft'", "vote: begins as a draft"),
    (
        "votes_step_delete",
        "DELETE",
        "OLD.state <> 'draft'",
        "vote: only a draft can be deleted",
    ),
    (
        "votes_step_order",
        "UPDATE",
        "NEW.id <> OLD.id OR NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN ("
        + ", ".join(f"'{step}'" for step in STEPS)
        + ")",
        "vote: no such step",
    ),
    (
        "votes_step_frozen",
        "UPDATE",
        f"OLD.state <> 'draft' AND ({CHANGED} OR NEW.closes_at < OLD.closes_at"
        " OR NEW.closes_at IS NOT OLD.closes_at AND OLD.state NOT IN ('noticed', 'open'))",
        "vote: frozen after the notice",
    ),
    (
        "votes_step_roll",
        "UPDATE",
        "OLD.state = 'draft' AND NEW.state = 'noticed' AND ("
        " (SELECT count(*) FROM votes_elector WHERE vote_id = NEW.id) <> NEW.heads"
        " OR (SELECT coalesce(sum(area), 0) FROM votes_elector WHERE vote_id = NEW.id)"
        "    <> NEW.area_total"
        " OR (SELECT coalesce(sum(area), 0) FROM votes_electorhome WHERE vote_id = NEW.id)"
        "    <> NEW.area_total"
        " OR NOT EXISTS (SELECT 1 FROM votes_motion WHERE vote_id = NEW.id)"
        " OR EXISTS (SELECT 1 FROM votes_motion WHERE vote_id = NEW.id"
        "            AND (item = 0) <> (NEW.kind = 'unanimous')))",
        "vote: the roll is not what the notice says",
    ),
    (
        "votes_step_notice",
        "UPDATE",
        "OLD.state = 'draft' AND NEW.state = 'noticed' AND"
        " julianday(date(NEW.opens_at, '+8 hours')) - julianday(NEW.noticed_on) < 15",
        "vote: fifteen days of notice",
    ),
    (
        "votes_step_early",
        "UPDATE",
        "OLD.state = 'open' AND NEW.state = 'closed' AND julianday('now') < julianday(OLD.closes_at)",
        "vote: its time is not over",
    ),
    (
        "votes_step_declared",
        "UPDATE",
        "OLD.state = 'closed' AND NEW.state = 'declared' AND"
        " (SELECT count(*) FROM votes_declared WHERE vote_id = NEW.id) <>"
        " (SELECT sum(CASE WHEN seats = 0 THEN 1 ELSE json_array_length(candidates) END)"
        "  FROM votes_motion WHERE vote_id = NEW.id)",
        "vote: not every motion is declared",
    ),
)

PATH: Final = "'$.\"' || m.number || '\"'"
LAST_BALLOTS: Final = (
    "votes_ownersballot b JOIN votes_elector e ON e.id = b.elector_id"
    " JOIN votes_motion m ON m.id = NEW.motion_id WHERE b.vote_id = NEW.vote_id AND b.revision ="
    " (SELECT max(o.revision) FROM votes_ownersballot o WHERE o.elector_id = b.elector_id)"
)
AGREES: Final = (
    f"CASE WHEN m.seats = 0 THEN json_extract(b.choices, {PATH}) IS 'yes'"
    f" ELSE coalesce(json_array_length(b.choices, {PATH}), 99) <= m.seats"
    f" AND EXISTS (SELECT 1 FROM json_each(b.choices, {PATH}) j WHERE j.value = NEW.candidate)"
    f" AND (SELECT count(DISTINCT j.value) = count(*) AND min(j.value) >= 1"
    f"   AND max(j.value) <= json_array_length(m.candidates) FROM json_each(b.choices, {PATH}) j)"
    " END"
)
SILENT: Final = (
    "votes_elector e WHERE e.vote_id = NEW.vote_id"
    " AND NOT EXISTS (SELECT 1 FROM votes_ownersballot b WHERE b.elector_id = e.id)"
    " AND EXISTS (SELECT 1 FROM votes_delivery d WHERE d.elector_id = e.id)"
)
DECLARED: Final = (
    (
        "votes_declared_motion",
        "NOT EXISTS (SELECT 1 FROM votes_ownersvote v JOIN votes_motion m ON m.vote_id = v.id"
        " WHERE v.id = NEW.vote_id AND v.state = 'closed' AND m.id = NEW.motion_id"
        " AND m.item = NEW.item AND (m.seats = 0) = (NEW.candidate = 0)"
        " AND NEW.candidate <= json_array_length(m.candidates)"
        " AND v.heads = NEW.heads AND v.area_total = NEW.area)",
        "declared: not a motion of a closed vote",
    ),
    (
        "votes_declared_count",
        "(NEW.cast_heads, NEW.cast_area, NEW.yes_heads, NEW.yes_area) IS NOT"
        f" (SELECT count(*), coalesce(sum(e.area), 0), coalesce(sum({AGREES}), 0),"  # noqa: S608  # our own names
        f" coalesce(sum(CASE WHEN {AGREES} THEN e.area ELSE 0 END), 0) FROM {LAST_BALLOTS})"
        " OR (NEW.silent_heads, NEW.silent_area) IS NOT"
        f" (SELECT count(*), coalesce(sum(e.area), 0) FROM {SILENT})"
        " OR ((SELECT silence FROM votes_ownersvote WHERE id = NEW.vote_id) = 'absent'"
        "     OR NEW.candidate > 0) AND (NEW.heads_in, NEW.area_in, NEW.heads_yes, NEW.area_yes)"
        "     IS NOT (NEW.cast_heads, NEW.cast_area, NEW.yes_heads, NEW.yes_area)",
        "declared: not what the ballots say",
    ),
    (
        "votes_declared_tests",
        "NEW.passed IS NOT (CASE"
        " WHEN NEW.item = 0 THEN NEW.heads_yes = NEW.heads AND NEW.area_yes = NEW.area"
        " WHEN NEW.item IN (6, 7, 8)"
        "  THEN 4 * NEW.heads_yes >= 3 * NEW.heads_in AND 4 * NEW.area_yes >= 3 * NEW.area_in"
        " ELSE 2 * NEW.heads_yes > NEW.heads_in AND 2 * NEW.area_yes > NEW.area_in END"
        " AND 3 * NEW.heads_in >= 2 * NEW.heads AND 3 * NEW.area_in >= 2 * NEW.area"
        " AND NEW.heads_yes > 0 AND NEW.area_yes > 0)",
        "declared: the tests of the law say otherwise",
    ),
)

TRIGGERS: Final = (
    *_frozen(),
    *(
        (name, "votes_ownersballot", _refuse("votes_ownersballot", "INSERT", when, why))
        for name, when, why in BALLOT
    ),
    *(
        (name, "votes_ownersvote", _refuse("votes_ownersvote", event, when, why))
        for name, event, when, why in STEP
    ),
    *(
        (name, "votes_declared", _refuse("votes_declared", "INSERT", when, why))
        for name, when, why in DECLARED
    ),
    (
        "votes_delivery_in",
        "votes_delivery",
        _refuse(
            "votes_delivery",
            "INSERT",
            "NOT EXISTS (SELECT 1 FROM votes_elector e JOIN votes_ownersvote v ON v.id = e.vote_id"
            " WHERE e.id = NEW.elector_id AND e.vote_id = NEW.vote_id"
            " AND v.state IN ('noticed', 'open'))",
            "delivery: only to electors of a vote that is noticed or open",
        ),
    ),
)
