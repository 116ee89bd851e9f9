"""Before the notice: what is asked, by which rules, of whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from linli.apps.people import queries as people
from linli.apps.places import queries as places
from linli.apps.votes.access import may_begin
from linli.apps.votes.actions.step import fetch_draft, motions_of, move, note
from linli.apps.votes.models import Elector, ElectorHome, ElectorOwner, Motion, OwnersVote
from linli.apps.votes.rules.ballots import State, require_notice
from linli.apps.votes.rules.bundle import roll_fingerprint, roll_record
from linli.apps.votes.rules.elections import ELECTION_ITEM, require_seats
from linli.apps.votes.rules.packs import NATIONAL, find_pack
from linli.apps.votes.rules.paper import seal_of
from linli.apps.votes.rules.roll import (
    FULL_SHARE,
    AreaBasis,
    Holding,
    Part,
    Use,
    build_roll,
    interested_parts,
)
from linli.apps.votes.rules.roll import Elector as Head
from linli.apps.votes.rules.silence import require_clause
from linli.apps.votes.rules.thresholds import threshold_of
from linli.foundation.clock import chance, local_date
from linli.foundation.keys import new_code, new_key
from linli.foundation.refusals import Refused
from linli.platform import bulk, files
from linli.platform.access import Actor
from linli.platform.models import StoredFile

MOTIONS_MAX: Final = 20
TITLE_MAX: Final = 120
MOTION_TITLE_MAX: Final = 200
CANDIDATES_MAX: Final = 30
DAYS_OPEN_MIN: Final = 1
DAYS_OPEN_MAX: Final = 180
REFERENCE_LETTERS: Final = 8
SALT_BYTES: Final = 32
LABEL_MAX: Final = 120
CLAUSE_KIND: Final = "votes.clause"
PERSON, COMPANY = "p", "c"


@dataclass(frozen=True, slots=True)
class Question:
    """One motion as it is drafted; with `seats` it elects a committee."""

    item: int
    title: str
    text: str = ""
    seats: int = 0
    candidates: tuple[str, ...] = ()


def draft_vote(  # noqa: PLR0913  # the facts of a vote
    *,
    actor: Actor,
    compound: int,
    title: str,
    explanation: str = "",
    pack: str = NATIONAL,
    building: int | None = None,
    entrance: int | None = None,
    now: dt.datetime,
) -> OwnersVote:
    """Begin a vote of the owners of a compound, of one building or of one entrance."""
    place = places.get_compound(compound)
    if place is None:
        raise Http404
    if not may_begin(actor, compound=compound, community=place.community):
        raise PermissionDenied("draft")
    rules = find_pack(pack)
    if not 2 <= len(title.strip()) <= TITLE_MAX:
        raise Refused("vote.title", "请写明表决的名称（2至120字）。", field="title")
    _require_scope(compound, building, entrance)
    with transaction.atomic():
        vote = OwnersVote.objects.create(
            id=new_key(now),
            reference=new_code(REFERENCE_LETTERS),
            compound_id=compound,
            area=place.community,
            building_id=building,
            entrance=entrance,
            title=title.strip(),
            explanation=explanation.strip(),
            pack=rules.code,
            silence=rules.silence,
            revote=rules.revote,
            salt=bytes(chance(256) for _ in range(SALT_BYTES)).hex(),
            made_by=actor.account or 0,
        )
        note(vote, "draft", actor=actor, now=now, facts={"pack": rules.code})
    return vote


def _require_scope(compound: int, building: int | None, entrance: int | None) -> None:
    if building is None and entrance is None:
        return
    found = places.get_building(building) if building is not None else None
    if found is None or found.compound != compound:
        raise Refused("vote.scope", "请选择本小区的楼栋。", field="building")
    if entrance is not None and not 1 <= entrance <= found.entrances:
        raise Refused("vote.scope", "这栋楼没有这个单元，请核对。", field="entrance")


def set_motions(
    *, actor: Actor, pk: int, questions: Sequence[Question], now: dt.datetime
) -> OwnersVote:
    """Set the motions of a draft. The threshold follows from the item; nobody chooses it."""
    if not 1 <= len(questions) <= MOTIONS_MAX:
        raise Refused("vote.no_motion", "请写1至20个表决事项。", field="title")
    for question in questions:
        _require_question(question)
    with transaction.atomic():
        vote = fetch_draft(action="draft", actor=actor, pk=pk)
        if vote.kind == OwnersVote.Kind.UNANIMOUS or vote.run_off_of_id is not None:
            raise Refused("vote.motion_fixed", "这次表决问什么已经定了，不能加改事项。")
        Motion.objects.filter(vote=vote).delete()
        Motion.objects.bulk_create(
            Motion(
                id=new_key(now),
                vote=vote,
                number=number,
                item=question.item,
                title=question.title.strip(),
                text=question.text.strip(),
                seats=question.seats,
                candidates=list(question.candidates),
            )
            for number, question in enumerate(questions, start=1)
        )
        note(vote, "motions", actor=actor, now=now, facts={"motions": len(questions)})
    return vote


def _require_question(question: Question) -> None:
    threshold_of(question.item)
    if not 2 <= len(question.title.strip()) <= MOTION_TITLE_MAX:
        raise Refused("vote.motion_title", "请写明每个事项（2至200字）。", field="title")
    names = [name.strip() for name in question.candidates]
    if not question.seats:
        if names:
            raise Refused("election.seats_missing", "有候选人的事项要写席位数。", field="seats")
        return
    if question.item != ELECTION_ITEM:
        raise Refused("election.item", "选举属于第3项，请改选事项。", field="item")
    if not all(names) or len(set(names)) != len(names) or len(names) > CANDIDATES_MAX:
        raise Refused("election.names", "候选人姓名不能空缺或重复。", field="candidates")
    require_seats(question.seats, len(names))


def attach_clause(*, actor: Actor, pk: int, document: str, now: dt.datetime) -> OwnersVote:
    """Put the adopted clause of the rules of procedure on file: a photo that was stored before."""
    with transaction.atomic():
        vote = fetch_draft(action="draft", actor=actor, pk=pk)
        file = StoredFile.objects.filter(key=document).first()
        if file is None:
            raise Refused("vote.no_clause_file", "请附上条款的照片。", field="document")
        files.attach([document], kind=CLAUSE_KIND, owner=vote.pk, is_public=True)
        vote.clause = file
        vote.save(update_fields=["clause"])
        note(vote, "clause", actor=actor, now=now)
    return vote


def freeze_roll(*, actor: Actor, pk: int, on: dt.date, now: dt.datetime) -> OwnersVote:
    """Build the roll of a draft from the ownership on the day `on`; building it again replaces it."""
    if on > local_date(now):
        raise Refused("roll.future", "名册日期不能晚于今天。", field="on")
    with transaction.atomic():
        vote = fetch_draft(action="draft", actor=actor, pk=pk)
        scope = {"building": vote.building_id, "entrance": vote.entrance}
        parts, homes = parts_of(vote.compound_id, on, **scope)
        if vote.home_id is not None:
            asked = (label for label, (home, _) in homes.items() if home.id == vote.home_id)
            parts = [*interested_parts(parts, next(asked, ""))]
        heads = build_roll(parts, counts_parking=find_pack(vote.pack).counts_parking)
        for table in (ElectorOwner, ElectorHome, Elector):
            table._default_manager.filter(vote=vote).delete()
        _write_roll(vote, heads, homes, now)
        vote.roll_on, vote.heads = on, len(heads)
        vote.area_total = sum(head.area for head in heads)
        vote.save(update_fields=["roll_on", "heads", "area_total"])
        facts = {"on": on.isoformat(), "heads": vote.heads, "area": vote.area_total}
        note(vote, "roll", actor=actor, now=now, facts=facts)
    return vote


Places = dict[str, tuple[places.HomePlace, str]]


def parts_of(
    compound: int, on: dt.date, *, building: int | None = None, entrance: int | None = None
) -> tuple[list[Part], Places]:
    """Return the exclusive parts in scope, and by their labels the homes with the basis of the area."""
    held = people.owners_inside(compound, on)
    parts: list[Part] = []
    homes: Places = {}
    for home in places.homes_of_compound(compound, building=building, entrance=entrance):
        shares = held.get(home.id, ())
        label = home.label if home.label not in homes else f"{home.label}#{home.id}"
        basis = shares[0].basis if shares else AreaBasis.REGISTER.value
        homes[label] = (home, basis)
        parts.append(
            Part(
                home=label,
                building=str(home.building),
                entrance=home.entrance,
                area=home.area,
                basis=AreaBasis(basis),
                # What is neither flat, shop nor office (a parking space, a cellar) counts as parking.
                use=Use(home.use) if home.use != "other" else Use.PARKING,
                holdings=tuple(_holding(share) for share in shares),
            )
        )
    return parts, homes


def _holding(share: people.OwnerShare) -> Holding:
    owner = f"{PERSON}:{share.person}" if share.person else f"{COMPANY}:{share.company}"
    return Holding(owner, share.numerator * FULL_SHARE // share.denominator)


def _write_roll(vote: OwnersVote, heads: Sequence[Head], homes: Places, now: dt.datetime) -> None:
    electors, held, owners = [], [], []
    for head in heads:
        key = new_key(now)
        own = [homes[label] for label in head.homes]
        largest = max(own, key=lambda entry: (entry[0].area, -entry[0].id))[0]
        seal = seal_of(vote.salt, head.owners, head.homes)
        label = "、".join(head.homes)[:LABEL_MAX]
        electors.append((key, vote.pk, head.number, head.area, seal, largest.building, label))
        for home, basis in own:
            held.append((new_key(now), vote.pk, key, home.id, home.area, basis))
        for owner in head.owners:
            kind, _, name = owner.partition(":")
            person = int(name) if kind == PERSON else None
            owners.append((new_key(now), vote.pk, key, person, "" if person else name))
    bulk.insert(Elector, ("id", "vote", "number", "area", "seal", "building", "label"), electors)
    bulk.insert(ElectorHome, ("id", "vote", "elector", "home", "area", "basis"), held)
    bulk.insert(ElectorOwner, ("id", "vote", "elector", "person", "company"), owners)


def give_notice(
    *, actor: Actor, pk: int, opens_at: dt.datetime, closes_at: dt.datetime, now: dt.datetime
) -> OwnersVote:
    """Post the notice today: from now on roll, motions and rules stand still under one fingerprint."""
    with transaction.atomic():
        vote = fetch_draft(action="notice", actor=actor, pk=pk)
        rules = find_pack(vote.pack)
        require_clause(rules, has_clause=vote.clause_id is not None)
        require_notice(local_date(now), opens_at, rules.notice_days)
        _require_period(opens_at, closes_at)
        motions = motions_of(vote)
        if not motions:
            raise Refused("vote.no_motion", "请写1至20个表决事项。", field="title")
        if vote.roll_on is None:
            raise Refused("vote.no_roll", "请先生成业主名册，再发公告。")
        return move(
            vote,
            State.NOTICED,
            actor=actor,
            now=now,
            noticed_on=local_date(now),
            opens_at=opens_at,
            closes_at=closes_at,
            roll_fingerprint=roll_fingerprint(_roll_lines(vote), motions, rules),
        )


def _require_period(opens_at: dt.datetime, closes_at: dt.datetime) -> None:
    length = closes_at - opens_at
    if not dt.timedelta(DAYS_OPEN_MIN) <= length <= dt.timedelta(DAYS_OPEN_MAX):
        raise Refused("vote.period", "表决时间应为1天至180天，请改正截止时间。", field="closes_at")


def _roll_lines(vote: OwnersVote) -> list[dict[str, object]]:
    rows = Elector.objects.filter(vote=vote).order_by("number")
    return [
        roll_record(number, area, seal, delivered=False)
        for number, area, seal in rows.values_list("number", "area", "seal")
    ]
