"""A running vote for tests: three electors, two motions and an election, written row by row."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from linli.apps.accounts.tests.tiny_city import COMMUNITY, SINCE, TinyCity, tiny_city
from linli.apps.people.models import Person
from linli.apps.places.models import Home
from linli.apps.votes.models import (
    Declared,
    Delivery,
    Elector,
    ElectorHome,
    ElectorOwner,
    Motion,
    OwnersBallot,
    OwnersVote,
)
from linli.apps.votes.rules import ballots
from linli.apps.votes.rules.canon import START
from linli.foundation import clock
from linli.foundation.keys import new_key

NOTICED: Final = dt.date(2026, 3, 1)
OPENS: Final = dt.datetime(2026, 3, 16, 1, 0, tzinfo=dt.UTC)
CLOSES: Final = dt.datetime(2026, 3, 26, 10, 0, tzinfo=dt.UTC)
AREAS: Final = (8_850, 12_000, 6_001)
CANDIDATES: Final = ["甲", "乙", "丙", "丁", "戊", "己"]


def key() -> int:
    return new_key(clock.now())


@dataclass(slots=True)
class Box:
    """The vote and its rows; `last` is the last ballot put in."""

    city: TinyCity
    vote: OwnersVote
    motions: list[Motion]
    electors: list[Elector]
    last: OwnersBallot | None = None

    def put(self, elector: int, choices: dict[str, Any], **changed: Any) -> OwnersBallot:
        """Put one ballot of `electors[elector]` in, with `changed` facts for an attack."""
        who = self.electors[elector]
        previous = self.last.hash if self.last else START
        sequence = self.last.sequence + 1 if self.last else 1
        at = changed.get("at", OPENS + dt.timedelta(minutes=sequence))
        revision = 1 + OwnersBallot.objects.filter(elector=who).count()
        record = ballots.Ballot(
            sequence=sequence,
            elector=who.number,
            revision=revision,
            channel=ballots.Channel.WEB,
            at=ballots.stamp(at),
            choices=choices,
        )
        facts = {
            "id": key(),
            "vote": self.vote,
            "sequence": sequence,
            "elector": who,
            "revision": revision,
            "channel": "web",
            "at": at,
            "choices": choices,
            "previous": previous,
            "hash": record.hash_after(previous),
            **changed,
        }
        ballot = OwnersBallot.objects.create(**facts)
        self.last = ballot
        return ballot

    def step(self, state: str, **changed: Any) -> None:
        """Move the vote to `state` the way SQL would."""
        OwnersVote.objects.filter(pk=self.vote.pk).update(state=state, **changed)
        self.vote.refresh_from_db()

    def declare(self, motion: int, **changed: Any) -> Declared:
        """Declare a motion with the numbers of three ballots yes, yes, no in the order of electors."""
        yes = AREAS[0] + AREAS[1]
        facts = {
            "id": key(),
            "vote": self.vote,
            "motion": self.motions[motion],
            "candidate": 0,
            "item": self.motions[motion].item,
            "heads": 3,
            "area": sum(AREAS),
            "cast_heads": 3,
            "cast_area": sum(AREAS),
            "yes_heads": 2,
            "yes_area": yes,
            "silent_heads": 0,
            "silent_area": 0,
            "heads_in": 3,
            "area_in": sum(AREAS),
            "heads_yes": 2,
            "area_yes": yes,
            "passed": True,
            **changed,
        }
        return Declared.objects.create(**facts)


def draft_box() -> Box:
    """Return a draft with its roll and motions."""
    city = tiny_city()
    vote = OwnersVote.objects.create(
        id=key(),
        reference="K7M4Q2XD",
        compound=city.compound,
        area=COMMUNITY,
        title="停车位管理方案",
        pack="national",
        salt="a" * 64,
        made_by=1,
    )
    motions = [
        Motion.objects.create(id=key(), vote=vote, number=1, item=2, title="修改管理规约"),
        Motion.objects.create(id=key(), vote=vote, number=2, item=8, title="出租外墙广告位"),
        Motion.objects.create(
            id=key(), vote=vote, number=3, item=3, title="选举", seats=5, candidates=CANDIDATES
        ),
    ]
    electors = [_elector(vote, number, city) for number in (1, 2, 3)]
    return Box(city, vote, motions, electors)


def _elector(vote: OwnersVote, number: int, city: TinyCity) -> Elector:
    area = AREAS[number - 1]
    elector = Elector.objects.create(
        id=key(),
        vote=vote,
        number=number,
        area=area,
        seal=str(number) * 64,
        building=city.first.pk,
        label=f"{number}户",
    )
    home = Home.objects.create(
        id=key(), building=city.first, floor=number, number=f"{number}09", exclusive_area=area
    )
    ElectorHome.objects.create(
        id=key(), vote=vote, elector=elector, home=home, area=area, basis="register"
    )
    person = Person.objects.create(id=key(), community_id=COMMUNITY, name=f"业主{number}")
    ElectorOwner.objects.create(id=key(), vote=vote, elector=elector, person=person)
    return elector


def noticed_box() -> Box:
    box = draft_box()
    box.step(
        "noticed",
        roll_on=SINCE,
        noticed_on=NOTICED,
        opens_at=OPENS,
        closes_at=CLOSES,
        roll_fingerprint="f" * 64,
        heads=3,
        area_total=sum(AREAS),
    )
    return box


def open_box() -> Box:
    box = noticed_box()
    box.step("open")
    return box


def voted_box() -> Box:
    """Return an open vote with three ballots: yes, yes, no."""
    box = open_box()
    Delivery.objects.create(
        id=key(), vote=box.vote, elector=box.electors[0], way="hand", on=NOTICED, by=1
    )
    for elector, mark in enumerate(("yes", "yes", "no")):
        box.put(elector, {"1": mark, "2": mark, "3": [1, 2, 3, 4, 5]})
    return box


def closed_box() -> Box:
    box = voted_box()
    box.step("closed")
    return box
