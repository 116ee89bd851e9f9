"""Objections to a dispatch and how they were ruled."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest
from ninja import Schema, Status

from linli.apps.matters import actions, queries
from linli.apps.matters.api import schemas as shape
from linli.apps.matters.api.caller import PROBLEMS, actor_of, router
from linli.apps.matters.queries import ObjectionRow
from linli.foundation import clock


class ObjectionIn(Schema):
    """Which unit should have the matter, and why."""

    right_unit: shape.Key
    reason: shape.Text


class RulingIn(Schema):
    unit: shape.Key
    why: shape.Text


class ObjectionKey(Schema):
    id: str
    due_at: dt.datetime


class ObjectionOut(Schema):
    """`ruled_*` and `why` are empty while it waits."""

    id: str
    reference: str
    kind: str
    unit: str
    right_unit: str
    reason: str
    due_at: dt.datetime
    ruled_unit: str | None
    why: str
    ruled_at: dt.datetime | None


def _out(row: ObjectionRow) -> ObjectionOut:
    return ObjectionOut(
        id=str(row.id),
        reference=row.reference,
        kind=row.kind,
        unit=str(row.unit),
        right_unit=str(row.right_unit),
        reason=row.reason,
        due_at=row.due_at,
        ruled_unit=shape.text(row.ruled_unit),
        why=row.why,
        ruled_at=row.ruled_at,
    )


@router.post(
    "/matters/{reference}/object",
    response={201: ObjectionKey, **PROBLEMS},
    summary="Say that another unit should have it",
)
def object_to(request: HttpRequest, reference: str, body: ObjectionIn) -> Status[ObjectionKey]:
    made = actions.object_dispatch(
        actor=actor_of(request),
        pk=queries.key_of(reference),
        right_unit=shape.key(body.right_unit) or 0,
        reason=body.reason,
        now=clock.now(),
    )
    return Status(201, ObjectionKey(id=str(made.pk), due_at=made.due_at))


@router.get("/objections", response=list[ObjectionOut], summary="What waits for my ruling")
def waiting(request: HttpRequest) -> list[ObjectionOut]:
    return [_out(row) for row in queries.list_objections(actor=actor_of(request))]


@router.get("/precedents", response=list[ObjectionOut], summary="Rulings that guide dispatches")
def precedents(request: HttpRequest, kind: str = "") -> list[ObjectionOut]:
    return [_out(row) for row in queries.list_precedents(actor=actor_of(request), kind=kind)]


@router.post(
    "/objections/{key}/rule",
    response={204: None, **PROBLEMS},
    summary="Decide who has the matter",
)
def rule(request: HttpRequest, key: shape.Key, body: RulingIn) -> Status[None]:
    actions.rule_objection(
        actor=actor_of(request),
        pk=shape.key(key) or 0,
        unit=shape.key(body.unit) or 0,
        why=body.why,
        now=clock.now(),
    )
    return Status(204, None)
