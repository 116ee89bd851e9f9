"""What the tests of votes share: a compound with owners of every sort, and a way to bring a vote along.

江滨花园: 101 resident · 102 neighbour with an absent one · 601 a company. Ten more homes of ten owners
without account stand in 1栋 for those tests that ask for them.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from linli.apps.accounts.tests.cast import Cast, give, make_account
from linli.apps.accounts.tests.tiny_city import COMMUNITY, SINCE
from linli.apps.people.models import Ownership, Person
from linli.apps.places.models import Home
from linli.apps.votes import actions
from linli.apps.votes.actions import Question
from linli.apps.votes.models import Elector, OwnersBallot, OwnersVote
from linli.foundation import clock
from linli.foundation.clock import LOCAL
from linli.foundation.keys import new_key
from linli.platform.access import system
from linli.platform.models import StoredFile

NOTICED: Final = dt.datetime(2026, 9, 1, 10, 0, tzinfo=LOCAL)
OPENS: Final = dt.datetime(2026, 9, 16, 9, 0, tzinfo=LOCAL)
CLOSES: Final = dt.datetime(2026, 9, 30, 18, 0, tzinfo=LOCAL)
ROLL_ON: Final = dt.date(2026, 8, 31)
DURING: Final = OPENS + dt.timedelta(days=1)
AFTER: Final = CLOSES + dt.timedelta(hours=1)
SYSTEM: Final = system("test")
CANDIDATES: Final = ("甲", "乙", "丙", "丁", "戊", "己")
QUESTIONS: Final = (
    Question(4, "续聘物业服务企业", "合同三年，每平方米每月 1.20 元。"),
    Question(8, "出租外墙广告位"),
    Question(3, "选举业主委员会", seats=5, candidates=CANDIDATES),
)
ALL: Final = {"1": "yes", "2": "no", "3": [1, 2]}


def key() -> int:
    return new_key(clock.now())


@dataclass(slots=True)
class Estate:
    """The compound with its people."""

    cast: Cast
    persons: dict[str, Person]

    @property
    def secretary(self) -> Any:
        return self.cast.secretary.actor

    def elector_of(self, vote: OwnersVote, name: str) -> Elector:
        return Elector.objects.get(vote=vote, owners__person=self.persons[name])


def person(name: str, account: int | None = None, **facts: Any) -> Person:
    return Person.objects.create(
        id=key(), name=name, account_id=account, community_id=COMMUNITY, **facts
    )


def own(
    home: int,
    owner: Person | None,
    *,
    part: tuple[int, int] = (1, 1),
    company: str = "",
    **dates: Any,
) -> Ownership:
    since = dates.pop("since", SINCE)
    return Ownership.objects.create(
        id=key(),
        home_id=home,
        person=owner,
        company=company,
        numerator=part[0],
        denominator=part[1],
        basis="register",
        valid_from=since,
        **dates,
    )


def make_estate(cast: Cast) -> Estate:
    """Write the owners of the compound."""
    persons = {
        "resident": person("莫小玲", cast.resident.key),
        "neighbour": person("钟翠兰", cast.neighbour.key),
        "absent": person("远方业主"),
    }
    first, second, third, _street = cast.city.homes
    own(first.pk, persons["resident"])
    own(second.pk, persons["neighbour"], part=(1, 2))
    own(second.pk, persons["absent"], part=(1, 2))
    own(third.pk, None, company="西江城建开发有限公司")
    return Estate(cast, persons)


def add_owners(estate: Estate, count: int, *, area: int = 8850) -> list[Person]:
    """Give 1栋 `count` more homes with an owner each."""
    made = []
    for number in range(count):
        home = Home.objects.create(
            id=key(),
            building=estate.cast.city.first,
            floor=2 + number // 4,
            number=f"X{number}",
            exclusive_area=area,
        )
        made.append(person(f"业主{number}"))
        own(home.pk, made[-1])
    return made


def drafted(estate: Estate, questions: Sequence[Question] = QUESTIONS, **facts: Any) -> OwnersVote:
    vote = actions.draft_vote(
        actor=estate.secretary,
        compound=estate.cast.city.compound.pk,
        title="物业续聘和业委会换届",
        now=NOTICED - dt.timedelta(days=1),
        **facts,
    )
    actions.set_motions(actor=estate.secretary, pk=vote.pk, questions=questions, now=NOTICED)
    return actions.freeze_roll(actor=estate.secretary, pk=vote.pk, on=ROLL_ON, now=NOTICED)


def noticed(estate: Estate, *, closes_at: dt.datetime = CLOSES, **facts: Any) -> OwnersVote:
    vote = drafted(estate, **facts)
    return actions.give_notice(
        actor=estate.secretary, pk=vote.pk, opens_at=OPENS, closes_at=closes_at, now=NOTICED
    )


def opened(estate: Estate, **facts: Any) -> OwnersVote:
    return actions.open_vote(actor=SYSTEM, pk=noticed(estate, **facts).pk, now=OPENS)


def vote_for(estate: Estate, vote: OwnersVote, name: str, **facts: Any) -> OwnersBallot:
    """Let somebody of the cast vote for their own home."""
    facts = {
        "actor": estate.cast[name].actor,
        "choices": ALL,
        "client_id": uuid.uuid4(),
        "now": DURING,
        **facts,
    }
    elector = facts.pop("elector", None) or estate.elector_of(vote, name).pk
    return actions.cast_ballot(pk=vote.pk, elector=elector, **facts)


def closed(estate: Estate, vote: OwnersVote) -> OwnersVote:
    return actions.close_vote(actor=SYSTEM, pk=vote.pk, now=AFTER)


def declared(estate: Estate, vote: OwnersVote) -> OwnersVote:
    closed(estate, vote)
    return actions.declare_vote(actor=estate.secretary, pk=vote.pk, now=AFTER)


def scan(letter: str = "a") -> str:
    """Write the row of a stored scan and return its key."""
    file = StoredFile.objects.create(
        id=key(),
        key=uuid.uuid4().hex,
        sha256=letter * 64,
        media_type="image/jpeg",
        size_bytes=1,
        stored_at=NOTICED,
    )
    return file.key


def second_clerk() -> Any:
    """Return another clerk of the community."""
    from linli.apps.accounts.queries import actor_for
    from linli.apps.accounts.rules import Role

    account = make_account("clerk2", "黎明")
    give(account, Role.COMMUNITY_WORKER, COMMUNITY, "community")
    return actor_for(account.pk, clock.now())
