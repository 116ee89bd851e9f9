"""JSON API: votes to read, the own ballot to cast and to check, results and the bundle."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from linli.apps.votes import actions, queries
from linli.apps.votes.queries import ResidentsPage, VotePage
from linli.apps.votes.rules.ballots import State
from linli.foundation import clock
from linli.interface.context import actor_of
from linli.platform.access import Actor

router = Router(tags=["votes"])
MARKS_MAX: Final = 12


class Problem(Schema):
    code: str
    message: str
    field: str | None


PROBLEMS: Final[dict[int, Any]] = {403: Problem, 409: Problem}


class RowOut(Schema):
    """A vote in a list; keys are texts, which JavaScript does not round."""

    reference: str
    title: str
    state: str
    place: str
    opens_at: dt.datetime | None
    closes_at: dt.datetime | None


class ListOut(Schema):
    rows: list[RowOut]
    after: str


class MotionOut(Schema):
    number: int
    item: int
    title: str
    text: str
    seats: int
    candidates: list[str]


class TestOut(Schema):
    """One of the four tests: whole numbers, areas in 0.01 m²."""

    measure: str
    have: int
    of: int
    need: int
    missing: int
    passed: bool


class ResultOut(Schema):
    motion: int
    candidate: int
    name: str
    passed: bool
    tests: list[TestOut]


class ElectionOut(Schema):
    """Who is elected; `second` are the candidates of the second round that is still needed."""

    motion: int
    elected: list[str]
    alternates: list[str]
    seats_open: int
    second: list[str]


class HeadOut(Schema):
    at: dt.datetime
    sequence: int
    head: str


class TurnoutOut(Schema):
    building: str
    electors: int
    voted: int | None


class VoteOut(RowOut):
    """An owners' vote."""

    kind: str
    explanation: str
    noticed_on: dt.date | None
    roll_on: dt.date | None
    electors: int
    area: int
    pack: str
    roll_fingerprint: str
    motions: list[MotionOut]
    turnout: list[TurnoutOut]
    heads: list[HeadOut]
    results: list[ResultOut]
    elections: list[ElectionOut]
    may: list[str]


class ImportedOut(Schema):
    """A result that another system has counted: nothing of it can be rechecked here."""

    reference: str
    title: str
    compound_name: str
    system: str
    held_from: dt.date
    held_to: dt.date
    file_hash: str
    results: list[ResultOut]


class OwnOut(Schema):
    """For whom the caller may vote, and that a ballot is counted: never how it was marked."""

    elector: str
    label: str
    area: int
    is_proxy: bool
    motions: list[int]
    sequence: int | None
    revision: int | None
    at: dt.datetime | None
    hash: str


class BallotIn(Schema):
    client_id: uuid.UUID
    elector: str = Field(pattern=r"^[0-9]{1,19}$")
    choices: dict[str, str | list[int]] = Field(max_length=20)


class ReceiptOut(Schema):
    sequence: int
    revision: int
    at: dt.datetime
    hash: str


class VoiceOut(Schema):
    voter: str
    door: str
    is_household: bool
    has_voted: bool


class OutcomeOut(Schema):
    """What came of it; `votes` is empty where so few voted that it would tell how."""

    ballots: int
    needed: int
    votes: list[int]
    rounds: list[list[int]]
    is_quorate: bool
    winner: int | None


class ResidentsOut(RowOut):
    """A residents' vote."""

    explanation: str
    unit: str
    method: str
    options: list[str]
    voters: int
    voted: int
    needed: int
    voices: list[VoiceOut]
    outcome: OutcomeOut | None


class MarkIn(Schema):
    client_id: uuid.UUID
    mark: list[int] = Field(max_length=MARKS_MAX)
    voter: str | None = Field(None, pattern=r"^[0-9]{1,19}$")


class CastOut(Schema):
    is_in_box: bool


def _writer(request: HttpRequest) -> Actor:
    """Return who writes; a page of another site may not act with the visitor's session."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise PermissionDenied("cross-site")
    return actor_of(request)


def _start(after: str) -> int:
    return int(after) if after.isascii() and after.isdecimal() and len(after) < 19 else 0


@router.get("/votes", response=ListOut, summary="Owners' votes, newest first")
def votes(request: HttpRequest, after: str = "") -> ListOut:
    found = queries.list_votes(actor=actor_of(request), after=_start(after))
    rows = [
        RowOut(
            reference=row.reference,
            title=row.title,
            state=row.state,
            place=row.compound_name,
            opens_at=row.opens_at,
            closes_at=row.closes_at,
        )
        for row in found.rows
    ]
    return ListOut(rows=rows, after=str(found.after) if found.after else "")


@router.get("/votes/{reference}", response=VoteOut, summary="One owners' vote and its result")
def vote(request: HttpRequest, reference: str) -> VoteOut:
    page = queries.get_page(actor=actor_of(request), reference=reference)
    row = page.vote
    return VoteOut(
        reference=row.reference,
        title=row.title,
        state=row.state,
        place=f"{page.compound_name}{page.scope}",
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        kind=row.kind,
        explanation=row.explanation,
        noticed_on=row.noticed_on,
        roll_on=row.roll_on,
        electors=row.heads,
        area=row.area_total,
        pack=row.pack,
        roll_fingerprint=row.roll_fingerprint,
        motions=[MotionOut.from_orm(motion) for motion in page.motions],
        turnout=_turnout(page),
        heads=[HeadOut.from_orm(head) for head in queries.posted_heads(row)],
        results=_results(queries.result_of(page)),
        elections=[ElectionOut.from_orm(own) for own in queries.elections_of(row.pk)],
        may=sorted(page.may),
    )


def _turnout(page: VotePage) -> list[TurnoutOut]:
    if page.vote.state != State.OPEN:
        return []
    return [TurnoutOut.from_orm(row) for row in queries.turnout_by_building(page.vote)]


def _results(rows: Iterable[queries.ResultRow]) -> list[ResultOut]:
    return [
        ResultOut(
            motion=row.motion.number,
            candidate=row.candidate,
            name=row.name,
            passed=row.passed,
            tests=[TestOut.from_orm(test) for test in row.verdict.tests],
        )
        for row in rows
    ]


@router.get("/imported-votes/{reference}", response=ImportedOut, summary="Counted elsewhere")
def imported_vote(request: HttpRequest, reference: str) -> ImportedOut:  # noqa: ARG001  # the router hands it
    row, results = queries.get_imported(reference)
    return ImportedOut(results=_results(results), **asdict(row))


@router.get("/votes/{reference}/mine", response=list[OwnOut], summary="My ballot: is it counted?")
def mine(request: HttpRequest, reference: str) -> list[OwnOut]:
    actor = actor_of(request)
    page = queries.get_page(actor=actor, reference=reference)
    return [
        OwnOut(
            elector=str(own.id),
            label=own.label,
            area=own.area,
            is_proxy=own.is_proxy,
            motions=list(own.motions),
            sequence=own.sequence,
            revision=own.revision,
            at=own.at,
            hash=own.hash,
        )
        for own in queries.own_electors(actor=actor, vote=page.vote, now=clock.now())
    ]


@router.post(
    "/votes/{reference}/ballots",
    response={201: ReceiptOut, **PROBLEMS},
    summary="Cast the ballot of an elector of mine",
)
def cast(request: HttpRequest, reference: str, body: BallotIn) -> Status[ReceiptOut]:
    """A retry under the same `client_id` is the same ballot; a later one takes its place."""
    actor = _writer(request)
    ballot = actions.cast_ballot(
        actor=actor,
        pk=queries.key_of(actor=actor, reference=reference),
        elector=int(body.elector),
        choices=body.choices,
        client_id=body.client_id,
        now=clock.now(),
    )
    return Status(201, ReceiptOut.from_orm(ballot))


@router.get("/votes/{reference}/bundle", summary="All that is needed to recheck a declared vote")
def bundle(request: HttpRequest, reference: str) -> dict[str, Any]:
    """For the owners on the roll and those who counted; see the verifier at /votes/verify_vote.py."""
    actor = actor_of(request)
    return queries.get_bundle(actor=actor, pk=queries.key_of(actor=actor, reference=reference))


@router.get("/residents-votes", response=ListOut, summary="Residents' votes, newest first")
def residents_votes(request: HttpRequest, after: str = "") -> ListOut:
    found = queries.list_residents(actor=actor_of(request), after=_start(after))
    return ListOut(
        rows=[RowOut.from_orm(row) for row in found.rows],
        after=str(found.after) if found.after else "",
    )


@router.get("/residents-votes/{reference}", response=ResidentsOut, summary="One residents' vote")
def residents_vote(request: HttpRequest, reference: str) -> ResidentsOut:
    return _residents(
        queries.get_residents_page(actor=actor_of(request), reference=reference, now=clock.now())
    )


def _residents(page: ResidentsPage) -> ResidentsOut:
    row, outcome = page.vote, page.outcome
    return ResidentsOut(
        reference=row.reference,
        title=row.title,
        state=row.state,
        place=page.scope,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        explanation=row.explanation,
        unit=row.unit,
        method=row.method,
        options=row.options,
        voters=row.voters,
        voted=page.voted,
        needed=page.needed,
        voices=[
            VoiceOut(
                voter=str(own.id),
                door=own.door,
                is_household=own.is_household,
                has_voted=own.has_voted,
            )
            for own in page.voices
        ],
        outcome=OutcomeOut.from_orm(outcome) if outcome else None,
    )


@router.post(
    "/residents-votes/{reference}/ballots",
    response={201: CastOut, **PROBLEMS},
    summary="Use my voice; it is secret and final",
)
def cast_residents(request: HttpRequest, reference: str, body: MarkIn) -> Status[CastOut]:
    actor, moment = _writer(request), clock.now()
    page = queries.get_residents_page(actor=actor, reference=reference, now=moment)
    actions.cast_residents_ballot(
        actor=actor,
        pk=page.vote.pk,
        mark=body.mark,
        client_id=body.client_id,
        voter=int(body.voter) if body.voter else None,
        now=moment,
    )
    return Status(201, CastOut(is_in_box=True))
