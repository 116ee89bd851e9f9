"""Who calls, and what they show: the session's actor, or a follow-up code in a header."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Header, Router

from linli.apps.matters import queries
from linli.apps.matters.actions import Spot
from linli.apps.matters.api.schemas import Problem, SpotIn, StandOut, key
from linli.apps.matters.rules.answers import emptiness_of
from linli.foundation import clock
from linli.platform.access import ANYONE, Actor
from linli.platform.throttle import caller_address

# One router for all: two with the same path would hide each other's methods.
router = Router(tags=["matters"])

FollowCode = Annotated[
    str | None,
    Header(None, alias="X-Follow-Code", max_length=64, description="Instead of signing in."),
]
# What every act may answer besides its own result.
PROBLEMS: Final[dict[int, Any]] = {403: Problem, 409: Problem}


def actor_of(request: HttpRequest) -> Actor:
    """Return who calls; a page of another site may not act with the visitor's session."""
    actor: Actor = getattr(request, "actor", ANYONE)
    is_write = request.method not in {"GET", "HEAD"}
    if is_write and actor.is_signed_in and request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise PermissionDenied("cross-site")
    return actor


def checked(request: HttpRequest, code: str | None) -> str | None:
    """Return the code after counting the try: codes must not be guessed at leisure."""
    if not code:
        return None
    queries.find_by_follow_code(code=code, caller=caller_address(request), now=clock.now())
    return code


def spot_of(spot: SpotIn) -> Spot:
    return Spot(
        building=key(spot.building),
        lon=spot.lon,
        lat=spot.lat,
        area=key(spot.area),
        compound=key(spot.compound),
        text=spot.text,
    )


def stand(matter: Any, *, answer: str | None = None) -> StandOut:
    """Return where a matter stands; of a public answer also what it leaves open."""
    due: dt.datetime = matter.due_at
    found = None if answer is None else emptiness_of(answer)
    return StandOut(
        reference=matter.reference,
        state=str(matter.state),
        close_round=matter.close_round,
        due_at=due,
        missing=list(found.missing) if found else [],
    )
