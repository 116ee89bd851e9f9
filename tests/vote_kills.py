"""Kill the real server again and again while owners vote: no acknowledged ballot is lost, the chain holds.

Each voter votes again and again for the same home, under a new client-made id each time, and sends the
same ballot again until it is answered. What a voter was told (sequence and hash) must stand in the chain,
each act must have made one ballot, and every ballot must follow from the one before.
"""

from __future__ import annotations

import json
import threading
import time
import uuid
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

from benchmarks.measure import Server, ask
from linli.apps.votes.rules.canon import START, link
from linli.foundation.clock import chance
from tests.kills import in_city, kill_under

VOTERS: Final = 6

PREPARE: Final = """
import django
django.setup()
import datetime as dt, json
from django.conf import settings
from django.test import Client
from linli.apps.accounts.tests.cast import make_cast, make_account, signed_in
from linli.apps.accounts.tests.tiny_city import tiny_city
from linli.apps.votes import actions
from linli.apps.votes.actions import Question
from linli.apps.votes.models import Elector
from linli.apps.votes.tests.compound import SYSTEM, add_owners, make_estate
from linli.foundation.clock import local_date, now
estate = make_estate(make_cast(tiny_city()))
owners = add_owners(estate, 6)
accounts = [make_account(f"voter{n}") for n in range(6)]
for owner, account in zip(owners, accounts):
    owner.account = account
    owner.save()
noticed = now() - dt.timedelta(days=20)
act = {"actor": SYSTEM, "now": noticed}
vote = actions.draft_vote(compound=estate.cast.city.compound.pk, title="表决", **act)
asked = [Question(4, f"事项{n}") for n in range(5)]
actions.set_motions(pk=vote.pk, questions=asked, **act)
actions.freeze_roll(pk=vote.pk, on=local_date(noticed), **act)
opens = noticed + dt.timedelta(days=17)
actions.give_notice(pk=vote.pk, opens_at=opens, closes_at=now() + dt.timedelta(days=2), **act)
actions.open_vote(actor=SYSTEM, pk=vote.pk, now=opens)
voters = []
for owner, account in zip(owners, accounts):
    cookie = signed_in(account).cookies[settings.SESSION_COOKIE_NAME]
    elector = Elector.objects.get(vote=vote, owners__person=owner).pk
    voters.append([str(elector), f"{cookie.key}={cookie.value}"])
print(json.dumps({"reference": vote.reference, "voters": voters}))
"""
LOOK: Final = """
import django, json
django.setup()
from linli.apps.votes.models import OwnersBallot
from linli.apps.votes.queries.bundles import _ballot
from linli.platform.models import Act, JournalLine
rows = OwnersBallot.objects.select_related("elector").order_by("sequence")
print(json.dumps({
    "ballots": [[row.pk, row.previous, row.hash, _ballot(row).record()] for row in rows],
    "acts": list(Act.objects.filter(kind="votes.cast").values_list("result", flat=True)),
    "lines": JournalLine.objects.filter(verb="votes.cast").count(),
}))
"""


@dataclass
class Votes:
    """What the voters remember: hash by sequence, as they were told."""

    told: dict[int, str] = field(default_factory=dict)
    retries: int = 0
    refusals: list[tuple[int, bytes]] = field(default_factory=list)

    @property
    def answers(self) -> int:
        return len(self.told)


@dataclass(frozen=True)
class Verdict:
    """What the database says against what the voters were told."""

    kills: int
    told: int
    retries: int
    lost: list[int]
    torn: list[str]
    refusals: list[tuple[int, bytes]]

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.told} ballots acknowledged, {self.retries} sent again:"
            f" {len(self.lost)} lost, chain {self.torn or 'intact'}"
        )


def survive_voting(*, kills: int, data: Path, database: str) -> Verdict:
    """Kill the server `kills` times while owners vote and compare."""
    data.mkdir(parents=True, exist_ok=True)
    made = json.loads(in_city(PREPARE, data, database).splitlines()[-1])
    votes = Votes()
    path = f"/api/votes/{made['reference']}/ballots"
    kill_under(
        kills=kills,
        data=data,
        database=database,
        callers=[
            partial(vote_until, path=path, elector=elector, cookie=cookie, votes=votes)
            for elector, cookie in made["voters"]
        ],
        told=votes,
    )
    return compare(votes, kills, json.loads(in_city(LOOK, data, database).splitlines()[-1]))


def vote_until(  # what a voter knows
    stop: threading.Event, place: Server, path: str, elector: str, cookie: str, votes: Votes
) -> None:
    """Vote one time after the other; send each ballot again, under its own id, until it is answered."""
    while not stop.is_set():
        body = {
            "client_id": str(uuid.uuid4()),
            "elector": elector,
            "choices": {str(n): ("yes", "no", "abstain")[chance(3)] for n in range(1, 6)},
        }
        while not send(place, path, json.dumps(body), cookie, votes):
            votes.retries += 1
            time.sleep(0.2)


def send(place: Server, path: str, body: str, cookie: str, votes: Votes) -> bool:
    """Send one ballot; tell whether an answer came."""
    try:
        code, content = ask(place, path, body=body, headers={"Cookie": cookie})
    except OSError:
        return False
    if code != 201:
        votes.refusals.append((code, content[:200]))
        time.sleep(0.2)
        return True
    receipt = json.loads(content)
    votes.told[receipt["sequence"]] = receipt["hash"]
    return True


def compare(votes: Votes, kills: int, found: dict[str, Any]) -> Verdict:
    """Compare what was told with what stands in the chain."""
    chain = {record["sequence"]: digest for _pk, _before, digest, record in found["ballots"]}
    return Verdict(
        kills=kills,
        told=len(votes.told),
        retries=votes.retries,
        lost=[number for number, digest in votes.told.items() if chain.get(number) != digest],
        torn=list(torn(found)),
        refusals=votes.refusals,
    )


def torn(found: dict[str, Any]) -> list[str]:
    """Return what does not fit: a broken link, a ballot without its act or its line, or the reverse."""
    faults, previous = [], START
    for number, (_pk, before, digest, record) in enumerate(found["ballots"], start=1):
        fits = before == previous and digest == link(previous, record)
        if record["sequence"] != number or not fits:
            faults.append(f"ballot {number}")
        previous = digest
    if sorted(found["acts"]) != sorted(pk for pk, *_rest in found["ballots"]):
        faults.append("acts")
    if found["lines"] != len(found["ballots"]):
        faults.append("journal")
    return faults
