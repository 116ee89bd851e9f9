"""JSON: meetings that one may read, decisions and how far they are. Keys are strings: scripts lose digits."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final, Literal

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from linli.apps.meetings import actions, queries
from linli.apps.meetings.queries import DecisionRow, Follow, MeetingRow
from linli.foundation import clock
from linli.foundation.areas import LEVELS, SIZE, Level, Span, span
from linli.foundation.clock import local_date
from linli.platform.access import ANYONE, Actor

router = Router(tags=["meetings"])
Code = Annotated[int, Field(ge=0, lt=10**15)]
Key = Annotated[int, Field(ge=0, lt=2**63)]
Cursor = Annotated[str, Field(max_length=40)]
Limit = Annotated[int, Field(ge=1, le=50)]


class Problem(Schema):
    """What is wrong, in the caller's language."""

    code: str
    message: str
    field: str | None


class MeetingOut(Schema):
    reference: str
    kind: str
    title: str
    body: str
    body_name: str
    place: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    state: str
    minutes_state: str


class MeetingsOut(Schema):
    """Some meetings; `after` is where to go on, empty at the end."""

    rows: list[MeetingOut]
    after: str


class ItemOut(Schema):
    number: int
    title: str
    text: str
    minutes: int
    outcome: str


class OpinionOut(Schema):
    words: str
    verdict: str
    reason: str


class NeedOut(Schema):
    words: str
    matter: str | None
    answer: str


class DecisionOut(Schema):
    id: str
    title: str
    measure: str
    unit: str
    unit_name: str
    due_on: dt.date
    state: str
    is_overdue: bool
    meeting: str
    moved_at: dt.datetime


class DecisionsOut(Schema):
    rows: list[DecisionOut]
    after: str


class StepOut(Schema):
    state: str
    words: str
    at: dt.datetime


class DecisionPageOut(DecisionOut):
    steps: list[StepOut]


class MeetingPageOut(MeetingOut):
    """A meeting; how many were there, never who."""

    items: list[ItemOut]
    opinions: list[OpinionOut]
    needs: list[NeedOut]
    decisions: list[DecisionOut]
    present: int
    minutes: str


class ProgressIn(Schema):
    """How far a decision is; `is_done` says with `words` by what it is proved."""

    words: Annotated[str, Field(min_length=2, max_length=1000)]
    is_done: bool = False


PROBLEMS: Final[dict[Any, Any]] = {403: Problem, 409: Problem}


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = getattr(request, "actor", ANYONE)
    is_write = request.method not in {"GET", "HEAD"}
    if is_write and actor.is_signed_in and request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise PermissionDenied("cross-site")
    return actor


def _over(code: int | None) -> Span | None:
    """Return the area with the code, whose level its zeros tell."""
    if code is None:
        return None
    level = next((each for each in LEVELS if code % SIZE[each] == 0), Level.GRID)
    return span(code, level)


def _meeting(row: MeetingRow) -> MeetingOut:
    return MeetingOut(
        reference=row.reference,
        kind=row.kind,
        title=row.title,
        body=str(row.body),
        body_name=row.body_name,
        place=row.place,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        state=row.state,
        minutes_state=row.minutes_state,
    )


def _decision(row: DecisionRow, today: dt.date) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "title": row.title,
        "measure": row.measure,
        "unit": str(row.unit),
        "unit_name": row.unit_name,
        "due_on": row.due_on,
        "state": row.state,
        "is_overdue": row.is_overdue(today),
        "meeting": row.reference,
        "moved_at": row.moved_at,
    }


@router.get("/meetings", response=MeetingsOut, summary="Meetings to come, or past ones")
def list_meetings(  # what narrows the list
    request: HttpRequest,
    when: Literal["upcoming", "past"] = "upcoming",
    area: Code | None = None,
    body: Key | None = None,
    after: Cursor = "",
    limit: Limit = 20,
) -> MeetingsOut:
    actor, over = _actor(request), _over(area)
    if when == "upcoming":
        found = queries.list_upcoming(
            actor=actor, now=clock.now(), over=over, body=body, limit=limit
        )
        return MeetingsOut(rows=[_meeting(row) for row in found], after="")
    page = queries.list_past(actor=actor, over=over, body=body, after=after, limit=limit)
    return MeetingsOut(rows=[_meeting(row) for row in page.rows], after=page.after)


@router.get("/meetings/{reference}", response=MeetingPageOut, summary="One meeting")
def get_meeting(request: HttpRequest, reference: str) -> MeetingPageOut:
    actor, today = _actor(request), local_date(clock.now())
    page = queries.get_page(actor=actor, reference=reference)
    row = page.meeting
    rows, _after = queries.list_decisions(actor=actor, wanted=Follow(meeting=row.pk), today=today)
    return MeetingPageOut(
        reference=row.reference,
        kind=row.kind,
        title=row.title,
        body=str(row.body_id),
        body_name=page.body_name,
        place=row.place,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        state=row.state,
        minutes_state=row.minutes_state,
        items=[
            ItemOut(
                number=item.number,
                title=item.title,
                text=item.text,
                minutes=item.minutes,
                outcome=item.outcome,
            )
            for item in page.items
        ],
        opinions=[
            OpinionOut(words=each.words, verdict=each.verdict, reason=each.reason)
            for each in page.opinions
        ],
        needs=[
            NeedOut(words=each.words, matter=each.reference, answer=each.answer)
            for each in page.needs
        ],
        decisions=[DecisionOut(**_decision(each, today)) for each in rows],
        present=page.present,
        minutes=page.minutes,
    )


@router.get("/decisions", response=DecisionsOut, summary="Decisions and how far they are")
def list_decisions(
    request: HttpRequest,
    scope: Literal["all", "mine", "overdue", "done"] = "all",
    area: Code | None = None,
    after: Key = 0,
    limit: Limit = 20,
) -> DecisionsOut:
    wanted = Follow(scope=scope, over=_over(area), after=after, limit=limit)
    today = local_date(clock.now())
    rows, following = queries.list_decisions(actor=_actor(request), wanted=wanted, today=today)
    return DecisionsOut(
        rows=[DecisionOut(**_decision(row, today)) for row in rows],
        after=str(following) if following else "",
    )


@router.get("/decisions/{key}", response=DecisionPageOut, summary="One decision with its steps")
def get_decision(request: HttpRequest, key: Key) -> DecisionPageOut:
    return _page(_actor(request), key)


def _page(actor: Actor, key: int) -> DecisionPageOut:
    page, today = queries.get_decision(actor=actor, pk=key), local_date(clock.now())
    steps = [StepOut(state=step.state, words=step.words, at=step.at) for step in page.steps]
    return DecisionPageOut(**_decision(page.row, today), steps=steps)


@router.post(
    "/decisions/{key}/progress",
    response={200: DecisionPageOut, **PROBLEMS},
    summary="Report progress",
)
def report_progress(request: HttpRequest, key: Key, told: ProgressIn) -> DecisionPageOut:
    actor = _actor(request)
    actions.report_progress(
        actor=actor, decision=key, words=told.words, is_done=told.is_done, now=clock.now()
    )
    return _page(actor, key)
