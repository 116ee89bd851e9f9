"""The chain of an owners' vote: a ballot joins behind the last one, under the lock on its vote.

Ballots of one vote come one after the other, so what happens under the lock decides how many a second:
two queries that are planned once, and one insert.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.db import connection
from django.db.models import BooleanField, Exists, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from linli.apps.votes.actions.step import as_rule
from linli.apps.votes.models import Elector, ElectorOwner, Motion, OwnersBallot, OwnersVote
from linli.apps.votes.rules import ballots
from linli.apps.votes.rules.ballots import (
    Ballot,
    Channel,
    Choices,
    State,
    require_open,
    stamp,
)
from linli.apps.votes.rules.canon import START
from linli.foundation.refusals import Refused
from linli.platform import prepared

CLOCK_SLACK: Final = dt.timedelta(minutes=5)
VOTES_KEPT: Final = 256
COLUMNS: Final = (
    "id", "vote_id", "sequence", "elector_id", "revision", "channel", "at", "choices", "scan",
    "clerk_one", "clerk_two", "previous", "hash",
)  # fmt: skip
INSERT: Final = (
    f"INSERT INTO votes_ownersballot ({', '.join(COLUMNS)})"  # noqa: S608  # our own names
    f" VALUES ({', '.join(['%s'] * len(COLUMNS))})"
)


@dataclass(frozen=True, slots=True)
class Paper:
    """What makes a ballot a paper one: the digest of its scan and its two clerks."""

    scan: str
    clerks: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """The vote under its lock, the end of its chain, and the elector who is about to vote."""

    vote: int
    state: State
    opens_at: dt.datetime | None
    closes_at: dt.datetime | None
    revote: bool
    elector: int
    number: int
    is_owner: bool
    revision: int
    sequence: int
    at: dt.datetime | None
    head: str

    def require_open(self, now: dt.datetime) -> None:
        """Refuse outside the time of voting, and while the server's clock stands before the last ballot."""
        if self.opens_at is None or self.closes_at is None:
            raise Refused("ballot.early", "表决还没有开始，请在公告的时间内投票。")
        require_open(self.state, self.opens_at, self.closes_at, now)
        if self.at is not None and self.at - now > CLOCK_SLACK:
            raise Refused("ballot.clock", "服务器的时钟倒退了，暂不能收票。请稍后再试并告知社区。")


def _vote(pk: int) -> QuerySet[Any, Any]:
    rows = OwnersVote.objects.filter(pk=pk).select_for_update(of=("self",), no_key=True)
    return rows.values_list("state", "opens_at", "closes_at", "revote")


def _elector(vote: int, elector: int, account: int) -> QuerySet[Any, Any]:
    """Return the query for an elector with the last revision, the end of the chain, and who asks."""
    last = OwnersBallot.objects.filter(vote=vote).order_by("-sequence")
    own = OwnersBallot.objects.filter(elector=OuterRef("pk")).order_by()
    revision = own.values("elector").annotate(last=Max("revision")).values("last")
    # -1 stands for nobody: then no owner is looked for.
    owners = ElectorOwner.objects.filter(elector=OuterRef("pk"))
    is_owner = owners.filter(person__account=account) | owners.filter(
        person__guardian__account=account
    )
    rows = Elector.objects.filter(vote=vote, pk=elector)
    return rows.values_list(
        "number",
        Exists(is_owner) if account != NOBODY else Value(value=False, output_field=BooleanField()),
        Coalesce(Subquery(revision), 0),
        Subquery(last.values("sequence")[:1]),
        Subquery(last.values("at")[:1]),
        Subquery(last.values("hash")[:1]),
    )


NOBODY: Final = -1


def stand(vote: int, elector: int, *, account: int | None) -> Standing | None:
    """Lock the vote and return where it stands; `None` when the elector is not on its roll."""
    locked = prepared.rows("votes.lock", _vote, pk=vote)
    values = {"vote": vote, "elector": elector, "account": account or NOBODY}
    key = ("votes.elector", account is None)
    found = prepared.rows(key, _elector, **values) if locked else []
    if not found:
        return None
    (state, opens, closes, revote), (number, is_owner, revision, sequence, at, head) = (
        locked[0],
        found[0],
    )
    own = (elector, number, bool(is_owner), revision)
    return Standing(
        vote, State(state), opens, closes, revote, *own, sequence or 0, at, head or START
    )


def join(
    place: Standing,
    choices: Choices,
    *,
    key: int,
    now: dt.datetime,
    channel: Channel = Channel.WEB,
    paper: Paper | None = None,
) -> OwnersBallot:
    """Put a ballot behind the last one."""
    place.require_open(now)
    revision = place.revision + 1
    if revision > 1 and not place.revote:
        raise Refused("ballot.voted", "这一户已经投过票，按本次规则不能改票。")
    at = (max(now, place.at) if place.at else now).astimezone(dt.UTC)
    record = Ballot(
        sequence=place.sequence + 1,
        elector=place.number,
        revision=revision,
        channel=Channel.PAPER if paper else channel,
        at=stamp(at),
        choices=choices,
        scan=paper.scan if paper else "",
        clerks=paper.clerks if paper else (),
    )
    one, two = record.clerks or (None, None)
    ballot = OwnersBallot(
        id=key,
        vote_id=place.vote,
        sequence=record.sequence,
        elector_id=place.elector,
        revision=revision,
        channel=record.channel.value,
        at=at,
        choices=dict(choices),
        scan=record.scan or None,
        clerk_one=one,
        clerk_two=two,
        previous=place.head,
        hash=record.hash_after(place.head),
    )
    _insert(ballot)
    return ballot


def _insert(ballot: OwnersBallot) -> None:
    values = [getattr(ballot, column) for column in COLUMNS]
    values[COLUMNS.index("at")] = connection.ops.adapt_datetimefield_value(ballot.at)
    values[COLUMNS.index("choices")] = json.dumps(ballot.choices)
    with getattr(connection, "prepared_cursor", connection.cursor)() as cursor:
        cursor.execute(INSERT, values)


@dataclass(frozen=True, slots=True)
class Frozen:
    """What of a vote no longer changes after its notice."""

    area: int
    motions: tuple[ballots.Motion, ...]


def frozen(vote: int) -> Frozen | None:
    """Return what is frozen of a vote, read once a process; `None` of a draft, which still changes."""
    try:
        return _frozen(vote)
    except LookupError:
        return None


@lru_cache(maxsize=VOTES_KEPT)
def _frozen(vote: int) -> Frozen:
    area = (
        OwnersVote.objects.filter(pk=vote)
        .exclude(state=State.DRAFT)
        .values_list("area", flat=True)
        .first()
    )
    if area is None:
        raise LookupError(vote)  # and so is not kept
    rows = Motion.objects.filter(vote=vote).order_by("number")
    return Frozen(area, tuple(as_rule(row) for row in rows))
