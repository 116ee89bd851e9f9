"""Deliveries and proxies: what reached an elector, and who may vote for one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from linli.apps.accounts import queries as accounts
from linli.apps.votes.access import TABLE, owner_of
from linli.apps.votes.actions.step import fetch_vote, motions_of, note
from linli.apps.votes.models import Delivery, Elector, ElectorOwner, OwnersVote, Proxy
from linli.apps.votes.queries.papers import PROXY_KIND
from linli.apps.votes.rules.ballots import State
from linli.foundation.clock import local_date
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import files
from linli.platform.access import Actor, allowed
from linli.platform.models import StoredFile

RUNNING: Final = (State.NOTICED, State.OPEN)


def record_delivery(  # the facts of a delivery
    *,
    actor: Actor,
    pk: int,
    electors: Sequence[int],
    way: str,
    on: dt.date,
    now: dt.datetime,
) -> int:
    """Record that the ballot reached the electors with these numbers; return how many."""
    if way not in Delivery.Way.values:
        raise Refused("delivery.way", "请选择送达方式。", field="way")
    with transaction.atomic():
        vote = fetch_vote(action="deliver", actor=actor, pk=pk)
        _require_running(vote)
        if vote.noticed_on is None or not vote.noticed_on <= on <= local_date(now):
            raise Refused("delivery.day", "送达日期应在公告之后、今天以前。", field="on")
        wanted = set(electors)
        rows = Elector.objects.filter(vote=vote, number__in=wanted).order_by("number")
        keys = list(rows.values_list("pk", flat=True))
        if not keys or len(keys) != len(wanted):
            raise Refused("delivery.unknown", "名册上没有这些序号，请核对。", field="electors")
        Delivery.objects.bulk_create(
            Delivery(
                id=new_key(now), vote=vote, elector_id=key, way=way, on=on, by=actor.account or 0
            )
            for key in keys
        )
        note(vote, "delivered", actor=actor, now=now, facts={"electors": len(keys), "way": way})
    return len(keys)


def _require_running(vote: OwnersVote) -> None:
    if vote.state not in RUNNING:
        raise Refused("vote.not_running", "只有公告后、截止前才能办理。")


def grant_proxy(  # noqa: PLR0913  # the facts of a proxy
    *,
    actor: Actor,
    pk: int,
    elector: int,
    holder: int,
    motions: Sequence[int] = (),
    ends_at: dt.datetime,
    document: str,
    now: dt.datetime,
) -> Proxy:
    """Let the account `holder` vote for `elector` (a key), on a signed paper that was stored before.

    When a clerk records the paper, it holds only after `confirm_proxy` by another clerk.
    """
    with transaction.atomic():
        vote = fetch_vote(action="grant_proxy", actor=actor, pk=pk)
        _require_running(vote)
        who, clerk = _own_elector(actor, vote, elector)
        file = StoredFile.objects.filter(key=document).first()
        if file is None:
            raise Refused("proxy.no_document", "请附上签名的委托书照片。", field="document")
        if not set(motions) <= {motion.number for motion in motions_of(vote)}:
            raise Refused("ballot.motion_unknown", "选票上有不属于本次表决的事项，请重新打开选票。")
        if not now < ends_at <= (vote.closes_at or now) or _is_unknown(holder):
            raise Refused("proxy.period", "委托要在表决截止以前到期，请改正日期。", field="ends_at")
        if ElectorOwner.objects.filter(elector=who, person__account=holder).exists():
            raise Refused("proxy.own", "这个人自己就是这一户的业主，不用委托。", field="holder")
        held = Proxy.objects.filter(elector=who, withdrawn_at=None)
        if held.exists():
            raise Refused("proxy.already", "已经有一份委托，请先撤回再委托别人。", field="holder")
        proxy = Proxy.objects.create(
            id=new_key(now),
            vote=vote,
            elector=who,
            holder=holder,
            motions=sorted(set(motions)),
            starts_at=now,
            ends_at=ends_at,
            document=file,
            clerk_one=clerk,
        )
        files.attach([document], kind=PROXY_KIND, owner=proxy.pk)
        note(vote, "proxy_granted", actor=actor, now=now, facts={"proxy": str(proxy.pk)})
    return proxy


def _is_unknown(account: int) -> bool:
    return accounts.get_account_name(account) is None


def confirm_proxy(*, actor: Actor, pk: int, proxy: int, now: dt.datetime) -> Proxy:
    """Let a proxy on paper hold, when another clerk than the first has read the paper too."""
    with transaction.atomic():
        vote = fetch_vote(action="enter_paper", actor=actor, pk=pk)
        _require_running(vote)
        row = Proxy.objects.filter(vote=vote, pk=proxy, withdrawn_at=None).first()
        if row is None or row.clerk_one is None or row.clerk_two is not None:
            raise Refused("proxy.settled", "这份委托不用核对，请刷新列表。")
        if actor.account is None or actor.account == row.clerk_one:
            raise Refused("proxy.two_clerks", "纸质委托须由另一名工作人员核对。")
        row.clerk_two = actor.account
        row.save(update_fields=["clerk_two"])
        note(vote, "proxy_confirmed", actor=actor, now=now, facts={"proxy": str(row.pk)})
    return row


def _own_elector(actor: Actor, vote: OwnersVote, elector: int) -> tuple[Elector, int | None]:
    """Return the elector, and the clerk when it is no owner but a clerk with the paper in hand."""
    who = Elector.objects.filter(vote=vote, pk=elector).first()
    if who is None:
        raise Refused("ballot.not_on_roll", "您不在这次表决的名册上，请联系社区核对。")
    is_clerk = vote.pk in allowed(
        OwnersVote.objects.filter(pk=vote.pk), actor=actor, action="deliver", table=TABLE
    ).values_list("pk", flat=True)
    owns = ElectorOwner.objects.filter(owner_of(actor), elector=who).exists()
    if not (owns or is_clerk or actor.is_system):
        raise PermissionDenied("grant_proxy")
    return who, None if owns or actor.is_system else actor.account


def withdraw_proxy(*, actor: Actor, pk: int, proxy: int, now: dt.datetime) -> Proxy:
    """End a proxy at once; ballots cast under it stay until the owner votes again."""
    with transaction.atomic():
        vote = fetch_vote(action="grant_proxy", actor=actor, pk=pk)
        row = Proxy.objects.filter(vote=vote, pk=proxy, withdrawn_at=None).first()
        if row is None:
            raise Refused("proxy.gone", "这份委托已经撤回。")
        _own_elector(actor, vote, row.elector_id)
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
        note(vote, "proxy_withdrawn", actor=actor, now=now, facts={"proxy": str(row.pk)})
    return row
