"""Ballots on paper: two clerks, forged codes, the same scan twice, double marks."""

from __future__ import annotations

from typing import Any

import pytest

from linli.apps.accounts.tests.cast import Cast, cast, city
from linli.apps.votes import actions, queries
from linli.apps.votes.actions import Question
from linli.apps.votes.models import (
    Declared,
    OwnersBallot,
    OwnersVote,
    PaperEntry,
)
from linli.apps.votes.rules.paper import paper_code
from linli.apps.votes.tests.compound import (
    CLOSES,
    DURING,
    Estate,
    declared,
    make_estate,
    opened,
    scan,
    second_clerk,
)
from linli.foundation.refusals import Refused

__all__ = ["cast", "city"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def estate(cast: Cast) -> Estate:
    return make_estate(cast)


def paper(estate: Estate, vote: OwnersVote, **changed: Any) -> PaperEntry:
    facts = {
        "code": paper_code(vote.reference, 1, vote.salt),
        "scan": scan(),
        "choices": {"1": "yes"},
        "now": DURING,
        **changed,
    }
    return actions.enter_paper(actor=estate.secretary, pk=vote.pk, **facts)


def test_two_clerks_who_agree_make_a_paper_a_ballot(estate: Estate) -> None:
    vote = opened(estate)
    entry = paper(estate, vote)

    with pytest.raises(Refused, match=r"ballot\.two_clerks"):
        actions.confirm_paper(
            actor=estate.secretary, pk=vote.pk, entry=entry.pk, choices={"1": "yes"}, now=DURING
        )
    clerk = second_clerk()
    ballot = actions.confirm_paper(
        actor=clerk, pk=vote.pk, entry=entry.pk, choices={"1": "yes"}, now=DURING
    )

    assert ballot is not None
    assert (ballot.channel, ballot.scan, ballot.elector.number) == ("paper", "a" * 64, 1)
    with pytest.raises(Refused, match=r"paper\.settled"):
        actions.confirm_paper(
            actor=clerk, pk=vote.pk, entry=entry.pk, choices={"1": "yes"}, now=DURING
        )
    with pytest.raises(Refused, match=r"paper\.scan_used"):
        paper(estate, vote)


def test_two_clerks_who_differ_get_the_paper_back(estate: Estate) -> None:
    vote = opened(estate)
    entry = paper(estate, vote)

    ballot = actions.confirm_paper(
        actor=second_clerk(), pk=vote.pk, entry=entry.pk, choices={"1": "no"}, now=DURING
    )

    assert ballot is None
    assert not OwnersBallot.objects.exists()
    assert queries.list_papers(vote) == ()
    assert paper(estate, vote).pk != entry.pk


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"code": "K7M4Q2XD"}, "paper.forged"),
        ({"code": ""}, "paper.forged"),
        ({"scan": "none"}, "ballot.no_scan"),
        ({"choices": {"9": "yes"}}, "ballot.motion_unknown"),
        ({"now": CLOSES}, "ballot.late"),
    ],
)
def test_a_bad_paper_is_refused(estate: Estate, changed: dict[str, Any], code: str) -> None:
    vote = opened(estate)
    with pytest.raises(Refused, match=code):
        paper(estate, vote, **changed)
    assert not PaperEntry.objects.exists()


def test_a_forged_code_of_another_elector_is_refused(estate: Estate) -> None:
    vote = opened(estate)
    own_code = paper_code(vote.reference, 1, vote.salt)
    forged = paper_code(vote.reference, 2, vote.salt)[:12] + own_code[12:]

    with pytest.raises(Refused, match=r"paper\.forged"):
        paper(estate, vote, code=forged)


def test_a_double_mark_on_paper_takes_part_and_agrees_to_nothing(estate: Estate) -> None:
    vote = opened(estate, questions=[Question(4, "续聘物业")])
    entry = paper(estate, vote, choices={"1": "blank"})
    actions.confirm_paper(
        actor=second_clerk(), pk=vote.pk, entry=entry.pk, choices={"1": "blank"}, now=DURING
    )
    declared(estate, vote)

    row = Declared.objects.get(vote=vote)
    assert (row.heads_in, row.heads_yes) == (1, 0)
