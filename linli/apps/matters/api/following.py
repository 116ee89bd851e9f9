"""What the signed-in person follows: public information only."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Status

from linli.apps.matters import actions, queries
from linli.apps.matters.api import schemas as shape
from linli.apps.matters.api.caller import PROBLEMS, actor_of, router
from linli.foundation import clock


def _key(body: shape.FollowedIn) -> int:
    if body.target == "matter":
        return queries.key_of(body.key)
    return (shape.key(body.key) or 0) if body.key.isdecimal() else 0


@router.get("/follows", response=list[shape.FollowOut], summary="What I follow")
def list_follows(request: HttpRequest) -> list[shape.FollowOut]:
    return [
        shape.FollowOut(
            target=row.target,
            key=row.matter.reference if row.matter else str(row.key),
            name=row.name,
            since=row.since,
            open=row.open,
        )
        for row in queries.list_follows(actor=actor_of(request))
    ]


@router.post("/follows", response={204: None, **PROBLEMS}, summary="Follow a matter or a place")
def follow(request: HttpRequest, body: shape.FollowedIn) -> Status[None]:
    actions.follow(actor=actor_of(request), target=body.target, key=_key(body), now=clock.now())
    return Status(204, None)


@router.post("/follows/end", response={204: None, **PROBLEMS}, summary="Follow it no longer")
def unfollow(request: HttpRequest, body: shape.FollowedIn) -> Status[None]:
    actions.unfollow(actor=actor_of(request), target=body.target, key=_key(body))
    return Status(204, None)
