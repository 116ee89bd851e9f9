"""When who is told of what is late."""

from __future__ import annotations

from typing import Annotated

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from linli.apps.matters import actions, queries
from linli.apps.matters.api import schemas as shape
from linli.apps.matters.api.caller import PROBLEMS, actor_of, router
from linli.apps.matters.rules.escalation import HOURS_MAX, RUNGS, Hours
from linli.foundation import clock

Rung = Annotated[int | None, Field(ge=0, le=HOURS_MAX)]


class Ladder(Schema):
    """Working hours after the deadline until a rung is told; null leaves it out."""

    unit: Rung = None
    community: Rung = None
    subdistrict: Rung = None
    city: Rung = None


def _out(hours: Hours) -> Ladder:
    return Ladder(**dict(zip(RUNGS, hours, strict=True)))


@router.get("/ladders/{city}", response={200: Ladder, **PROBLEMS}, summary="The ladder of a city")
def ladder(request: HttpRequest, city: shape.Key) -> Ladder:
    if not actor_of(request).is_staff:
        raise PermissionDenied("ladder")
    return _out(queries.ladder_of(shape.key(city) or 0))


@router.put("/ladders/{city}", response={200: Ladder, **PROBLEMS}, summary="Set the ladder")
def set_ladder(request: HttpRequest, city: shape.Key, body: Ladder) -> Ladder:
    code = shape.key(city) or 0
    hours = [getattr(body, name) for name in RUNGS]
    actions.set_ladder(actor=actor_of(request), city=code, hours=hours, now=clock.now())
    return _out(queries.ladder_of(code))
