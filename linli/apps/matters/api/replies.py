"""Words to begin an answer with: for one matter, and those that one keeps."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Schema, Status
from pydantic import Field

from linli.apps.matters import actions, queries
from linli.apps.matters.actions import ReplyWords
from linli.apps.matters.api import schemas as shape
from linli.apps.matters.api.caller import PROBLEMS, actor_of, router
from linli.apps.matters.queries import ReplyRow
from linli.foundation import clock
from linli.foundation.clock import local_date


class ReplyIn(Schema):
    """Words to keep for a place or for a unit; `kind` is a kind, the letter of a group, or empty."""

    act: shape.Code
    title: shape.Short
    text: shape.Text
    kind: Annotated[str, Field(pattern=r"^([A-Z]([0-9]{2})?)?$")] = ""
    area: shape.Key | None = None
    unit: shape.Key | None = None


class ReplyOut(Schema):
    id: str
    act: str
    kind: str
    title: str
    text: str
    owner: str


class ReplyKey(Schema):
    id: str


def _out(row: ReplyRow) -> ReplyOut:
    return ReplyOut(
        id=str(row.id), act=row.act, kind=row.kind, title=row.title, text=row.text, owner=row.owner
    )


@router.get(
    "/matters/{reference}/replies",
    response={200: list[ReplyOut], **PROBLEMS},
    summary="What fits an act, its holes filled",
)
def for_matter(request: HttpRequest, reference: str, act: shape.Code = "finish") -> list[ReplyOut]:
    moment, actor = clock.now(), actor_of(request)
    page = queries.get_page(actor=actor, reference=reference, now=moment)
    found = queries.list_replies(actor=actor, page=page, act=act, on=local_date(moment))
    return [_out(row) for row in found]


@router.get("/replies", response=list[ReplyOut], summary="The templates that I keep")
def kept(request: HttpRequest) -> list[ReplyOut]:
    return [_out(row) for row in queries.list_kept_replies(actor=actor_of(request))]


@router.post("/replies", response={201: ReplyKey, **PROBLEMS}, summary="Keep a template")
def add(request: HttpRequest, body: ReplyIn) -> Status[ReplyKey]:
    made = actions.add_reply(
        actor=actor_of(request),
        words=ReplyWords(body.act, body.title, body.text, body.kind),
        area=shape.key(body.area),
        unit=shape.key(body.unit),
        now=clock.now(),
    )
    return Status(201, ReplyKey(id=str(made.pk)))


@router.post("/replies/{key}/end", response={204: None, **PROBLEMS}, summary="Offer it no longer")
def end(request: HttpRequest, key: shape.Key) -> Status[None]:
    actions.end_reply(actor=actor_of(request), pk=shape.key(key) or 0, now=clock.now())
    return Status(204, None)
