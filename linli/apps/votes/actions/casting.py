"""Ballots: on the web by an owner or a proxy, on paper by two clerks. All join one chain."""

from __future__ import annotations

import datetime as dt
import uuid

from django.core.exceptions import PermissionDenied
from django.db import transaction

from linli.apps.votes.access import IN_FORCE
from linli.apps.votes.actions.at_once import Wanted, cast_at_once
from linli.apps.votes.actions.chain import Paper, Standing, frozen, join, stand
from linli.apps.votes.actions.step import fetch_vote, motions_of, note
from linli.apps.votes.models import Elector, OwnersBallot, OwnersVote, PaperEntry, Proxy
from linli.apps.votes.queries.papers import SCAN_KIND
from linli.apps.votes.rules.ballots import (
    Choices,
    State,
    are_sound,
    require_choices,
    require_open,
    require_paper,
)
from linli.apps.votes.rules.paper import read_paper_code
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import files
from linli.platform.access import Actor
from linli.platform.idempotency import once
from linli.platform.models import StoredFile
from linli.platform.shared_flush import shared_flush


def cast_ballot(  # the facts of a ballot
    *,
    actor: Actor,
    pk: int,
    elector: int,
    choices: Choices,
    client_id: uuid.UUID,
    now: dt.datetime,
) -> OwnersBallot:
    """Cast the ballot of `elector` (a key). A later one of the same elector replaces it in the count."""
    fixed = frozen(pk)
    if fixed is not None and are_sound(choices, fixed.motions):
        wanted = Wanted(pk, fixed.area, elector, choices, client_id)
        ballot = cast_at_once(wanted, actor=actor, now=now)
        if ballot is not None:
            return ballot
    with shared_flush():
        key = new_key(now)
        kept = once("votes.cast", client_id, actor=actor, key=key, now=now)
        if kept != key:
            return OwnersBallot.objects.get(pk=kept)
        if fixed is not None:
            # The journal says that somebody voted on the web, not who: the roll of ballots is evidence.
            # Its line is written before the lock, under which all others wait.
            anonymous = Actor(channel=actor.channel)
            note(OwnersVote(pk=pk, area=fixed.area), "cast", actor=anonymous, now=now)
        place = stand(pk, elector, account=actor.account)
        if place is None:
            raise _unknown(actor, pk)
        if not (place.is_owner or actor.is_system):
            _require_proxy(actor, place, set(choices), now)
        place.require_open(now)
        assert fixed is not None, "a draft is not open"
        require_choices(choices, fixed.motions, is_paper=False)
        return join(place, choices, key=key, now=now)


def _unknown(actor: Actor, pk: int) -> Refused:
    """Say why somebody has no ballot: there is no such vote, or no such elector in it."""
    fetch_vote(action="cast", actor=actor, pk=pk)
    return Refused("ballot.not_on_roll", "您不在这次表决的名册上，请联系社区核对。")


def _require_proxy(actor: Actor, place: Standing, motions: set[str], now: dt.datetime) -> None:
    """Refuse who neither is an owner nor holds a proxy for these motions now."""
    held = Proxy.objects.filter(elector=place.elector, holder=actor.account or 0)
    proxy = held.filter(IN_FORCE).first()
    if proxy is None:
        raise PermissionDenied("cast")
    if not proxy.starts_at <= now < proxy.ends_at:
        raise Refused("proxy.period", "委托不在有效期内，请业主重新委托或自己投票。")
    if proxy.motions and not motions <= {str(number) for number in proxy.motions}:
        raise Refused("proxy.scope", "委托书没有包括其中的事项，请只投受托的事项。")


def enter_paper(  # the facts of a paper
    *, actor: Actor, pk: int, code: str, scan: str, choices: Choices, now: dt.datetime
) -> PaperEntry:
    """Write down what the first clerk reads from the paper `code`, whose scan was stored before."""
    with transaction.atomic():
        vote = fetch_vote(action="enter_paper", actor=actor, pk=pk)
        who = _elector_on_paper(vote, code)
        _require_paper_time(vote, now)
        require_choices(choices, motions_of(vote), is_paper=True)
        file = StoredFile.objects.filter(key=scan).first()
        if file is None or actor.account is None:
            raise Refused("ballot.no_scan", "纸质票须附扫描件，请先扫描选票。", field="scan")
        used = PaperEntry.objects.filter(vote=vote, scan_hash=file.sha256)
        if used.filter(settled_at=None).exists() or used.filter(is_agreed=True).exists():
            raise Refused("paper.scan_used", "这张扫描件已经录入过，请核对选票。", field="scan")
        entry = PaperEntry.objects.create(
            id=new_key(now),
            vote=vote,
            elector=who,
            scan=file,
            scan_hash=file.sha256,
            choices=dict(choices),
            clerk=actor.account,
            at=now,
        )
        files.attach([scan], kind=SCAN_KIND, owner=entry.pk)
        note(vote, "paper_entered", actor=actor, now=now, facts={"entry": str(entry.pk)})
    return entry


def _require_paper_time(vote: OwnersVote, now: dt.datetime) -> None:
    if vote.opens_at is None or vote.closes_at is None:
        raise Refused("ballot.early", "表决还没有开始，请在公告的时间内投票。")
    require_open(State(vote.state), vote.opens_at, vote.closes_at, now)


def _elector_on_paper(vote: OwnersVote, code: str) -> Elector:
    number = read_paper_code(code, vote.reference, vote.salt)
    who = Elector.objects.filter(vote=vote, number=number).first()
    if who is None:
        raise Refused("ballot.not_on_roll", "您不在这次表决的名册上，请联系社区核对。")
    return who


def confirm_paper(
    *, actor: Actor, pk: int, entry: int, choices: Choices, now: dt.datetime
) -> OwnersBallot | None:
    """Settle an entry by what a second clerk reads by themselves.

    Returns the ballot when both read the same; `None` when they differ: then the paper goes back
    to both, and is entered again from its start.
    """
    with transaction.atomic():
        vote = fetch_vote(action="enter_paper", actor=actor, pk=pk)
        first = PaperEntry.objects.filter(vote=vote, pk=entry).first()
        if first is None or first.settled_at is not None:
            raise Refused("paper.settled", "这张选票已经核对过，请刷新列表。")
        clerks = (first.clerk, actor.account or 0)
        require_paper(first.scan_hash, clerks)
        require_choices(choices, motions_of(vote), is_paper=True)
        _require_paper_time(vote, now)
        first.settled_at, first.is_agreed = now, dict(choices) == first.choices
        first.save(update_fields=["settled_at", "is_agreed"])
        ballot = None
        if first.is_agreed:
            paper = Paper(first.scan_hash, clerks)
            place = stand(vote.pk, first.elector_id, account=None)
            assert place is not None, "the elector of an entry is on the roll"
            ballot = join(place, choices, key=new_key(now), now=now, paper=paper)
        facts = {"entry": str(first.pk), "agreed": first.is_agreed}
        note(vote, "paper_settled", actor=actor, now=now, facts=facts)
    return ballot
