"""Somebody says where they live; a keeper of the grid confirms it, and only then it counts."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_noop

from linli.apps.accounts.actions import settle_account
from linli.apps.accounts.queries import get_account_name
from linli.apps.people import events, rules
from linli.apps.people.access import CLAIMS
from linli.apps.people.models import Household, Person, Residence, ResidenceClaim
from linli.apps.places.queries import grid_of
from linli.apps.places.queries.inside import list_homes
from linli.foundation.areas import Level, ancestor
from linli.foundation.clock import local_date
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import journal
from linli.platform.access import Actor, fetch
from linli.platform.events import publish

STATE = ResidenceClaim.State


def claim_residence(  # the facts of a claim
    *,
    actor: Actor,
    building: int,
    home: int,
    relation: str,
    lives_since: dt.date,
    now: dt.datetime,
) -> ResidenceClaim:
    """Say that the actor lives in a home of a building.

    Raises
    ------
    Refused
        `person.relation_unknown`, `person.lives_since_wrong`, `person.home_unknown`,
        `person.claims_many`, `person.claimed_already`, `person.lives_there_already`.
    """
    account = actor.behalf or actor.account
    if account is None:
        raise PermissionDenied("residence.claim")
    if relation not in Residence.Relation.values:
        raise Refused("person.relation_unknown", "请选择您和房屋的关系。", field="relation")
    today = local_date(now)
    rules.check_lives_since(lives_since, today=today)
    with transaction.atomic():
        grid = grid_of(building, today)
        if grid is None or not _is_home_of(home, building):
            raise Refused("person.home_unknown", "没有找到这套房，请重新选择。", field="home")
        _check_free(account, home, today)
        claim = ResidenceClaim.objects.create(
            id=new_key(now),
            account_id=account,
            home_id=home,
            grid_id=grid,
            relation=relation,
            lives_since=lives_since,
            made_at=now,
        )
        journal.record(actor=actor, verb="residence.claimed", subject=claim, now=now, area=grid)
    return claim


def _is_home_of(home: int, building: int) -> bool:
    return any(row.id == home for row in list_homes(building))


def _check_free(account: int, home: int, today: dt.date) -> None:
    mine = list(
        ResidenceClaim.objects.select_for_update()
        .filter(account=account, state=STATE.OPEN)
        .values_list("home_id", flat=True)
    )
    if home in mine:
        raise Refused("person.claimed_already", "您已经登记过这套房，正等社区确认。", field="home")
    if len(mine) >= rules.CLAIMS_OPEN_MAX:
        raise Refused(
            "person.claims_many",
            "您有%(most)s条登记在等确认，请等办完再登记。",
            most=rules.CLAIMS_OPEN_MAX,
        )
    lives = Residence.objects.as_of(today).filter(person__account=account, home=home)
    if lives.exists():
        raise Refused("person.lives_there_already", "您已经登记住在这里，不用再办。", field="home")


def confirm_claim(*, actor: Actor, claim: int, now: dt.datetime) -> Residence:
    """Confirm that somebody lives where they say; a keeper of the grid, never oneself."""
    with transaction.atomic():
        row = _open_claim(actor, claim)
        today = local_date(now)
        person = _person_for(row, now)
        if Residence.objects.filter(person=person, home=row.home_id, valid_to=None).exists():
            raise Refused("person.lives_there_already", "已经登记住在这里，不用再办。")
        _decide(row, STATE.CONFIRMED, actor=actor, now=now)
        residence = Residence.objects.create(
            id=new_key(now),
            home_id=row.home_id,
            person=person,
            household=_household_for(row, today, now),
            relation=row.relation,
            valid_from=row.lives_since,
        )
        community = ancestor(row.grid_id, Level.COMMUNITY)
        settle_account(actor=actor, account=row.account_id, community=community, now=now)
        journal.record(
            actor=actor, verb="residence.confirmed", subject=row, now=now, area=row.grid_id
        )
        publish(events.ResidenceConfirmed(row.account_id, person.pk, row.home_id, now))
    return residence


def decline_claim(*, actor: Actor, claim: int, answer: str, now: dt.datetime) -> ResidenceClaim:
    """Say no, and why; the one who asked reads it and may ask again."""
    kept = rules.clean_note(
        answer,
        code="person.answer_missing",
        sentence=gettext_noop("请写明为什么不能确认，最多200个字。"),
        field="answer",
    )
    with transaction.atomic():
        row = _open_claim(actor, claim)
        row.answer = kept
        _decide(row, STATE.DECLINED, actor=actor, now=now)
        journal.record(
            actor=actor, verb="residence.declined", subject=row, now=now, area=row.grid_id
        )
    return row


def withdraw_claim(*, actor: Actor, claim: int, now: dt.datetime) -> None:
    """Take one's own claim back while nobody has decided it."""
    with transaction.atomic():
        row = fetch(
            ResidenceClaim.objects.all(),
            actor=actor,
            action="withdraw",
            table=CLAIMS,
            pk=claim,
            lock=True,
        )
        _check_open(row)
        _decide(row, STATE.WITHDRAWN, actor=actor, now=now)
        journal.record(
            actor=actor, verb="residence.withdrawn", subject=row, now=now, area=row.grid_id
        )


def _open_claim(actor: Actor, claim: int) -> ResidenceClaim:
    row = fetch(
        ResidenceClaim.objects.all(),
        actor=actor,
        action="decide",
        table=CLAIMS,
        pk=claim,
        lock=True,
    )
    _check_open(row)
    return row


def _check_open(claim: ResidenceClaim) -> None:
    if claim.state != STATE.OPEN:
        raise Refused("person.claim_decided", "这条登记已经办过了，请刷新页面。")


def _decide(claim: ResidenceClaim, state: str, *, actor: Actor, now: dt.datetime) -> None:
    claim.state = state
    claim.decided_at = now
    claim.decided_by_id = actor.account
    claim.save(update_fields=["state", "decided_at", "decided_by", "answer"])


def _person_for(claim: ResidenceClaim, now: dt.datetime) -> Person:
    """Return the account's person; the first confirmation brings it into being."""
    community = ancestor(claim.grid_id, Level.COMMUNITY)
    person, _made = Person.objects.get_or_create(
        account_id=claim.account_id,
        defaults={
            "id": new_key(now),
            "community_id": community,
            "name": get_account_name(claim.account_id) or "",
        },
    )
    return person


def _household_for(claim: ResidenceClaim, today: dt.date, now: dt.datetime) -> Household:
    """Return the household that lives in the home, or a new one when nobody does."""
    kept = Household.objects.as_of(today).filter(home=claim.home_id).order_by("id").first()
    if kept is not None:
        return kept
    return Household.objects.create(
        id=new_key(now), home_id=claim.home_id, valid_from=claim.lives_since
    )
