"""Attacks by somebody who writes to the database past the application: each is refused by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

import pytest
from django.db import IntegrityError, connection, transaction

from linli.apps.votes.models import Declared, Delivery, HeadPost
from linli.apps.votes.tests.ballot_box import (
    AREAS,
    CLOSES,
    NOTICED,
    OPENS,
    Box,
    closed_box,
    draft_box,
    key,
    noticed_box,
    voted_box,
)

pytestmark = pytest.mark.django_db
Attack = Callable[[Box], Any]
MINUTE: Final = dt.timedelta(minutes=1)
ALL_YES: Final = {"1": "yes", "2": "yes", "3": [1]}


def sql(statement: str, *values: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def on_vote(assignment: str) -> Attack:
    statement = f"UPDATE votes_ownersvote SET {assignment} WHERE id = %s"  # noqa: S608
    return lambda box: sql(statement, box.vote.pk)


def on_table(statement: str) -> Attack:
    return lambda _box: sql(statement)


def replace_ballot(box: Box) -> None:
    """Try to put another row in the place of the first ballot."""
    names = "id, vote_id, sequence, elector_id, revision, channel, at, choices, previous, hash"
    if connection.vendor == "sqlite":
        sql(
            f"INSERT OR REPLACE INTO votes_ownersballot ({names}) SELECT id, vote_id, sequence,"  # noqa: S608
            ' elector_id, revision, channel, at, \'{"1":"no"}\', previous, hash'
            " FROM votes_ownersballot WHERE sequence = 1"
        )
    else:
        sql(
            f"INSERT INTO votes_ownersballot ({names}) SELECT {names} FROM votes_ownersballot"  # noqa: S608
            ' WHERE sequence = 1 ON CONFLICT (id) DO UPDATE SET choices = \'{"1": "no"}\''
        )


def stuff(table: str, **values: str) -> Attack:
    """Copy a row of the roll under a new key; `values` are expressions by column."""
    columns, sources = ", ".join(values), ", ".join(values.values())
    return lambda _box: sql(
        f"INSERT INTO {table} (id, {columns}) SELECT id + 1, {sources} FROM {table}"  # noqa: S608
        f" WHERE id = (SELECT min(id) FROM {table})"
    )


def same(*columns: str) -> dict[str, str]:
    return {column: column for column in columns}


def stranger_votes(box: Box) -> None:
    """Vote with an elector of another vote."""
    sql(
        "INSERT INTO votes_ownersvote (id, reference, kind, compound_id, area, title, explanation,"
        " pack, silence, revote, state, roll_fingerprint, salt, heads, area_total, void_reason,"
        " made_by) SELECT id + 1, 'OTHER222', kind, compound_id, area, title, explanation, pack,"
        " silence, revote, 'draft', '', salt, 0, 0, '', made_by FROM votes_ownersvote"
    )
    sql(
        "INSERT INTO votes_elector (id, vote_id, number, area, seal, building, label)"
        " SELECT id + 9, vote_id + 1, 9, area, seal, building, label FROM votes_elector"
        " WHERE number = 1"
    )
    box.electors[0].pk += 9
    box.put(0, ALL_YES, revision=1)


ON_OPEN: Final[dict[str, Attack]] = {
    "change a ballot": on_table('UPDATE votes_ownersballot SET choices = \'{"1": "no"}\''),
    "change a ballot's elector": on_table("UPDATE votes_ownersballot SET elector_id = 1"),
    "change a ballot's time": on_table("UPDATE votes_ownersballot SET at = at"),
    "delete one ballot": on_table("DELETE FROM votes_ownersballot WHERE sequence = 3"),
    "delete all ballots": on_table("DELETE FROM votes_ownersballot"),
    "replace a ballot": replace_ballot,
    "vote before the opening": lambda box: box.put(0, ALL_YES, at=OPENS - MINUTE),
    "vote after the end": lambda box: box.put(0, ALL_YES, at=CLOSES),
    "vote back in time": lambda box: box.put(0, ALL_YES, at=OPENS),
    "leave a gap in the sequence": lambda box: box.put(0, ALL_YES, sequence=5),
    "take a sequence again": lambda box: box.put(0, ALL_YES, sequence=3),
    "skip a revision": lambda box: box.put(0, ALL_YES, revision=3),
    "take a revision again": lambda box: box.put(0, ALL_YES, revision=1),
    "fork the chain": lambda box: box.put(0, ALL_YES, previous="0" * 64),
    "invent the previous hash": lambda box: box.put(0, ALL_YES, previous="a" * 64),
    "leave the hash out": lambda box: box.put(0, ALL_YES, hash=""),
    "vote on an unknown motion": lambda box: box.put(0, {"9": "yes"}),
    "vote with an unknown mark": lambda box: box.put(0, {"1": "maybe"}),
    "vote yes in an election": lambda box: box.put(0, {"3": "yes"}),
    "vote with a list on a decision": lambda box: box.put(0, {"1": [1]}),
    "vote with nothing": lambda box: box.put(0, {}),
    "paper without clerks": lambda box: box.put(0, ALL_YES, channel="paper", scan="s" * 64),
    "paper with one clerk twice": lambda box: box.put(
        0, ALL_YES, channel="paper", scan="s" * 64, clerk_one=7, clerk_two=7
    ),
    "paper without a scan": lambda box: box.put(
        0, ALL_YES, channel="paper", clerk_one=7, clerk_two=8
    ),
    "an unknown channel": lambda box: box.put(0, ALL_YES, channel="phone"),
    "vote with an elector of another roll": stranger_votes,
    "stuff the roll": stuff(
        "votes_elector", **same("vote_id", "area", "building", "label"), number="9", seal="'z'"
    ),
    "give an elector a home": stuff(
        "votes_electorhome",
        **same("vote_id", "elector_id", "area", "basis"),
        home_id="(SELECT min(h.id) FROM places_home h)",
    ),
    "give an elector an owner": stuff(
        "votes_electorowner", **same("vote_id", "elector_id", "person_id", "company")
    ),
    "change an elector's area": on_table("UPDATE votes_elector SET area = area * 10"),
    "change an elector's seal": on_table("UPDATE votes_elector SET seal = 'x' WHERE number = 1"),
    "change a home's area": on_table("UPDATE votes_electorhome SET area = area + 1"),
    "change who owns": on_table("UPDATE votes_electorowner SET company = 'x', person_id = NULL"),
    "strike an elector": on_table("DELETE FROM votes_elector WHERE number = 3"),
    "strike a home": on_table("DELETE FROM votes_electorhome"),
    "change a motion's item": on_table("UPDATE votes_motion SET item = 9 WHERE number = 2"),
    "change a motion's text": on_table("UPDATE votes_motion SET text = 'x'"),
    "add a motion": stuff(
        "votes_motion",
        **same("vote_id", "item", "title", "text", "seats", "candidates"),
        number="number + 10",
    ),
    "strike a motion": on_table("DELETE FROM votes_motion WHERE number = 1"),
    "close early": on_vote("state = 'draft'"),
    "declare without closing": on_vote("state = 'declared'"),
    "archive at once": on_vote("state = 'archived'"),
    "end earlier": on_vote("closes_at = '2026-03-20 00:00:00'"),
    "begin earlier": on_vote("opens_at = '2026-03-02 00:00:00'"),
    "change the day of notice": on_vote("noticed_on = '2026-02-01'"),
    "change the fingerprint": on_vote("roll_fingerprint = 'x'"),
    "change the total area": on_vote("area_total = 1"),
    "change the number of heads": on_vote("heads = 1"),
    "let silence follow": on_vote("silence = 'follow'"),
    "forbid re-voting": on_vote("revote = NOT revote"),
    "change the title": on_vote("title = 'x'"),
    "change the salt": on_vote("salt = 'x'"),
    "move to another building": on_vote("entrance = 2"),
    "delete the vote": on_table("DELETE FROM votes_ownersvote"),
    "void without a reason": on_vote("state = 'void'"),
    "change a delivery": on_table("UPDATE votes_delivery SET way = 'post'"),
    "delete a delivery": on_table("DELETE FROM votes_delivery"),
    "declare while open": lambda box: box.declare(0),
}
ON_CLOSED: Final[dict[str, Attack]] = {
    "vote after closing": lambda box: box.put(0, ALL_YES, at=CLOSES - MINUTE),
    "open again": on_vote("state = 'open'"),
    "extend after closing": on_vote("closes_at = '2027-03-20 00:00:00'"),
    "declare too many heads": lambda box: box.declare(0, cast_heads=4),
    "declare too many who agree": lambda box: box.declare(0, yes_heads=3, heads_yes=3),
    "declare a changed area": lambda box: box.declare(0, yes_area=sum(AREAS), area_yes=sum(AREAS)),
    "declare a smaller roll": lambda box: box.declare(0, heads=3, area=sum(AREAS) - 1),
    "declare as passed what failed": lambda box: box.declare(1, passed=True),
    "declare as failed what passed": lambda box: box.declare(0, passed=False),
    "declare under an easier item": lambda box: box.declare(1, item=2),
    "count silence that is not counted": lambda box: box.declare(0, silent_heads=1, heads_in=4),
    "declare a candidate of a decision": lambda box: box.declare(0, candidate=1),
    "declare an unknown candidate": lambda box: box.declare(2, candidate=7),
    "declare nothing": on_vote("state = 'declared'"),
    "deliver after closing": lambda box: Delivery.objects.create(
        id=key(), vote=box.vote, elector=box.electors[1], way="hand", on=NOTICED, by=1
    ),
}


def refused(attack: Attack, box: Box) -> bool:
    try:
        with transaction.atomic():
            attack(box)
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize("name", ON_OPEN)
def test_the_database_refuses_on_an_open_vote(name: str) -> None:
    assert refused(ON_OPEN[name], voted_box())


@pytest.mark.parametrize("name", ON_CLOSED)
def test_the_database_refuses_on_a_closed_vote(name: str) -> None:
    assert refused(ON_CLOSED[name], closed_box())


def test_there_are_more_than_forty_attacks() -> None:
    assert len(ON_OPEN) + len(ON_CLOSED) >= 40


def test_a_vote_is_not_closed_before_its_time() -> None:
    box = noticed_box()
    box.step("open", closes_at=dt.datetime(2999, 1, 1, tzinfo=dt.UTC))

    assert refused(on_vote("state = 'closed'"), box)


def test_a_notice_of_fourteen_days_is_refused_and_of_fifteen_taken() -> None:
    box = draft_box()
    facts = {
        "roll_on": NOTICED,
        "noticed_on": NOTICED + dt.timedelta(days=1),
        "opens_at": OPENS,
        "closes_at": CLOSES,
        "roll_fingerprint": "f" * 64,
        "heads": 3,
        "area_total": sum(AREAS),
    }

    assert refused(lambda own: own.step("noticed", **facts), box)
    assert not refused(lambda own: own.step("noticed", **{**facts, "noticed_on": NOTICED}), box)


def test_a_roll_that_is_not_what_the_notice_says_is_refused() -> None:
    facts = {
        "roll_on": NOTICED,
        "noticed_on": NOTICED,
        "opens_at": OPENS,
        "closes_at": CLOSES,
        "roll_fingerprint": "f" * 64,
        "heads": 2,
        "area_total": sum(AREAS),
    }

    assert refused(lambda box: box.step("noticed", **facts), draft_box())


def test_declared_results_and_posted_heads_stay() -> None:
    box = closed_box()
    box.declare(0)
    HeadPost.objects.create(id=key(), vote=box.vote, at=CLOSES, sequence=3, head="f" * 64)

    assert refused(on_table("UPDATE votes_declared SET passed = NOT passed"), box)
    assert refused(on_table("DELETE FROM votes_headpost"), box)
    assert Declared.objects.count() == 1


def test_the_honest_way_is_taken() -> None:
    box = voted_box()
    box.put(0, {"1": "yes", "2": "no", "3": [1, 2, 3]})
    box.put(0, {"1": "yes", "2": "yes", "3": [1, 2, 3, 4, 5]})
    box.step("closed")

    box.declare(0)
    box.declare(1, passed=False)
    for candidate in range(1, 7):
        supporters = (3, sum(AREAS)) if candidate <= 5 else (0, 0)
        box.declare(
            2,
            candidate=candidate,
            yes_heads=supporters[0],
            yes_area=supporters[1],
            heads_yes=supporters[0],
            area_yes=supporters[1],
            passed=candidate <= 5,
        )
    for state in ("declared", "posted", "archived"):
        box.step(state)

    assert box.vote.state == "archived"
