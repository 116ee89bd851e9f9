"""Everybody of the cast tries every act in every state: two tables say what comes of it."""

from __future__ import annotations

from typing import Any, Final

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from linli.apps.accounts.queries import actor_for
from linli.apps.accounts.rules import Role
from linli.apps.accounts.tests.cast import (
    PARTS,
    STRANGER,
    Cast,
    cast,
    city,
    give,
    make_account,
    read_matrix,
)
from linli.apps.accounts.tests.tiny_city import COMMUNITY, SINCE
from linli.apps.organisations.models import Organisation, OrganisationCompound
from linli.apps.votes import actions
from linli.apps.votes.access import TABLE
from linli.apps.votes.models import OwnersVote
from linli.apps.votes.rules.ballots import State
from linli.apps.votes.tests.compound import (
    AFTER,
    Estate,
    closed,
    drafted,
    key,
    make_estate,
    opened,
)
from linli.foundation import clock
from linli.platform.access import fetch

__all__ = ["cast", "city"]
pytestmark = pytest.mark.django_db

# lead: leads votes of the area. clerk: helps with papers. owner: stands on the roll. none: the public.
SORTS: Final = {
    "secretary": "lead",
    "subdistrict_officer": "lead",
    "window": "clerk",
    "resident": "owner",
    "neighbour": "owner",
}
# always; counted: from the closing on; told: from the declaration on; 403: may read it, not do this.
# In a draft everybody but lead and clerk gets 404 for what stands here as 403.
WHO: Final = """
       read    draft  notice deliver roll   cast   grant_proxy enter_paper extend open close declare post   archive void   see_ballots bundle
lead   always  always always always  always 403    always      always      always 403  403   always  always always  always counted     told
clerk  always  403    403    always  always 403    always      always      403    403  403   403     403    403     403    403         403
owner  always  403    403    403     403    always always      403         403    403  403   403     403    403     403    403         told
none   always  403    403    403     403    403    403         403         403    403  403   403     403    403     403    403         403
"""
MARKS: Final = {(sort, act): mark for sort, act, mark in read_matrix(WHO)}
STATES: Final = {
    "draft": frozenset({"always"}),
    "open": frozenset({"always"}),
    "closed": frozenset({"always", "counted"}),
    "declared": frozenset({"always", "counted", "told"}),
}


def vote_in(estate: Estate, state: str) -> OwnersVote:
    if state == "draft":
        return drafted(estate)
    vote = opened(estate)
    if state != "open":
        closed(estate, vote)
    if state == "declared":
        actions.declare_vote(actor=estate.secretary, pk=vote.pk, now=AFTER)
    return vote


def tried(cast: Cast, who: str, act: str, vote: OwnersVote) -> str:
    try:
        fetch(OwnersVote.objects.all(), actor=cast[who].actor, action=act, table=TABLE, pk=vote.pk)
    except PermissionDenied:
        return "403"
    except Http404:
        return "404"
    return "yes"


def expected(who: str, act: str, state: str) -> str:
    sort = SORTS.get(who, "none")
    if MARKS[sort, act] in STATES[state]:
        hidden = state == State.DRAFT and sort == "none"
        return (
            "404" if hidden or (act == "read" and state == "draft" and sort == "owner") else "yes"
        )
    return "404" if state == "draft" and sort not in {"lead", "clerk"} else "403"


@pytest.mark.parametrize("state", STATES)
def test_everybody_tries_every_act(cast: Cast, state: str) -> None:
    vote = vote_in(make_estate(cast), state)

    wrong = [
        (who, act, found, expected(who, act, state))
        for who in (*PARTS, STRANGER)
        for act in TABLE
        if (found := tried(cast, who, act, vote)) != expected(who, act, state)
    ]
    assert wrong == []


def test_the_table_of_words_names_every_act() -> None:
    assert {act for _sort, act in MARKS} == set(TABLE)


def test_who_leads_another_community_cannot_begin_a_vote_here(cast: Cast) -> None:
    estate = make_estate(cast)
    for who in ("outsider", "resident", "stranger", "window", "platform_admin", "city_officer"):
        with pytest.raises(PermissionDenied):
            actions.draft_vote(
                actor=cast[who].actor,
                compound=estate.cast.city.compound.pk,
                title="不该有的表决",
                now=AFTER,
            )
    with pytest.raises(Http404):
        actions.draft_vote(actor=estate.secretary, compound=1, title="没有的小区", now=AFTER)


def test_a_director_leads_in_the_compound_of_the_own_committee_and_not_next_door(
    cast: Cast,
) -> None:
    estate = make_estate(cast)
    committee = Organisation.objects.create(
        id=key(),
        kind="owners_committee",
        name="江滨花园业委会",
        area_id=COMMUNITY,
        valid_from=SINCE,
    )
    link = OrganisationCompound.objects.create(
        id=key(),
        organisation=committee,
        compound=cast.city.compound,
        line="owners_committee",
        valid_from=SINCE,
    )
    account = make_account("director", "卢国栋")
    give(account, Role.OC_DIRECTOR, COMMUNITY, "community", committee.pk)
    director = actor_for(account.pk, clock.now())
    vote = drafted(estate)
    act: dict[str, Any] = {"actor": director, "action": "notice", "table": TABLE, "pk": vote.pk}
    begin: dict[str, Any] = {"actor": director, "compound": cast.city.compound.pk, "now": AFTER}
    assert fetch(OwnersVote.objects.all(), **act) == vote
    actions.draft_vote(**begin, title="更换门禁")

    link.delete()
    with pytest.raises(Http404):
        fetch(OwnersVote.objects.all(), **act)
    with pytest.raises(PermissionDenied):
        actions.draft_vote(**begin, title="更换门禁")
