"""JSON: halls, topics with their whole story, and what neighbours and units do. Keys are strings: scripts lose digits."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any, Final, Literal

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from linli.apps.deliberation import actions, queries
from linli.apps.deliberation.queries import HallRow, TopicPage, TopicRow, Wish
from linli.foundation import clock
from linli.foundation.areas import LEVELS, SIZE, Level, Span, span
from linli.interface.context import actor_of
from linli.platform.access import Actor

router = Router(tags=["deliberation"])
Code = Annotated[int, Field(ge=0, lt=10**15)]
Key = Annotated[int, Field(ge=0, lt=2**63)]
Number = Annotated[int, Field(ge=1, lt=2**15)]
Limit = Annotated[int, Field(ge=1, le=50)]
Words = Annotated[str, Field(max_length=2000)]


class Problem(Schema):
    """What is wrong, in the caller's language."""

    code: str
    message: str
    field: str | None


class HallOut(Schema):
    id: str
    name: str
    area: str
    place: str
    room: str
    hours: str
    has_rules: bool
    open_topics: int


class HallsOut(Schema):
    """Some halls; `after` is where to go on, empty at the end."""

    rows: list[HallOut]
    after: str


class TopicOut(Schema):
    """A topic in a list; `step` of its procedure is 0 once it has ended."""

    reference: str
    title: str
    hall: str
    hall_name: str
    stage: str
    step: int
    lane: str
    percent: int
    is_open: bool
    raised_at: dt.datetime
    due_at: dt.datetime


class TopicsOut(Schema):
    rows: list[TopicOut]
    after: str


class IdeaOut(Schema):
    """An idea, by what its author is; `own` is the caller's voice on it."""

    number: int
    given_as: str
    text: str
    hidden_reason: str
    agree: int
    disagree: int
    passed: int
    own: str


class OptionOut(Schema):
    """An option; `item` of Civil Code Art. 278 is 0 where it touches none."""

    number: int
    title: str
    text: str
    yuan: int
    payer: str
    item: int
    unit_name: str


class AnswerOut(Schema):
    stance: str
    text: str
    unit_name: str
    at: dt.datetime


class ProgressOut(Schema):
    round: int
    percent: int
    text: str
    proof: str
    at: dt.datetime


class OutcomeOut(Schema):
    result: str
    option: int | None
    text: str
    at: dt.datetime


class MovedOut(Schema):
    """A public line of the topic's journal: what and when, never who."""

    verb: str
    at: dt.datetime


class TopicPageOut(TopicOut):
    """A topic with its story; how many seconded, never who."""

    words: str
    hidden_reason: str
    seconds: int
    seconds_needed: int
    engine: str
    vote: str
    result: str
    end_reason: str
    matters: list[str]
    meetings: list[str]
    ideas: list[IdeaOut]
    options: list[OptionOut]
    answers: list[AnswerOut]
    outcome: OutcomeOut | None
    progress: list[ProgressOut]
    story: list[MovedOut]


class RaiseIn(Schema):
    """A topic to raise; the same `client_id` twice raises one."""

    client_id: uuid.UUID
    title: Words
    words: Words
    matters: Annotated[list[Annotated[str, Field(max_length=20)]], Field(max_length=20)] = []


class IdeaIn(Schema):
    text: Words


class VoiceIn(Schema):
    value: Literal["agree", "disagree", "pass"]


class ReviewIn(Schema):
    is_done: bool
    words: Words = ""


class ProgressIn(Schema):
    percent: Annotated[int, Field(ge=0, le=100)]
    text: Words
    proof: Words = ""


PROBLEMS: Final[dict[Any, Any]] = {403: Problem, 409: Problem}


def _writer(request: HttpRequest) -> Actor:
    """Return who writes; a page of another site may not act with the visitor's session."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise PermissionDenied("cross-site")
    return actor_of(request)


def _over(code: int | None) -> Span | None:
    """Return the area with the code, whose level its zeros tell."""
    if code is None:
        return None
    level = next((each for each in LEVELS if code % SIZE[each] == 0), Level.GRID)
    return span(code, level)


def _cursor(after: int) -> str:
    return str(after) if after else ""


def _hall(row: HallRow) -> HallOut:
    return HallOut(
        id=str(row.id),
        name=row.name,
        area=str(row.area),
        place=row.place,
        room=row.room,
        hours=row.hours,
        has_rules=row.has_rules,
        open_topics=row.open_topics,
    )


def _topic(row: TopicRow) -> TopicOut:
    return TopicOut(
        reference=row.reference,
        title=row.title,
        hall=str(row.hall),
        hall_name=row.hall_name,
        stage=row.stage,
        step=row.step,
        lane=row.lane,
        percent=row.percent,
        is_open=row.is_open,
        raised_at=row.raised_at,
        due_at=row.due_at,
    )


@router.get("/halls", response=HallsOut, summary="Halls in use")
def halls(
    request: HttpRequest, area: Code | None = None, after: Key = 0, limit: Limit = 20
) -> HallsOut:
    del request  # everybody reads them
    found = queries.list_halls(area=_over(area), after=after, limit=limit)
    return HallsOut(rows=[_hall(row) for row in found.rows], after=_cursor(found.after))


@router.get("/topics", response=TopicsOut, summary="Topics, newest first")
def topics(  # what narrows the list
    request: HttpRequest,
    area: Code | None = None,
    hall: Key | None = None,
    is_open: bool | None = None,  # noqa: FBT001  # the framework reads it by name
    after: Key = 0,
    limit: Limit = 20,
) -> TopicsOut:
    wish = Wish(hall=hall, area=_over(area), is_open=is_open, after=after, limit=limit)
    found = queries.list_topics(actor=actor_of(request), wish=wish)
    return TopicsOut(rows=[_topic(row) for row in found.rows], after=_cursor(found.after))


@router.get("/topics/{reference}", response=TopicPageOut, summary="One topic with its story")
def topic(request: HttpRequest, reference: str) -> TopicPageOut:
    return _page(actor_of(request), reference)


def _page(actor: Actor, reference: str) -> TopicPageOut:
    page = queries.get_topic(actor=actor, reference=reference, now=clock.now())
    row = page.topic
    return TopicPageOut(
        reference=row.reference,
        title=row.title,
        hall=str(row.hall_id),
        hall_name=page.hall_name,
        stage=row.stage,
        step=page.step_number if row.is_open else 0,
        lane=row.lane,
        percent=row.percent,
        is_open=row.is_open,
        raised_at=row.raised_at,
        due_at=row.due_at,
        words="" if row.hidden_reason else row.words,
        hidden_reason=row.hidden_reason,
        seconds=page.facts.seconds,
        seconds_needed=page.facts.seconds_needed,
        engine=row.engine,
        vote=page.vote_reference,
        result=row.result,
        end_reason=row.end_reason,
        matters=[each.reference for each in page.matters],
        meetings=[each.reference for each in page.meetings],
        ideas=_ideas(page),
        options=[OptionOut.from_orm(each) for each in page.options],
        answers=[AnswerOut.from_orm(each) for each in page.answers],
        outcome=OutcomeOut.from_orm(page.outcome) if page.outcome else None,
        progress=[ProgressOut.from_orm(each) for each in page.progress],
        story=[MovedOut(verb=line.verb, at=line.at) for line in page.lines],
    )


def _ideas(page: TopicPage) -> list[IdeaOut]:
    return [
        IdeaOut(
            number=row.number,
            given_as=row.given_as,
            text="" if row.hidden_reason else row.text,
            hidden_reason=row.hidden_reason,
            agree=row.agree,
            disagree=row.disagree,
            passed=row.passed,
            own=row.voice,
        )
        for row in page.ideas
    ]


def _key(actor: Actor, reference: str) -> int:
    return queries.get_topic(actor=actor, reference=reference, now=clock.now()).topic.pk


@router.post(
    "/halls/{key}/topics", response={201: TopicPageOut, **PROBLEMS}, summary="Raise a topic"
)
def raise_topic(request: HttpRequest, key: Key, told: RaiseIn) -> Status[TopicPageOut]:
    actor = _writer(request)
    proposal = actions.Proposal(told.title, told.words, told.matters)
    made = actions.raise_topic(
        actor=actor, client_id=told.client_id, hall=key, proposal=proposal, now=clock.now()
    )
    return Status(201, _page(actor, made.reference))


@router.post(
    "/topics/{reference}/seconds",
    response={200: TopicPageOut, **PROBLEMS},
    summary="Second a topic; twice is the same as once",
)
def second_topic(request: HttpRequest, reference: str) -> TopicPageOut:
    actor = _writer(request)
    actions.second_topic(actor=actor, pk=_key(actor, reference), now=clock.now())
    return _page(actor, reference)


@router.post(
    "/topics/{reference}/ideas", response={201: TopicPageOut, **PROBLEMS}, summary="Give an idea"
)
def give_idea(request: HttpRequest, reference: str, told: IdeaIn) -> Status[TopicPageOut]:
    actor = _writer(request)
    actions.give_idea(actor=actor, pk=_key(actor, reference), text=told.text, now=clock.now())
    return Status(201, _page(actor, reference))


@router.put(
    "/topics/{reference}/ideas/{number}/voice",
    response={200: TopicPageOut, **PROBLEMS},
    summary="Agree, disagree or pass; the last voice counts",
)
def voice(request: HttpRequest, reference: str, number: Number, told: VoiceIn) -> TopicPageOut:
    actor = _writer(request)
    actions.voice_on_idea(
        actor=actor,
        pk=_key(actor, reference),
        number=number,
        value=told.value,
        now=clock.now(),
    )
    return _page(actor, reference)


@router.post(
    "/topics/{reference}/reviews",
    response={201: TopicPageOut, **PROBLEMS},
    summary="Say whether it is really done",
)
def review(request: HttpRequest, reference: str, told: ReviewIn) -> Status[TopicPageOut]:
    actor = _writer(request)
    actions.review_topic(
        actor=actor,
        pk=_key(actor, reference),
        is_done=told.is_done,
        words=told.words,
        now=clock.now(),
    )
    return Status(201, _page(actor, reference))


@router.post(
    "/topics/{reference}/progress",
    response={201: TopicPageOut, **PROBLEMS},
    summary="Report progress",
)
def report_progress(request: HttpRequest, reference: str, told: ProgressIn) -> Status[TopicPageOut]:
    actor = _writer(request)
    actions.report_progress(
        actor=actor,
        pk=_key(actor, reference),
        percent=told.percent,
        text=told.text,
        proof=told.proof,
        now=clock.now(),
    )
    return Status(201, _page(actor, reference))
