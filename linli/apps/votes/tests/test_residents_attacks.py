"""Attacks on a residents' vote by somebody who writes to the database past the application."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DataError, IntegrityError, connection, transaction
from django.http import Http404

from linli.apps.accounts.tests.cast import STRANGER, Cast, read_matrix
from linli.apps.votes.access import RESIDENTS_TABLE
from linli.apps.votes.models import ResidentsTurn, ResidentsVote, ResidentsVoter
from linli.apps.votes.tests.neighbours import (
    Neighbours,
    announced,
    asked,
    counted,
    make_neighbours,
    says,
)
from linli.foundation import clock
from linli.platform.access import fetch

pytestmark = pytest.mark.django_db
Attack = Callable[[Neighbours, ResidentsVote], Any]


def on_vote(assignment: str) -> Attack:
    return sql(f"UPDATE votes_residentsvote SET {assignment}")  # noqa: S608


def box(marks: str, ballots: str = "3") -> Attack:
    return sql(f"UPDATE votes_residentsbox SET marks = '{marks}', ballots = {ballots}")  # noqa: S608


def sql(statement: str) -> Attack:
    def run(_around: Neighbours, _vote: ResidentsVote) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return run


def another_turn(around: Neighbours, vote: ResidentsVote) -> None:
    ResidentsTurn.objects.create(
        id=9, vote=vote, voter=around.voter(vote, "grid_worker"), channel="web"
    )


def with_turn(attack: Attack) -> Attack:
    """Use one more voice, so that the box may take one more ballot, then attack."""

    def run(around: Neighbours, vote: ResidentsVote) -> None:
        another_turn(around, vote)
        attack(around, vote)

    return run


def foreign_voice(around: Neighbours, vote: ResidentsVote) -> None:
    other = announced(around)
    voter = around.voter(other, "partner")
    ResidentsTurn.objects.create(id=9, vote=vote, voter=voter, channel="web")


def stuff_roll(around: Neighbours, vote: ResidentsVote) -> None:
    ResidentsVoter.objects.create(
        id=9, vote=vote, person=around.persons["child"], building=1, door="x"
    )


def result(**changed: Any) -> Attack:
    facts = {"voters": 6, "ballots": 2, "rounds": "[[1, 1]]", "is_quorate": "false"} | changed
    columns = ", ".join(facts)
    values = ", ".join(
        f"'{own}'" if str(own).startswith("[") else str(own) for own in facts.values()
    )
    return sql(
        f"INSERT INTO votes_residentsresult (vote_id, at, {columns})"  # noqa: S608
        f" SELECT id, closes_at, {values} FROM votes_residentsvote"
    )


# Two of six have voted: one for, one against.
ON_OPEN: Final[dict[str, Attack]] = {
    "change a turn": sql("UPDATE votes_residentsturn SET channel = 'web'"),
    "delete a turn": sql("DELETE FROM votes_residentsturn"),
    "turn twice": lambda around, vote: ResidentsTurn.objects.create(
        id=9, vote=vote, voter=around.voter(vote, "resident"), channel="web"
    ),
    "turn of another vote": foreign_voice,
    "web turn with a clerk": lambda around, vote: ResidentsTurn.objects.create(
        id=9, vote=vote, voter=around.voter(vote, "partner"), channel="web", clerk=4
    ),
    "desk turn without a clerk": lambda around, vote: ResidentsTurn.objects.create(
        id=9, vote=vote, voter=around.voter(vote, "partner"), channel="desk"
    ),
    "a ballot without a voice": box('{"1": 2, "2": 1}'),
    "swap a ballot": box('{"1": 2}', "2"),
    "swap a ballot and add one": with_turn(box('{"1": 3}')),
    "take a ballot out": box('{"1": 1}', "1"),
    "empty the box": box("{}", "0"),
    "say more than is inside": with_turn(box('{"1": 1, "2": 1}')),
    "half a ballot": with_turn(box('{"1": 1.5, "2": 1.5}')),
    "a negative mark": with_turn(box('{"1": 4, "2": 1, "": -2}')),
    "an unknown option": with_turn(box('{"1": 1, "2": 1, "3": 1}')),
    "option zero": with_turn(box('{"1": 1, "2": 1, "0": 1}')),
    "two marks in a decision": with_turn(box('{"1": 1, "2": 1, "1,2": 1}')),
    "words in the box": with_turn(box('{"1": 1, "2": 1, "yes": 1}')),
    "a list for a box": with_turn(box("[1, 2, 3]")),
    "delete the box": sql("DELETE FROM votes_residentsbox"),
    "stuff the roll": stuff_roll,
    "shrink the roll": sql("DELETE FROM votes_residentsvoter"),
    "change the roll": sql("UPDATE votes_residentsvoter SET building = 1"),
    "change the options": on_vote('options = \'["x", "y"]\''),
    "change the quorum": on_vote("quorum = '[0, 1, true]'"),
    "change what passes": on_vote("passing = '[0, 1, true]'"),
    "change the unit": on_vote("unit = 'household'"),
    "change the method": on_vote("method = 'approval'"),
    "change the title": on_vote("title = '别的事'"),
    "change the end": on_vote("closes_at = opens_at"),
    "change the number of voices": on_vote("voters = 3"),
    "back to the draft": on_vote("state = 'draft'"),
    "close without a count": on_vote("state = 'closed'"),
    "void without a reason": on_vote("state = 'void'"),
    "delete the vote": sql("DELETE FROM votes_residentsvote"),
    "a result with other votes": result(rounds="[[2, 0]]"),
    "a result with more ballots": result(ballots=3, rounds="[[2, 1]]"),
    "a result with fewer voices": result(voters=2),
    "a result called quorate": result(is_quorate="true"),
    "a winner that is none": result(is_quorate="true", winner=1),
}
ON_DRAFT: Final[dict[str, Attack]] = {
    "turn before the opening": lambda _around, vote: ResidentsTurn.objects.create(
        id=9, vote=vote, voter_id=1, channel="web"
    ),
    "open without a roll": on_vote("state = 'open', voters = 5"),
    "close a draft": on_vote("state = 'closed', voters = 5"),
    "fill the box of a draft": box('{"1": 1}', "1"),
}
ON_CLOSED: Final[dict[str, Attack]] = {
    "turn after the end": another_turn,
    "fill the box after the end": box('{"1": 2, "2": 1}'),
    "change the result": sql("UPDATE votes_residentsresult SET winner = 1"),
    "delete the result": sql("DELETE FROM votes_residentsresult"),
    "open again": on_vote("state = 'open'"),
    "void after the count": on_vote("state = 'void', void_reason = '不喜欢'"),
}


@pytest.fixture
def around(cast: Cast) -> Neighbours:
    return make_neighbours(cast)


def refused(attack: Attack, around: Neighbours, vote: ResidentsVote) -> None:
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        attack(around, vote)


def voted(around: Neighbours) -> ResidentsVote:
    vote = announced(around)
    says(around, vote, "resident", 1)
    says(around, vote, "neighbour", 2)
    return vote


@pytest.mark.parametrize("name", ON_OPEN)
def test_the_database_refuses_while_it_runs(around: Neighbours, name: str) -> None:
    refused(ON_OPEN[name], around, voted(around))


@pytest.mark.parametrize("name", ON_DRAFT)
def test_the_database_refuses_in_a_draft(around: Neighbours, name: str) -> None:
    refused(ON_DRAFT[name], around, asked(around))


@pytest.mark.parametrize("name", ON_CLOSED)
def test_the_database_refuses_after_the_count(around: Neighbours, name: str) -> None:
    vote = counted(voted(around))
    refused(ON_CLOSED[name], around, vote)


def test_the_true_result_is_taken_and_an_early_one_is_not(around: Neighbours) -> None:
    result()(around, voted(around))
    later = clock.now() + dt.timedelta(days=1)
    early = announced(around, closes_at=later, opens_at=later - dt.timedelta(days=20))
    with pytest.raises(IntegrityError, match="time is not over"), transaction.atomic():
        counted(early, now=later)


WHO: Final = """
       read   open   void   cast   take_in close
lead   always always always 403    always  403
clerk  always 403    403    403    always  403
voice  told   403    403    told   403     403
none   told   403    403    403    403     403
"""
SORTS: Final = {
    "secretary": "lead",
    "subdistrict_officer": "lead",
    "window": "clerk",
    "resident": "voice",
    "neighbour": "voice",
    "volunteer": "voice",
    "grid_worker": "voice",
    "building_head": "voice",
}
MARKS: Final = {(sort, act): mark for sort, act, mark in read_matrix(WHO)}


@pytest.mark.parametrize("state", ["draft", "open", "closed"])
def test_everybody_tries_every_act(around: Neighbours, state: str) -> None:
    vote = {"draft": asked, "open": announced}.get(state, lambda a: counted(announced(a)))(around)
    found, wanted = {}, {}
    for who in (*around.cast, STRANGER):
        for act in RESIDENTS_TABLE:
            mark = MARKS[SORTS.get(who, "none"), act]
            hidden = state == "draft" and SORTS.get(who, "none") in {"voice", "none"}
            yes = mark == "always" or (mark == "told" and state != "draft")
            wanted[who, act] = "yes" if yes else "404" if hidden else "403"
            found[who, act] = tried(around.cast, who, act, vote)
    assert found == wanted


def tried(cast: Cast, who: str, act: str, vote: ResidentsVote) -> str:
    rows = ResidentsVote.objects.all()
    try:
        fetch(rows, actor=cast[who].actor, action=act, table=RESIDENTS_TABLE, pk=vote.pk)
    except PermissionDenied:
        return "403"
    except Http404:
        return "404"
    return "yes"
