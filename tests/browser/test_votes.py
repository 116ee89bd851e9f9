"""Top tasks of votes, each on the screen that they are done on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from linli.apps.accounts.tests.cast import Cast
from linli.apps.votes import actions
from linli.apps.votes.models import Elector, OwnersBallot, OwnersVote
from linli.apps.votes.tests.compound import QUESTIONS, SYSTEM, Estate, make_estate, vote_for
from linli.foundation import clock
from tests.browser.visitor import (
    DESKTOP,
    DESKTOP_DARK,
    PHONE,
    PHONE_LARGE,
    PHONE_PLAIN,
    Look,
    Visitor,
)

Visit = Callable[..., Visitor]


@pytest.fixture
def estate(cast: Cast) -> Estate:
    return make_estate(cast)


def running(estate: Estate, *, ends_in: dt.timedelta = dt.timedelta(days=7)) -> OwnersVote:
    """Bring a vote to its opening: announced twenty days ago, open for two."""
    now = clock.now()
    noticed, opens = now - dt.timedelta(days=20), now - dt.timedelta(days=2)
    vote = actions.draft_vote(
        actor=SYSTEM, compound=estate.cast.city.compound.pk, title="物业续聘和换届", now=noticed
    )
    actions.set_motions(actor=SYSTEM, pk=vote.pk, questions=QUESTIONS, now=noticed)
    actions.freeze_roll(actor=SYSTEM, pk=vote.pk, on=clock.local_date(noticed), now=noticed)
    actions.give_notice(
        actor=SYSTEM, pk=vote.pk, opens_at=opens, closes_at=now + ends_in, now=noticed
    )
    return actions.open_vote(actor=SYSTEM, pk=vote.pk, now=opens)


@pytest.mark.parametrize("look", [PHONE, PHONE_LARGE, PHONE_PLAIN], ids=lambda look: look.name)
def test_an_owner_votes_and_checks_the_ballot(estate: Estate, visit: Visit, look: Look) -> None:
    vote = running(estate)
    me = visit(look, account=estate.cast.resident.account)
    me.goto("/votes/")
    me.audit("1-list")
    me.tap(me.link(vote.title))
    me.sees("投票率")
    me.audit("2-vote")
    me.tap(me.link("去投票"))
    me.button("看一遍再投").wait_for()
    for motion in (1, 2):
        me.tap(me.page.locator(f"label:has(input[name=motion_{motion}][value=yes])"))
    me.tap(me.page.locator("label:has(input[name=motion_3][value='2'])"))
    me.audit("3-ballot")
    me.tap(me.button("看一遍再投"))
    me.button("确认投票").wait_for()
    me.audit("4-review")
    me.tap(me.button("确认投票"))
    me.sees("已收到，已计入")
    me.audit("5-mine")
    assert OwnersBallot.objects.get().choices == {"1": "yes", "2": "yes", "3": [2]}
    assert me.taps <= 8


@pytest.mark.parametrize("look", [DESKTOP, DESKTOP_DARK], ids=lambda look: look.name)
def test_a_secretary_counts_and_everybody_reads_the_result(
    estate: Estate, visit: Visit, look: Look
) -> None:
    vote = running(estate, ends_in=dt.timedelta(seconds=-1))
    moment = clock.now() - dt.timedelta(days=1)
    for elector in Elector.objects.filter(vote=vote).order_by("number")[:2]:
        marks = {"1": "yes", "2": "no", "3": [1, 2]}
        facts = {"actor": SYSTEM, "elector": elector.pk, "now": moment}
        vote_for(estate, vote, "resident", choices=marks, **facts)
    actions.close_vote(actor=SYSTEM, pk=vote.pk, now=clock.now())
    me = visit(look, account=estate.cast.secretary.account)
    me.goto(f"/votes/{vote.reference}/lead/")
    me.audit("1-lead")
    me.tap(me.button("计票并公布结果"))
    me.sees("已办好")
    me.sees("办第二轮选举")
    me.audit("2-declared")
    neighbour = visit(PHONE, account=estate.cast.neighbour.account)
    neighbour.goto(f"/votes/{vote.reference}/")
    neighbour.sees("四项检验")
    neighbour.audit("3-result")


def test_pages_of_proxies_imports_and_drafts_are_sound(estate: Estate, visit: Visit) -> None:
    vote, compound = running(estate), estate.cast.city.compound.pk
    owner = visit(PHONE_LARGE, account=estate.cast.resident.account)
    owner.goto(f"/votes/{vote.reference}/proxies/")
    owner.audit("1-owner")
    clerk = visit(DESKTOP, account=estate.cast.secretary.account)
    for path in (
        f"/votes/{vote.reference}/proxies/",
        f"/votes/{vote.reference}/papers/",
        f"/votes/{vote.reference}/roll/",
        f"/votes/new/{compound}/",
        f"/votes/new/{compound}/unanimous/",
        f"/votes/import/{compound}/",
    ):
        clerk.goto(path)
        clerk.audit(path.strip("/").replace("/", "-"))
