"""The quick way of a web ballot on PostgreSQL: all of it in one call (see `casting_postgresql.py`).

Only what is in order goes this way. For anything else nothing is written, and the way of `chain.py`
judges and says why; so no refusal is written twice.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, connection, transaction

from linli.apps.votes.actions.chain import CLOCK_SLACK
from linli.apps.votes.models import OwnersBallot
from linli.apps.votes.models.casting_postgresql import CALL_DURABLY, CALL_WITHIN, NOT_IN_ORDER
from linli.apps.votes.rules.ballots import Ballot, Channel, Choices, stamp
from linli.apps.votes.rules.canon import written
from linli.foundation.keys import new_key
from linli.platform.access import Actor


@dataclass(frozen=True, slots=True)
class Wanted:
    """A ballot that somebody sends, whose marks the rules have taken."""

    vote: int
    area: int
    elector: int
    choices: Choices
    client_id: uuid.UUID


def cast_at_once(wanted: Wanted, *, actor: Actor, now: dt.datetime) -> OwnersBallot | None:
    """Return the ballot in the chain and on disk, or `None` when this is not the way for it."""
    if connection.vendor != "postgresql" or (actor.account is None and not actor.is_system):
        return None
    key = new_key(now)
    asker = None if actor.is_system else actor.account
    who = (wanted.client_id, actor.account, asker, actor.channel, wanted.area)
    what = (wanted.vote, wanted.elector, key, new_key(now), written(wanted.choices).decode())
    found = _called((*who, *what, now, CLOCK_SLACK))
    return None if found is None else _ballot(key, wanted, found)


def _called(given: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """Call the function: inside a transaction as a part of it, else on disk when it returns."""
    try:
        if connection.in_atomic_block:
            with transaction.atomic():
                return _asked(CALL_WITHIN, given)
        return _asked(CALL_DURABLY, given)
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", None) == NOT_IN_ORDER:
            return None
        raise


def _asked(statement: str, given: tuple[Any, ...]) -> tuple[Any, ...]:
    with getattr(connection, "prepared_cursor", connection.cursor)() as cursor:
        cursor.execute(statement, given)
        row: tuple[Any, ...] = cursor.fetchone()
    return row


def _ballot(key: int, wanted: Wanted, found: tuple[Any, ...]) -> OwnersBallot:
    number, sequence, revision, at, previous, digest = found
    record = Ballot(sequence, number, revision, Channel.WEB, stamp(at), wanted.choices)
    assert digest == record.hash_after(previous), "the database writes a record as the rules do"
    return OwnersBallot(
        id=key,
        vote_id=wanted.vote,
        sequence=sequence,
        elector_id=wanted.elector,
        revision=revision,
        channel=record.channel.value,
        at=at,
        choices=dict(wanted.choices),
        previous=previous,
        hash=digest,
    )
