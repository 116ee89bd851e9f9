"""Residents' votes: who has a voice, what is counted, what is refused, and that nothing joins the two."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404

from linli.apps.accounts.tests.cast import Cast
from linli.apps.accounts.tests.tiny_city import COMMUNITY, DISTRICT, GRID, SECOND_GRID
from linli.apps.votes import actions, jobs, queries
from linli.apps.votes.events import ResidentsVoteClosed
from linli.apps.votes.models import (
    ResidentsBox,
    ResidentsTurn,
    ResidentsVote,
    ResidentsVoter,
)
from linli.apps.votes.rules.residents import Method, count_residents
from linli.apps.votes.rules.secrecy import drop, unfold
from linli.apps.votes.rules.thresholds import Threshold
from linli.apps.votes.tests.neighbours import (
    BEGINS,
    ENDS,
    MEANWHILE,
    NOBODY_NEEDED,
    OVER,
    Neighbours,
    announced,
    asked,
    counted,
    make_neighbours,
    says,
)
from linli.foundation.refusals import Refused
from linli.platform import events
from linli.platform.models import Act, JournalLine

pytestmark = pytest.mark.django_db


@pytest.fixture
def around(cast: Cast) -> Neighbours:
    return make_neighbours(cast)


def page(around: Neighbours, vote: ResidentsVote, who: str = "stranger") -> queries.ResidentsPage:
    actor = around.cast[who].actor
    return queries.get_residents_page(actor=actor, reference=vote.reference, now=MEANWHILE)


@pytest.mark.parametrize(
    ("scope", "unit", "voices"),
    [
        ({"area": COMMUNITY}, "adult", 6),
        ({"area": COMMUNITY}, "household", 4),
        ({"area": GRID}, "adult", 5),
        ({"area": SECOND_GRID}, "adult", 1),
        ({"area": COMMUNITY, "compound": "compound"}, "adult", 5),
        ({"area": COMMUNITY, "compound": "compound"}, "household", 3),
        ({"area": COMMUNITY, "compound": "compound", "building": "first"}, "adult", 4),
        ({"area": COMMUNITY, "building": "street_house"}, "household", 1),
    ],
)
def test_who_lives_in_scope_has_a_voice_and_a_child_has_none(
    around: Neighbours, scope: dict[str, Any], unit: str, voices: int
) -> None:
    keys = {
        name: value if name == "area" else getattr(around.cast.city, value).pk
        for name, value in scope.items()
    }
    vote = announced(around, unit=unit, **keys)
    assert vote.voters == voices == ResidentsVoter.objects.filter(vote=vote).count()
    assert not ResidentsVoter.objects.filter(person=around.persons["child"]).exists()


def test_most_agree_and_the_result_is_told_to_all_and_to_the_apps_above(
    around: Neighbours, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    monkeypatch.setattr(events, "publish", told.append)
    vote = announced(around)
    for name in ("resident", "neighbour", "volunteer", "grid_worker"):
        says(around, vote, name, 1)
    says(around, vote, "building_head", 2)
    counted(vote)

    found = page(around, vote).outcome
    assert found is not None
    assert (found.voters, found.ballots, found.votes) == (6, 5, (4, 1))
    assert found.is_quorate
    assert found.winner_name == "同意"
    assert told == [ResidentsVoteClosed(vote.pk, vote.reference, True, 1, OVER)]


def test_too_few_take_part_and_nothing_is_decided(around: Neighbours) -> None:
    vote = announced(around)
    says(around, vote, "resident", 1)
    says(around, vote, "neighbour", 1)
    says(around, vote, "volunteer", 1)
    counted(vote)
    found = queries.residents_result(vote.pk)
    assert found is not None
    assert not found.is_quorate
    assert found.winner is None
    assert found.votes == (), "three ballots for one option would tell how each voted"


def test_wishes_in_order_are_counted_in_rounds(around: Neighbours) -> None:
    vote = announced(around, method="ranking", options=("种树", "停车", "健身角"))
    for name, mark in {
        "resident": (1, 3),
        "neighbour": (1, 2),
        "volunteer": (2, 3),
        "grid_worker": (2,),
        "building_head": (3, 1),
    }.items():
        says(around, vote, name, *mark)
    counted(vote)
    found = queries.residents_result(vote.pk)
    assert found is not None
    assert found.rounds == ((2, 2, 1), (3, 2, 0))
    assert found.winner_name == "种树"


def test_the_most_approved_wins_and_level_wins_nothing(around: Neighbours) -> None:
    one = announced(around, method="approval", options=("甲", "乙", "丙"), quorum=NOBODY_NEEDED)
    two = announced(around, method="approval", options=("甲", "乙"), quorum=NOBODY_NEEDED)
    for name in ("resident", "neighbour", "volunteer", "grid_worker", "building_head"):
        says(around, one, name, 3, 1)
        says(around, two, name, 1, 2)
    counted(one)
    counted(two)
    first, second = queries.residents_result(one.pk), queries.residents_result(two.pk)
    assert first is not None
    assert second is not None
    assert first.votes == (5, 0, 5)
    assert first.winner is None
    assert second.winner is None


def test_of_a_household_whoever_comes_first_votes_for_all(around: Neighbours) -> None:
    vote = announced(around, unit="household")
    says(around, vote, "neighbour", 1)
    with pytest.raises(Refused, match="ballot.voted"):
        says(around, vote, "volunteer", 2)
    assert ResidentsBox.objects.get(vote=vote).marks == {"1": 1}


def test_a_retry_is_the_same_ballot(around: Neighbours) -> None:
    vote, key = announced(around), uuid.uuid4()
    one = says(around, vote, "resident", 1, client_id=key)
    two = says(around, vote, "resident", 2, client_id=key)
    assert one.pk == two.pk
    assert ResidentsBox.objects.get(vote=vote).marks == {"1": 1}


@pytest.mark.parametrize(
    ("code", "who", "mark", "facts"),
    [
        ("ballot.early", "resident", (1,), {"now": BEGINS - dt.timedelta(seconds=1)}),
        ("ballot.late", "resident", (1,), {"now": ENDS}),
        ("ballot.mark_unknown", "resident", (3,), {}),
        ("ballot.mark_unknown", "resident", (0,), {}),
        ("ballot.too_many", "resident", (1, 2), {}),
        ("ballot.too_many", "resident", (1, 1), {}),
        ("ballot.not_on_roll", "resident", (1,), {"voter": 7}),
    ],
)
def test_a_bad_ballot_is_refused_and_leaves_nothing(
    around: Neighbours, code: str, who: str, mark: tuple[int, ...], facts: dict[str, Any]
) -> None:
    vote = announced(around)
    with pytest.raises(Refused) as refusal:
        says(around, vote, who, *mark, **facts)
    assert refusal.value.code == code
    assert not ResidentsTurn.objects.exists()
    assert ResidentsBox.objects.get(vote=vote).ballots == 0
    says(around, vote, who, 1)


def test_who_lives_elsewhere_or_moved_in_after_the_opening_has_no_voice(
    around: Neighbours,
) -> None:
    vote = announced(around, building=around.cast.city.first.pk)
    for name in ("grid_worker", "outsider"):
        with pytest.raises(PermissionDenied):
            says(around, vote, name, 1)
    with pytest.raises(PermissionDenied):
        says(around, vote, "stranger", 1)


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("residents.title", {"title": "？"}),
        ("residents.options", {"method": "approval", "options": ("独一个",)}),
        ("residents.options", {"method": "ranking", "options": [str(n) for n in range(13)]}),
        ("residents.option_names", {"method": "approval", "options": ("甲", " 甲 ")}),
        ("residents.decision", {"options": ("甲", "乙", "丙")}),
        ("residents.period", {"closes_at": BEGINS}),
        ("residents.period", {"closes_at": BEGINS + dt.timedelta(days=91)}),
        ("residents.threshold", {"quorum": Threshold(3, 2, inclusive=True)}),
        ("residents.kind", {"unit": "owner"}),
        ("residents.area", {"area": DISTRICT, "actor": "system"}),
        ("residents.scope", {"compound": "other"}),
        ("residents.scope", {"building": 7}),
    ],
)
def test_what_cannot_be_asked_is_refused(
    around: Neighbours, code: str, facts: dict[str, Any]
) -> None:
    if facts.get("compound") == "other":
        facts = {"compound": around.cast.city.other_compound.pk}
    if facts.get("actor") == "system":
        from linli.platform.access import system

        facts = facts | {"actor": system("test")}
    with pytest.raises(Refused) as refusal:
        asked(around, **facts)
    assert refusal.value.code == code
    assert not ResidentsVote.objects.exists()


def test_an_empty_neighbourhood_cannot_be_asked(cast: Cast) -> None:
    nobody = Neighbours(cast, {})
    vote = asked(nobody)
    with pytest.raises(Refused, match=r"residents.no_roll"):
        actions.open_residents_vote(actor=nobody.secretary, pk=vote.pk, now=BEGINS)


def test_a_clerk_takes_in_ballots_and_the_channel_stays_with_who_has_voted(
    around: Neighbours,
) -> None:
    vote = announced(around)
    partner = around.voter(vote, "partner")
    facts: dict[str, Any] = {"pk": vote.pk, "voter": partner.pk, "mark": (2,), "now": MEANWHILE}
    turn = actions.take_in_residents_ballot(
        actor=around.cast.window.actor, channel="paper", client_id=uuid.uuid4(), **facts
    )
    assert (turn.channel, turn.clerk) == ("paper", around.cast.window.key)
    with pytest.raises(Refused, match=r"ballot.voted"):
        actions.take_in_residents_ballot(
            actor=around.cast.window.actor, channel="desk", client_id=uuid.uuid4(), **facts
        )
    with pytest.raises(Refused, match=r"residents.channel"):
        actions.take_in_residents_ballot(
            actor=around.cast.window.actor, channel="web", client_id=uuid.uuid4(), **facts
        )
    with pytest.raises(PermissionDenied):
        actions.take_in_residents_ballot(
            actor=around.cast.neighbour.actor, channel="desk", client_id=uuid.uuid4(), **facts
        )


def everything_but_times_and_keys() -> dict[str, list[tuple[Any, ...]]]:
    """Return all that the database holds of the votes, of the journal and of the retries."""
    turns = ResidentsTurn.objects.order_by("voter__person__name", "voter__person")
    lines = JournalLine.objects.order_by("id")
    return {
        "turns": list(turns.values_list("voter__person__name", "channel", "clerk")),
        "box": list(ResidentsBox.objects.values_list("marks", "ballots")),
        "written": [(str(each.marks),) for each in ResidentsBox.objects.all()],
        "journal": list(
            lines.filter(verb__startswith="votes.residents_cast").values_list(
                "account", "behalf", "label", "channel", "before", "after"
            )
        ),
        "retries": list(
            Act.objects.filter(kind="votes.cast_residents")
            .order_by("account")
            .values_list("kind", "account")
        ),
    }


def test_two_worlds_in_which_people_voted_otherwise_look_the_same(around: Neighbours) -> None:
    """What stands in the tables does not depend on who gave which mark, nor on who came first."""
    names = ("resident", "neighbour", "volunteer", "grid_worker", "building_head")
    ways = ((1, 1, 2, 2, 1), (2, 1, 1, 1, 2))
    worlds: list[Any] = []
    for order, marks in zip((names, names[::-1]), ways, strict=True):
        vote = announced(around, quorum=NOBODY_NEEDED)
        for name, mark in zip(order, marks, strict=True):
            says(around, vote, name, mark)
        worlds.append(ResidentsBox.objects.get(vote=vote).marks)
        with connection.cursor() as cursor:
            text = "marks::text" if connection.vendor == "postgresql" else "marks"
            cursor.execute(
                f"SELECT {text} FROM votes_residentsbox WHERE vote_id = %s",  # noqa: S608
                [vote.pk],
            )
            worlds.append(cursor.fetchone())
    assert worlds[0] == worlds[2] == {"1": 3, "2": 2}
    assert worlds[1] == worlds[3], "not even the text of the row tells the order of coming"


def test_no_table_has_a_row_a_time_or_a_place_for_one_ballot(around: Neighbours) -> None:
    vote = announced(around, method="approval", options=("甲", "乙", "丙"))
    for name in ("building_head", "resident", "neighbour", "volunteer"):
        says(around, vote, name, *(1, 2))
    held = everything_but_times_and_keys()
    assert held["box"] == [({"1,2": 4}, 4)]
    assert {line[0] for line in held["journal"]} == {None}, "no line says whose ballot came"
    columns = {field.name for field in ResidentsTurn._meta.fields}
    assert columns == {"id", "vote", "voter", "channel", "clerk"}
    assert {field.name for field in ResidentsBox._meta.fields} == {"vote", "marks", "ballots"}
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM votes_residentsturn WHERE rowid <> id")
            assert cursor.fetchone() == (0,), "the random key is the place in the file"


def test_keys_of_turns_do_not_rise_with_time(around: Neighbours) -> None:
    made = []
    for _ in range(12):
        vote = announced(around)
        made.append(says(around, vote, "resident", 1).pk)
    assert made != sorted(made)


def test_the_box_gives_back_what_was_dropped_into_it() -> None:
    box: dict[str, int] = {}
    marks = [[1], [], [2, 1], [1, 2], [1]]
    for mark in marks:
        box = drop(box, mark)
    assert sorted(unfold(box)) == sorted(marks)
    assert list(box) == sorted(box)


def test_the_job_closes_what_is_over_and_a_box_that_does_not_fit_is_void(
    around: Neighbours,
) -> None:
    fine, torn = announced(around), announced(around)
    says(around, fine, "resident", 1)
    voter = around.voter(torn, "resident")
    ResidentsTurn.objects.create(id=5, vote=torn, voter=voter, channel="web")
    jobs.close_residents(now=MEANWHILE)
    assert set(ResidentsVote.objects.values_list("state", flat=True)) == {"open"}
    jobs.close_residents(now=OVER)
    fine.refresh_from_db()
    torn.refresh_from_db()
    assert (fine.state, torn.state) == ("closed", "void")
    assert "票数" in torn.void_reason


def test_a_vote_is_made_void_with_its_reason_and_takes_no_more_ballots(around: Neighbours) -> None:
    vote = announced(around)
    facts: dict[str, Any] = {"actor": around.secretary, "pk": vote.pk, "now": MEANWHILE}
    with pytest.raises(Refused, match=r"vote.void_reason"):
        actions.void_residents_vote(**facts, reason="错")
    actions.void_residents_vote(**facts, reason="选项写错了，改好再问")
    with pytest.raises(Refused, match=r"ballot.late"):
        says(around, vote, "resident", 1)


def test_a_draft_is_seen_by_those_who_make_it_only(around: Neighbours) -> None:
    vote = asked(around)
    assert page(around, vote, "secretary").vote.pk == vote.pk
    for who in ("resident", "outsider", "stranger"):
        with pytest.raises(Http404):
            page(around, vote, who)


def test_while_it_runs_nobody_reads_what_was_voted(around: Neighbours) -> None:
    vote = announced(around)
    for name in ("resident", "neighbour", "volunteer", "grid_worker", "building_head"):
        says(around, vote, name, 1)
    for who in around.cast:
        found = page(around, vote, who)
        assert found.outcome is None
        assert found.voted == 5
        assert all(part.voted is None for part in found.parts), "each building has fewer than five"
    running = queries.residents_result(vote.pk)
    assert running is not None
    assert (running.ballots, running.votes, running.winner) == (5, (), None)


def test_thresholds_follow_whole_numbers() -> None:
    marks = [[1]] * 3 + [[2]] * 2
    result = count_residents(
        marks,
        roll=9,
        method=Method.DECISION,
        options=2,
        quorum=Threshold(1, 2, inclusive=False),
        passing=Threshold(2, 3, inclusive=True),
    )
    assert result.is_quorate
    assert result.winner is None, "three of five are less than two thirds"
