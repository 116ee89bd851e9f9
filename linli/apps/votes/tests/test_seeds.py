"""The demo city's votes: every state, a failure on each of the four tests, whole chains."""

from __future__ import annotations

import datetime as dt
import random  # noqa: TID251  # seeded, for a test
from collections import Counter

import pytest

from linli.apps.accounts.tests.cast import Cast
from linli.apps.accounts.tests.tiny_city import COMMUNITY, SINCE
from linli.apps.people.models import Household, Residence
from linli.apps.places.models import Building, Compound, Home
from linli.apps.votes import queries, seeds
from linli.apps.votes.models import ElectorOwner, OwnersBallot, OwnersVote, ResidentsVote
from linli.apps.votes.rules.secrecy import unfold
from linli.apps.votes.rules.thresholds import judge
from linli.apps.votes.tests.compound import SYSTEM, add_owners, key, make_estate, own, person
from linli.apps.votes.tests.neighbours import make_neighbours
from linli.foundation import clock
from linli.foundation.clock import LOCAL

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 20, 15, 0, tzinfo=LOCAL)


def compound_with_owners(name: str, homes: int) -> None:
    compound = Compound.objects.create(
        id=key(), community_id=COMMUNITY, name=name, kind="commodity", lon=111.3, lat=23.48
    )
    building = Building.objects.create(
        id=key(), community_id=COMMUNITY, compound=compound, name="1栋", lon=111.3, lat=23.48,
        floors=9, card_code=f"C{key() % 10**7}",
    )  # fmt: skip
    for number in range(homes):
        home = Home.objects.create(
            id=key(),
            building=building,
            floor=1 + number // 4,
            number=str(number),
            exclusive_area=6000 + 350 * (number % 19),
        )
        own(home.pk, person(f"{name}{number}"))


@pytest.fixture
def votes(cast: Cast) -> list[OwnersVote]:
    estate = make_estate(cast)
    account = cast.neighbour.account
    assert account is not None
    account.username = "lu"
    account.save()
    add_owners(estate, 12)
    for name in ("一", "二", "三", "四", "五"):
        compound_with_owners(f"{name}号院", 40)
    dice = random.Random(7)
    seeds.load(city_file={}, now=NOW, dice=dice, report=lambda _step, _done, _total: None)
    return list(OwnersVote.objects.order_by("id"))


def test_every_state_is_there_and_each_test_fails_somewhere(votes: list[OwnersVote]) -> None:
    states = Counter(vote.state for vote in votes)
    failed: set[str] = set()
    for vote in votes:
        for row in queries.result_of(queries.get_page(actor=SYSTEM, reference=vote.reference)):
            short = [test.measure.value for test in judge(row.tally, row.motion.item).tests
                     if not test.passed]  # fmt: skip
            if len(short) == 1:
                failed.add(short[0])

    assert set(states) == {
        *("draft", "noticed", "open", "closed", "declared", "posted", "archived", "void")
    }
    assert failed == {"heads_in", "area_in", "heads_yes", "area_yes"}


def test_a_persona_still_has_a_vote_to_cast_in_the_running_one(votes: list[OwnersVote]) -> None:
    running = next(vote for vote in votes if vote.state == "open")
    elector = ElectorOwner.objects.get(vote=running, person__account__username="lu").elector

    assert not OwnersBallot.objects.filter(elector=elector).exists()
    assert OwnersBallot.objects.filter(vote=running).exists()


def test_a_second_round_art_279_and_an_import_are_there(votes: list[OwnersVote]) -> None:
    second = [vote for vote in votes if vote.run_off_of_id]
    asked = [vote for vote in votes if vote.kind == "unanimous"]
    results = [
        queries.result_of(queries.get_page(actor=SYSTEM, reference=vote.reference))[0].passed
        for vote in asked
    ]

    assert [vote.state for vote in second] == ["noticed"]
    assert sorted(results) == [False, True]
    running = next(vote for vote in votes if vote.state == "open")
    assert len(queries.list_imported(running.compound_id)) == 1


def test_nothing_lies_in_the_future_and_every_notice_was_in_time(votes: list[OwnersVote]) -> None:
    for vote in votes:
        if vote.noticed_on and vote.opens_at:
            assert (vote.opens_at.astimezone(LOCAL).date() - vote.noticed_on).days >= 15
    assert not OwnersBallot.objects.filter(at__gt=NOW).exists()


def test_residents_votes_stand_in_every_state_and_a_persona_still_has_a_voice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    around = make_neighbours(cast)
    account = cast.resident.account
    assert account is not None
    account.username = "mo"
    account.save()
    for number in range(60):
        home = Home.objects.create(
            id=key(), building=cast.city.first, floor=9, number=f"9{number}", exclusive_area=6000
        )
        household = Household.objects.create(id=key(), home=home, valid_from=SINCE)
        Residence.objects.create(
            id=key(),
            home=home,
            person=person(f"邻居{number}"),
            household=household,
            relation="family",
            valid_from=SINCE,
        )
    seeds.load(city_file={}, now=NOW, dice=random.Random(7), report=lambda *_: None)

    found = list(ResidentsVote.objects.order_by("pk"))
    assert Counter(vote.state for vote in found) == {
        "draft": 1, "open": 1, "closed": 3, "void": 1,
    }  # fmt: skip
    for vote in found[:5]:
        assert vote.box.ballots == vote.turns.count() == len(unfold(vote.box.marks))
    told = {vote.method: vote.result for vote in found if vote.state == "closed"}
    assert told["approval"].is_quorate
    assert told["approval"].winner == 3
    monkeypatch.setattr(clock, "now", lambda: NOW)
    waiting = queries.list_residents_to_vote(actor=around.cast.resident.actor, now=NOW)
    assert [row.title for row in waiting] == [vote.title for vote in found if vote.state == "open"]
