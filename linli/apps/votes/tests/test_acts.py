"""A vote from draft to archive, and what is refused on the way."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from linli.apps.accounts.tests.cast import Cast, cast, city
from linli.apps.places.models import Home
from linli.apps.votes import actions, jobs, queries
from linli.apps.votes.actions import Question
from linli.apps.votes.models import (
    Declared,
    Elector,
    HeadPost,
    OwnersBallot,
)
from linli.apps.votes.rules.packs import all_packs
from linli.apps.votes.tests.compound import (
    AFTER,
    ALL,
    CLOSES,
    DURING,
    NOTICED,
    OPENS,
    ROLL_ON,
    SYSTEM,
    Estate,
    add_owners,
    closed,
    declared,
    drafted,
    make_estate,
    noticed,
    opened,
    own,
    person,
    scan,
    vote_for,
)
from linli.foundation.refusals import Refused

__all__ = ["cast", "city"]
pytestmark = pytest.mark.django_db
VERIFIER = Path(__file__).parents[1] / "data" / "verify_vote.py"
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def estate(cast: Cast) -> Estate:
    return make_estate(cast)


def test_a_vote_goes_from_draft_to_archive_and_its_bundle_rechecks(
    estate: Estate, tmp_path: Path
) -> None:
    vote = opened(estate)
    vote_for(estate, vote, "resident")
    vote_for(estate, vote, "neighbour", choices={"1": "yes", "2": "yes", "3": [1, 3]})
    vote_for(estate, vote, "resident", choices={"1": "yes", "2": "abstain", "3": []})
    jobs.post_heads(now=DURING)
    declared(estate, vote)
    actions.post_vote(actor=estate.secretary, pk=vote.pk, now=AFTER)
    actions.archive_vote(actor=estate.secretary, pk=vote.pk, now=AFTER)

    rows = Declared.objects.filter(vote=vote).order_by("motion__number", "candidate")
    told = [(row.heads, row.heads_in, row.heads_yes, row.passed) for row in rows]
    bundle = queries.get_bundle(actor=estate.cast.resident.actor, pk=vote.pk)
    file = tmp_path / "bundle.json"
    file.write_text(json.dumps(bundle, ensure_ascii=False), encoding="utf-8")
    vote.refresh_from_db()
    head = HeadPost.objects.filter(vote=vote).first()
    assert head is not None
    done = subprocess.run(
        [
            *(sys.executable, "-I", str(VERIFIER), str(file)),
            *("--fingerprint", vote.roll_fingerprint, "--head", head.head),
        ],
        check=False,
        capture_output=True,
        text=True,
    )
    assert vote.state == "archived"
    assert told[:2] == [(3, 2, 2, True), (3, 2, 1, False)]
    assert [passed for *_rest, passed in told[2:]] == [False] * 6
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_the_roll_has_co_owners_as_one_head_and_a_company_as_one(estate: Estate) -> None:
    vote = drafted(estate)

    assert (vote.heads, vote.area_total, vote.roll_on) == (3, 3 * 8850, ROLL_ON)
    co_owned = estate.elector_of(vote, "neighbour")
    assert co_owned == estate.elector_of(vote, "absent")
    assert Elector.objects.filter(vote=vote, owners__company__startswith="西江").count() == 1
    again = actions.freeze_roll(actor=estate.secretary, pk=vote.pk, on=ROLL_ON, now=NOTICED)
    assert (again.heads, Elector.objects.filter(vote=vote).count()) == (3, 3)


def test_unsold_homes_of_a_developer_are_one_head_and_several_homes_of_one_owner_too(
    estate: Estate,
) -> None:
    first = estate.cast.city.first
    for number, owner in (("901", None), ("902", None), ("903", estate.persons["resident"])):
        home = Home.objects.create(
            id=uuid.uuid4().int >> 66, building=first, floor=9, number=number, exclusive_area=100
        )
        own(home.pk, owner, company="" if owner else "西江城建开发有限公司")

    vote = drafted(estate)

    assert (vote.heads, vote.area_total) == (3, 3 * 8850 + 300)
    assert estate.elector_of(vote, "resident").area == 8950


def test_parking_alone_gives_no_vote_and_a_home_without_owner_stops_the_roll(
    estate: Estate,
) -> None:
    first = estate.cast.city.first
    parking = Home.objects.create(
        id=1, building=first, floor=-1, number="P1", exclusive_area=1200, use="other"
    )
    own(parking.pk, person("车位业主"))
    assert drafted(estate).heads == 3

    Home.objects.create(id=2, building=first, floor=9, number="909", exclusive_area=9000)
    with pytest.raises(Refused, match=r"roll\.no_owner.*1栋1单元909"):
        drafted(estate)


def test_who_buys_after_the_day_of_the_roll_does_not_vote(estate: Estate) -> None:
    vote = opened(estate)
    home = estate.cast.city.homes[0]
    owned = estate.persons["resident"].ownerships.get(home=home)
    owned.valid_to = dt.date(2026, 9, 10)
    owned.save()
    buyer = person("新业主", estate.cast.volunteer.key)
    own(home.pk, buyer, since=dt.date(2026, 9, 10))

    vote_for(estate, vote, "resident")
    elector = estate.elector_of(vote, "resident").pk
    with pytest.raises(PermissionDenied):
        vote_for(estate, vote, "volunteer", elector=elector)


def test_a_guardian_votes_for_a_child(estate: Estate) -> None:
    child = person("小业主", guardian=estate.persons["resident"], birth_year=2015)
    home = Home.objects.create(
        id=3, building=estate.cast.city.first, floor=5, number="501", exclusive_area=7000
    )
    own(home.pk, child)
    estate.persons["child"] = child
    vote = opened(estate)

    ballot = vote_for(estate, vote, "resident", elector=estate.elector_of(vote, "child").pk)

    assert ballot.elector.area == 7000


def test_only_the_building_or_entrance_in_scope_is_on_the_roll(estate: Estate) -> None:
    second = estate.cast.city.second

    assert drafted(estate, building=second.pk).heads == 1
    with pytest.raises(Refused, match=r"vote\.scope"):
        drafted(estate, building=estate.cast.city.street_house.pk)
    with pytest.raises(Refused, match=r"vote\.scope"):
        drafted(estate, building=second.pk, entrance=9)


def test_fifteen_days_of_notice_and_a_frozen_vote_after_it(estate: Estate) -> None:
    vote = drafted(estate)
    with pytest.raises(Refused, match=r"vote\.notice_short"):
        actions.give_notice(
            actor=estate.secretary,
            pk=vote.pk,
            opens_at=OPENS - dt.timedelta(days=1),
            closes_at=CLOSES,
            now=NOTICED,
        )
    vote = noticed(estate)
    with pytest.raises(Refused, match=r"vote\.frozen"):
        actions.freeze_roll(actor=SYSTEM, pk=vote.pk, on=ROLL_ON, now=NOTICED)
    with pytest.raises(Refused, match=r"vote\.frozen"):
        actions.set_motions(
            actor=SYSTEM, pk=vote.pk, questions=[Question(4, "另一件事")], now=NOTICED
        )


@pytest.mark.parametrize(
    ("questions", "code"),
    [
        ([], "vote.no_motion"),
        ([Question(10, "不在法条里")], "vote.item_unknown"),
        ([Question(4, "")], "vote.motion_title"),
        ([Question(4, "选人", seats=5, candidates=("甲",) * 5)], "election.item"),
        ([Question(3, "选人", seats=5, candidates=("甲",) * 5)], "election.names"),
        ([Question(3, "选人", seats=4, candidates=tuple("甲乙丙丁"))], "election.seats"),
        ([Question(3, "选人", seats=5, candidates=tuple("甲乙丙丁"))], "election.candidates"),
        ([Question(3, "选人", candidates=tuple("甲乙"))], "election.seats_missing"),
    ],
)
def test_unsound_motions_are_refused(estate: Estate, questions: list[Question], code: str) -> None:
    with pytest.raises(Refused, match=code):
        drafted(estate, questions)


BAD_BALLOTS: list[tuple[dict[str, Any], str]] = [
    ({"now": OPENS - MINUTE}, "ballot.early"),
    ({"now": CLOSES}, "ballot.late"),
    ({"choices": {}}, "ballot.motion_unknown"),
    ({"choices": {"9": "yes"}}, "ballot.motion_unknown"),
    ({"choices": {"1": "maybe"}}, "ballot.mark_unknown"),
    ({"choices": {"1": "blank"}}, "ballot.mark_unknown"),
    ({"choices": {"1": ["yes"]}}, "ballot.mark_unknown"),
    ({"choices": {"3": [1, 2, 3, 4, 5, 6]}}, "ballot.mark_unknown"),
    ({"choices": {"3": [1, 1]}}, "ballot.mark_unknown"),
    ({"choices": {"3": [7]}}, "ballot.mark_unknown"),
    ({"elector": 12345}, "ballot.not_on_roll"),
]


@pytest.mark.parametrize(("changed", "code"), BAD_BALLOTS)
def test_a_bad_ballot_is_refused_and_nothing_is_stored(
    estate: Estate, changed: dict[str, Any], code: str
) -> None:
    vote = opened(estate)

    with pytest.raises(Refused, match=code):
        vote_for(estate, vote, "resident", **changed)

    assert not OwnersBallot.objects.exists()


def test_a_ballot_for_another_assembly_is_refused(estate: Estate) -> None:
    vote, other = opened(estate), opened(estate)

    with pytest.raises(Refused, match=r"ballot\.not_on_roll"):
        vote_for(estate, vote, "resident", elector=estate.elector_of(other, "resident").pk)


def test_a_clock_set_back_stops_the_voting_but_a_few_seconds_do_not(estate: Estate) -> None:
    vote = opened(estate)
    vote_for(estate, vote, "resident")

    slow = vote_for(estate, vote, "neighbour", now=DURING - dt.timedelta(seconds=3))
    assert slow.at == DURING
    with pytest.raises(Refused, match=r"ballot\.clock"):
        vote_for(estate, vote, "neighbour", now=DURING - dt.timedelta(minutes=10))


def test_the_same_client_id_is_the_same_ballot_and_a_later_one_replaces_it(
    estate: Estate,
) -> None:
    vote, client_id = opened(estate), uuid.uuid4()

    first = vote_for(estate, vote, "resident", client_id=client_id)
    again = vote_for(estate, vote, "resident", client_id=client_id, choices={"1": "no"})
    second = vote_for(estate, vote, "resident", choices={"1": "no"})

    assert (first.pk, first.choices) == (again.pk, ALL)
    assert (second.revision, second.sequence, second.previous) == (2, 2, first.hash)


def test_a_proxy_votes_within_matter_and_period_and_not_after_its_withdrawal(
    estate: Estate,
) -> None:
    vote = opened(estate)
    elector = estate.elector_of(vote, "resident").pk
    facts: dict[str, Any] = {
        "pk": vote.pk,
        "elector": elector,
        "holder": estate.cast.volunteer.key,
        "ends_at": DURING + dt.timedelta(days=2),
        "now": DURING,
    }
    owner = estate.cast.resident.actor
    with pytest.raises(Refused, match=r"proxy\.no_document"):
        actions.grant_proxy(actor=owner, document="none", **facts)
    proxy = actions.grant_proxy(actor=owner, document=scan(), motions=[1], **facts)

    with pytest.raises(Refused, match=r"proxy\.scope"):
        vote_for(estate, vote, "volunteer", elector=elector)
    vote_for(estate, vote, "volunteer", elector=elector, choices={"1": "no"})
    late = DURING + dt.timedelta(days=3)
    with pytest.raises(Refused, match=r"proxy\.period"):
        vote_for(estate, vote, "volunteer", elector=elector, choices={"1": "no"}, now=late)
    other = estate.elector_of(vote, "neighbour").pk
    with pytest.raises(PermissionDenied):
        vote_for(estate, vote, "volunteer", elector=other, choices={"1": "no"})
    actions.withdraw_proxy(actor=owner, pk=vote.pk, proxy=proxy.pk, now=DURING)
    with pytest.raises(PermissionDenied):
        vote_for(estate, vote, "volunteer", elector=elector, choices={"1": "no"})


def test_jobs_open_and_close_at_their_time_and_never_before(estate: Estate) -> None:
    vote = noticed(estate)
    for moment, state in (
        (OPENS - MINUTE, "noticed"),
        (OPENS, "open"),
        (CLOSES - MINUTE, "open"),
        (CLOSES, "closed"),
    ):
        jobs.turn_votes(now=moment)
        vote.refresh_from_db()
        assert vote.state == state
    assert HeadPost.objects.filter(vote=vote).count() == 1


def test_the_end_moves_only_later_and_only_before_it(estate: Estate) -> None:
    vote = opened(estate)
    facts = {"actor": estate.secretary, "pk": vote.pk}

    with pytest.raises(Refused, match=r"vote\.earlier"):
        actions.extend_vote(**facts, closes_at=CLOSES - MINUTE, now=DURING)
    with pytest.raises(Refused, match=r"vote\.over"):
        actions.extend_vote(**facts, closes_at=CLOSES + MINUTE, now=AFTER)
    later = actions.extend_vote(**facts, closes_at=CLOSES + MINUTE, now=DURING)
    assert later.closes_at == CLOSES + MINUTE


def test_silence_needs_the_clause_on_file(estate: Estate) -> None:
    counting = next(own for own in all_packs() if own.silence != "absent")
    with pytest.raises(Refused, match=r"vote\.no_clause"):
        noticed(estate, pack=counting.code)


def test_deliveries_are_of_this_roll_and_between_notice_and_today(estate: Estate) -> None:
    vote = noticed(estate)
    facts: dict[str, Any] = {"actor": estate.secretary, "pk": vote.pk, "now": DURING}
    day = NOTICED.date()

    assert actions.record_delivery(**facts, electors=[1, 2], way="hand", on=day) == 2
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"electors": [99]}, "delivery.unknown"),
        ({"electors": []}, "delivery.unknown"),
        ({"way": "pigeon"}, "delivery.way"),
        ({"on": day - dt.timedelta(days=1)}, "delivery.day"),
        ({"on": AFTER.date()}, "delivery.day"),
    ]
    for changed, code in wrong:
        right: dict[str, Any] = {**facts, "electors": [1], "way": "hand", "on": day}
        with pytest.raises(Refused, match=code):
            actions.record_delivery(**(right | changed))
    assert queries.count_deliveries(vote) == 2


def test_turnout_tells_buildings_and_hides_small_ones(estate: Estate) -> None:
    add_owners(estate, 6)
    vote = opened(estate)
    vote_for(estate, vote, "resident")

    told = {row.building: (row.electors, row.voted) for row in queries.turnout_by_building(vote)}

    assert told == {"1栋": (8, 1), "2栋": (1, None)}
    assert queries.turnout(vote) == (1, 8850)


def test_a_vote_made_void_tells_why(estate: Estate) -> None:
    vote = opened(estate)
    with pytest.raises(Refused, match=r"vote\.void_reason"):
        actions.void_vote(actor=estate.secretary, pk=vote.pk, reason="错", now=DURING)
    actions.void_vote(actor=estate.secretary, pk=vote.pk, reason="名册日期有误", now=DURING)
    with pytest.raises(Refused, match=r"ballot\.late"):
        vote_for(estate, vote, "resident")


def test_nothing_is_declared_before_the_end_and_nothing_twice(estate: Estate) -> None:
    vote = opened(estate)
    with pytest.raises(Refused, match=r"vote\.step"):
        actions.declare_vote(actor=estate.secretary, pk=vote.pk, now=DURING)
    closed(estate, vote)
    actions.declare_vote(actor=estate.secretary, pk=vote.pk, now=AFTER)
    with pytest.raises(Refused, match=r"vote\.step"):
        actions.declare_vote(actor=estate.secretary, pk=vote.pk, now=AFTER)
