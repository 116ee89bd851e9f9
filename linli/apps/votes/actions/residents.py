"""Residents' votes: from a question to its result. Who has voted and what was voted stay apart."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404

from linli.apps.people import queries as people
from linli.apps.places import queries as places
from linli.apps.places.queries import inside
from linli.apps.votes.access import RESIDENTS_LEAD_ROLES, RESIDENTS_TABLE, voice_of
from linli.apps.votes.events import ResidentsVoteClosed
from linli.apps.votes.models import (
    ResidentsBox,
    ResidentsResult,
    ResidentsTurn,
    ResidentsVote,
    ResidentsVoter,
)
from linli.apps.votes.rules.residents import Method, Unit, count_residents, require_mark
from linli.apps.votes.rules.secrecy import (
    Channel,
    State,
    drop,
    is_adult,
    require_open,
    require_period,
    require_question,
    require_threshold,
    unfold,
)
from linli.apps.votes.rules.thresholds import Threshold
from linli.foundation.areas import Level, ancestor
from linli.foundation.clock import chance, local_date
from linli.foundation.keys import KEY_MAX, new_code, new_key
from linli.foundation.refusals import Refused
from linli.platform import bulk, events, journal
from linli.platform.access import Actor, fetch
from linli.platform.idempotency import once

REFERENCE_LETTERS: Final = 8
EXPLANATION_MAX: Final = 4000
REASON_MIN, REASON_MAX = 5, 200
SCOPE: Final = {"compound": "请选择本社区的小区。", "building": "请选择本社区的楼栋。"}
Facts = dict[str, object]


def draft_residents_vote(  # noqa: PLR0913  # the facts of a vote
    *,
    actor: Actor,
    client_id: uuid.UUID,
    area: int,
    compound: int | None = None,
    building: int | None = None,
    title: str,
    explanation: str = "",
    unit: str,
    method: str,
    options: Sequence[str] = (),
    quorum: Threshold,
    passing: Threshold,
    opens_at: dt.datetime,
    closes_at: dt.datetime,
    now: dt.datetime,
) -> ResidentsVote:
    """Draft a question to the residents of a community or grid, a compound or a building in it."""
    _require_lead(actor, area)
    _require_scope(area, compound, building)
    if unit not in [*Unit] or method not in [*Method]:
        raise Refused("residents.kind", "请选择谁有一票、怎么投。", field="method")
    names = require_question(title, options, Method(method))
    require_period(opens_at, closes_at)
    require_threshold(quorum, "quorum")
    require_threshold(passing, "passing")
    with transaction.atomic():
        key = new_key(now)
        kept = once("votes.draft_residents", client_id, actor=actor, key=key, now=now)
        if kept != key:
            return ResidentsVote.objects.get(pk=kept)
        vote = ResidentsVote.objects.create(
            id=key,
            reference=new_code(REFERENCE_LETTERS),
            area=area,
            compound_id=compound,
            building_id=building,
            title=title.strip(),
            explanation=explanation.strip()[:EXPLANATION_MAX],
            unit=unit,
            method=method,
            options=names,
            quorum=_share(quorum),
            passing=_share(passing),
            opens_at=opens_at,
            closes_at=closes_at,
            made_by=actor.account or 0,
        )
        ResidentsBox.objects.create(vote=vote)
        _note(vote, "draft", actor=actor, now=now)
    return vote


def _require_lead(actor: Actor, area: int) -> None:
    if places.get_area(area) is None:
        raise Http404
    leads = any(actor.holds(role, at=area) for role in RESIDENTS_LEAD_ROLES)
    if not (actor.is_system or leads):
        raise PermissionDenied("draft")


def _require_scope(area: int, compound: int | None, building: int | None) -> None:
    community = ancestor(area, Level.COMMUNITY)
    if ancestor(area, Level.SUBDISTRICT) == area:
        raise Refused(
            "residents.area", "居民表决在一个社区或网格内进行，请选择社区。", field="area"
        )
    estate = places.get_compound(compound) if compound is not None else None
    if compound is not None and (estate is None or estate.community != community):
        raise Refused("residents.scope", SCOPE["compound"], field="compound")
    house = places.get_building(building) if building is not None else None
    if building is None:
        return
    if house is None or house.community != community or compound not in (None, house.compound):
        raise Refused("residents.scope", SCOPE["building"], field="building")


def _share(threshold: Threshold) -> list[int | bool]:
    return [threshold.numerator, threshold.denominator, threshold.inclusive]


def open_residents_vote(*, actor: Actor, pk: int, now: dt.datetime) -> ResidentsVote:
    """Announce a draft: the roll of those who live there today stands still from now on.

    Ballots are taken from `opens_at` on.
    """
    with transaction.atomic():
        vote = _fetch("open", actor, pk)
        if vote.state != State.DRAFT:
            raise Refused("residents.step", "这次表决已经公布或作废，请刷新页面。")
        if vote.closes_at <= now:
            raise Refused("residents.over", "截止时间已过，请重新发起并改正时间。")
        vote.voters = _write_roll(vote, local_date(now))
        return _move(vote, State.OPEN, "voters", actor=actor, now=now)


def _write_roll(vote: ResidentsVote, on: dt.date) -> int:
    """Write the voices in scope; return how many."""
    living = people.voices_in(_buildings(vote, on), on)
    rows = _adults(vote, living, on) if vote.unit == Unit.ADULT else _households(vote, living, on)
    if not rows:
        raise Refused("residents.no_roll", "范围内还没有登记的成年居民，请先登记居住或改范围。")
    columns = ("id", "vote", "person", "household", "building", "door")
    return bulk.insert(ResidentsVoter, columns, rows)


def _buildings(vote: ResidentsVote, on: dt.date) -> list[int]:
    if vote.building_id is not None:
        return [vote.building_id]
    houses = inside.buildings_inside(ancestor(vote.area, Level.COMMUNITY))
    keys = [own.id for own in houses if vote.compound_id in (None, own.compound)]
    if ancestor(vote.area, Level.COMMUNITY) == vote.area:
        return keys
    grids = places.grids_of(keys, on)
    return [key for key in keys if grids.get(key) == vote.area]


Voices = list[tuple[int, int, int | None, int | None, int, str]]


def _adults(vote: ResidentsVote, living: Iterable[people.Voice], on: dt.date) -> Voices:
    """Return one row for each adult, at the first door."""
    doors = {
        own.person: (own.building, own.door)
        for own in reversed(tuple(living))
        if is_adult(own.birth_year, on)
    }
    return [(_random(), vote.pk, person, None, *door) for person, door in sorted(doors.items())]


def _households(vote: ResidentsVote, living: Iterable[people.Voice], on: dt.date) -> Voices:
    """Return one row for each household with an adult; who is in none speaks alone."""
    doors = {
        (own.household, None if own.household else own.person): (own.building, own.door)
        for own in living
        if is_adult(own.birth_year, on)
    }
    return [(_random(), vote.pk, key[1], key[0], *door) for key, door in doors.items()]


def _random() -> int:
    """Return a key that tells no order: on SQLite it is also the place of the row."""
    return 1 + chance(KEY_MAX)


def cast_residents_ballot(  # the facts of a ballot
    *,
    actor: Actor,
    pk: int,
    mark: Sequence[int],
    client_id: uuid.UUID,
    now: dt.datetime,
    voter: int | None = None,
) -> ResidentsTurn:
    """Use the voice of the actor, or the one of the household `voter` (a key). It is final."""
    with transaction.atomic():
        vote = _fetch("cast", actor, pk)
        own = ResidentsVoter.objects.filter(voice_of(actor), vote=vote).distinct()
        return _use(vote, own, voter, mark, Channel.WEB, actor=actor, client_id=client_id, now=now)


def take_in_residents_ballot(  # noqa: PLR0913  # the facts of a ballot
    *,
    actor: Actor,
    pk: int,
    voter: int,
    mark: Sequence[int],
    channel: str,
    client_id: uuid.UUID,
    now: dt.datetime,
) -> ResidentsTurn:
    """Take in at the desk, or from a paper, the ballot of somebody who stands on the roll."""
    if channel not in (Channel.DESK, Channel.PAPER):
        raise Refused("residents.channel", "请选择当面投票还是纸质选票。", field="channel")
    with transaction.atomic():
        vote = _fetch("take_in", actor, pk)
        rows = ResidentsVoter.objects.filter(vote=vote)
        facts = {"actor": actor, "client_id": client_id, "now": now}
        return _use(vote, rows, voter, mark, Channel(channel), **facts)  # type: ignore[arg-type]  # three facts


def _use(  # noqa: PLR0913  # the facts of a ballot
    vote: ResidentsVote,
    voices: QuerySet[ResidentsVoter],
    wanted: int | None,
    mark: Sequence[int],
    channel: Channel,
    *,
    actor: Actor,
    client_id: uuid.UUID,
    now: dt.datetime,
) -> ResidentsTurn:
    """Mark a voice as used and drop the ballot into the box; the caller holds the lock on the vote."""
    key = _random()
    kept = once("votes.cast_residents", client_id, actor=actor, key=key, now=now)
    if kept != key:
        return ResidentsTurn.objects.get(pk=kept)
    require_open(State(vote.state), vote.opens_at, vote.closes_at, now)
    require_mark(mark, method=Method(vote.method), options=len(vote.options))
    voter = _unused(voices, wanted)
    clerk = None if channel is Channel.WEB else actor.account or 0
    turn = ResidentsTurn.objects.create(
        id=key, vote=vote, voter=voter, channel=channel.value, clerk=clerk
    )
    box = ResidentsBox.objects.get(vote=vote)
    box.marks, box.ballots = drop(box.marks, mark, Method(vote.method)), box.ballots + 1
    box.save(update_fields=["marks", "ballots"])
    # That a ballot came, not whose: the journal has a time.
    _note(vote, "cast", actor=Actor(channel=channel.value), now=now)
    return turn


def _unused(voices: QuerySet[ResidentsVoter], wanted: int | None) -> ResidentsVoter:
    rows = list(voices.filter(pk=wanted) if wanted is not None else voices.order_by("pk"))
    if not rows:
        raise Refused("ballot.not_on_roll", "不在这次表决的名册上，请联系社区核对居住登记。")
    used = set(ResidentsTurn.objects.filter(voter__in=rows).values_list("voter", flat=True))
    free = next((row for row in rows if row.pk not in used), None)
    if free is None:
        raise Refused("ballot.voted", "这一票已经投过了。选票不记名，投出后不能改。")
    return free


def close_residents_vote(*, actor: Actor, pk: int, now: dt.datetime) -> ResidentsVote:
    """Count a vote whose time is over and tell its result; Linli's job does it."""
    with transaction.atomic():
        vote = _fetch("close", actor, pk)
        if vote.state != State.OPEN or now < vote.closes_at:
            raise Refused("residents.not_over", "还没到截止时间，不能提前结束。")
        box = ResidentsBox.objects.get(vote=vote)
        if box.ballots != ResidentsTurn.objects.filter(vote=vote).count():
            reason = "票箱里的票数与已投票的人数不符，结果无效"
            return _move(vote, State.VOID, "void_reason", actor=actor, now=now, reason=reason)
        found = count_residents(
            unfold(box.marks),
            roll=vote.voters,
            method=Method(vote.method),
            options=len(vote.options),
            quorum=Threshold(*vote.quorum),
            passing=Threshold(*vote.passing),
        )
        ResidentsResult.objects.create(
            vote=vote,
            voters=vote.voters,
            ballots=box.ballots,
            rounds=[list(each) for each in found.rounds or (found.votes,)],
            is_quorate=found.is_quorate,
            winner=found.winner,
            at=now,
        )
        _move(vote, State.CLOSED, actor=actor, now=now)
        told = ResidentsVoteClosed(vote.pk, vote.reference, found.is_quorate, found.winner, now)
        events.publish(told)
    return vote


def void_residents_vote(*, actor: Actor, pk: int, reason: str, now: dt.datetime) -> ResidentsVote:
    """End a vote without a result, with the reason for all to read."""
    words = reason.strip()
    if not REASON_MIN <= len(words) <= REASON_MAX:
        raise Refused("vote.void_reason", "请写明作废的原因（5至200字）。", field="reason")
    with transaction.atomic():
        vote = _fetch("void", actor, pk)
        if vote.state not in (State.DRAFT, State.OPEN):
            raise Refused("residents.step", "这次表决已经公布或作废，请刷新页面。")
        return _move(vote, State.VOID, "void_reason", actor=actor, now=now, reason=words)


def _fetch(action: str, actor: Actor, pk: int) -> ResidentsVote:
    rows = ResidentsVote.objects.all()
    return fetch(rows, actor=actor, action=action, table=RESIDENTS_TABLE, pk=pk, lock=True)


def _move(  # the facts of a step
    vote: ResidentsVote,
    wanted: State,
    *changed: str,
    actor: Actor,
    now: dt.datetime,
    reason: str = "",
) -> ResidentsVote:
    vote.state, vote.void_reason = wanted, reason
    vote.save(update_fields=["state", *changed])
    _note(vote, wanted.value, actor=actor, now=now, facts={"voters": vote.voters}, is_public=True)
    return vote


def _note(  # the facts of a line
    vote: ResidentsVote,
    verb: str,
    *,
    actor: Actor,
    now: dt.datetime,
    facts: Facts | None = None,
    is_public: bool = False,
) -> None:
    journal.record(
        actor=actor,
        verb=f"votes.residents_{verb}",
        subject=vote,
        now=now,
        area=vote.area,
        after=facts,
        is_public=is_public,
    )
