"""What keeps coming back at a place, and what is done about it."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest
from ninja import Schema, Status

from linli.apps.matters import actions, queries
from linli.apps.matters.api import schemas as shape
from linli.apps.matters.api.caller import PROBLEMS, actor_of, router
from linli.foundation import clock


class ChronicOut(Schema):
    """A kind at a compound: times in half a year, how many open, and what is done."""

    compound: str
    compound_name: str
    kind: str
    total: int
    open: int
    last_at: dt.datetime
    care: str
    care_at: dt.datetime | None


class CareIn(Schema):
    compound: shape.Key
    kind: shape.KindCode
    words: shape.Text


@router.get("/chronic", response=list[ChronicOut], summary="What keeps coming back")
def list_chronic(request: HttpRequest) -> list[ChronicOut]:
    return [
        ChronicOut(
            compound=str(one.repeat.compound),
            compound_name=one.repeat.compound_name,
            kind=one.repeat.kind,
            total=one.repeat.total,
            open=one.repeat.open,
            last_at=one.repeat.last_at,
            care=one.care,
            care_at=one.care_at,
        )
        for one in queries.list_chronic(actor=actor_of(request), now=clock.now())
    ]


@router.post("/chronic", response={204: None, **PROBLEMS}, summary="Say what is done about it")
def care(request: HttpRequest, body: CareIn) -> Status[None]:
    actions.care_for(
        actor=actor_of(request),
        compound=shape.key(body.compound) or 0,
        kind=body.kind,
        words=body.words,
        now=clock.now(),
    )
    return Status(204, None)
