"""Drafts whose question is given: all interested owners by Art. 279, and the second round of an election."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from linli.apps.places import queries as places
from linli.apps.places.queries.inside import get_door
from linli.apps.votes.access import may_begin
from linli.apps.votes.actions.drafting import REFERENCE_LETTERS, SALT_BYTES
from linli.apps.votes.actions.step import fetch_vote, note
from linli.apps.votes.models import Motion, OwnersVote
from linli.apps.votes.queries.elections import elections_of
from linli.apps.votes.rules.ballots import State
from linli.apps.votes.rules.elections import ELECTION_ITEM
from linli.apps.votes.rules.packs import NATIONAL, find_pack
from linli.apps.votes.rules.thresholds import UNANIMOUS_ITEM
from linli.foundation.clock import chance
from linli.foundation.keys import new_code, new_key
from linli.foundation.refusals import Refused
from linli.platform.access import Actor

USE_MIN, USE_MAX = 2, 200
TITLE_MAX: Final = 120
TOLD: Final = (State.DECLARED, State.POSTED, State.ARCHIVED)


def draft_unanimous(
    *, actor: Actor, compound: int, home: int, use: str, now: dt.datetime
) -> OwnersVote:
    """Ask the other owners of a building whether a home may be put to the business `use` (Art. 279).

    The law itself asks all of them and counts no silence, so there is no choice of rules.
    """
    place, door = places.get_compound(compound), get_door(home)
    if place is None:
        raise Http404
    if not may_begin(actor, compound=compound, community=place.community):
        raise PermissionDenied("draft")
    building = places.get_building(door.building) if door is not None else None
    if door is None or building is None or building.compound != compound:
        raise Refused("vote.home", "这个小区没有这套房屋，请核对。", field="home")
    words = use.strip()
    if not USE_MIN <= len(words) <= USE_MAX:
        raise Refused("vote.use", "请写明改作什么经营（2至200字）。", field="use")
    label = f"{door.building_name}{door.entrance}单元{door.number}"
    with transaction.atomic():
        vote = _drafted(
            actor=actor,
            now=now,
            kind=OwnersVote.Kind.UNANIMOUS,
            compound_id=compound,
            area=place.community,
            building_id=building.id,
            home_id=home,
            title=f"{label}改变为经营性用房"[:TITLE_MAX],
            explanation=words,
        )
        Motion.objects.create(
            id=new_key(now),
            vote=vote,
            number=1,
            item=UNANIMOUS_ITEM,
            title=f"是否同意{label}由住宅改变为经营性用房",
            text=words,
        )
        note(vote, "draft", actor=actor, now=now, facts={"kind": vote.kind})
    return vote


def draft_run_off(*, actor: Actor, pk: int, motion: int, now: dt.datetime) -> OwnersVote:
    """Begin the second round of the election under a motion number: its candidates follow from the first."""
    with transaction.atomic():
        first = fetch_vote(action="declare", actor=actor, pk=pk)
        if first.state not in TOLD:
            raise Refused("election.not_told", "公布第一轮结果以后才能办第二轮。")
        found = next((own for own in elections_of(first.pk) if own.motion == motion), None)
        if found is None or not found.second:
            raise Refused("election.no_second", "这项选举席位已满或无人可选，不用第二轮。")
        title = f"{found.title}（第二轮）"
        earlier = first.run_offs.exclude(state=State.VOID).filter(motions__title=title)
        if earlier.exists():
            raise Refused("election.second_begun", "第二轮已经发起，请在列表里继续办理。")
        vote = _drafted(
            actor=actor,
            now=now,
            run_off_of=first,
            compound_id=first.compound_id,
            area=first.area,
            building_id=first.building_id,
            entrance=first.entrance,
            title=f"{first.title}（第二轮选举）"[:TITLE_MAX],
            explanation="",
            pack=first.pack,
            silence=first.silence,
            revote=first.revote,
            clause=first.clause,
        )
        Motion.objects.create(
            id=new_key(now),
            vote=vote,
            number=1,
            item=ELECTION_ITEM,
            title=title[:200],
            seats=min(found.seats_open, len(found.second)),
            is_run_off=True,
            candidates=list(found.second),
        )
        note(vote, "draft", actor=actor, now=now, facts={"run_off_of": str(first.pk)})
    return vote


def _drafted(*, actor: Actor, now: dt.datetime, **facts: object) -> OwnersVote:
    rules = find_pack(NATIONAL)
    given = {"pack": rules.code, "silence": rules.silence, "revote": rules.revote, **facts}
    return OwnersVote.objects.create(
        id=new_key(now),
        reference=new_code(REFERENCE_LETTERS),
        salt=bytes(chance(256) for _ in range(SALT_BYTES)).hex(),
        made_by=actor.account or 0,
        **given,
    )
