# ruff: noqa: ARG001, PLR0913, PLR0917  # the router hands everything to a function by name
"""What can be read: kinds, hints, lists, one matter, suggestions."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Query
from pydantic import Field

from linli.apps.matters import queries
from linli.apps.matters.api import schemas as shape
from linli.apps.matters.api.caller import PROBLEMS, FollowCode, actor_of, checked, router
from linli.apps.matters.queries import Kind, MatterPage, MatterRow, PublicRow, Wanted
from linli.foundation import clock
from linli.foundation.clock import LOCAL, local_date
from linli.platform.throttle import caller_address

Limit = Annotated[int, Field(ge=1, le=100)]
Cursor = Annotated[str, Field(pattern=r"^[0-9.]{0,40}$")]
OneKind = Annotated[str, Field(pattern=r"^([A-Z][0-9]{2})?$")]
Group = Annotated[str, Field(pattern=r"^[A-Z]?$")]


@router.get("/matters/kinds", response=list[shape.KindOut], summary="Kinds in force today")
def list_kinds(request: HttpRequest) -> list[shape.KindOut]:
    return [_kind(kind) for kind in queries.kinds_on(local_date(clock.now()))]


def _kind(kind: Kind) -> shape.KindOut:
    facts = asdict(kind)
    return shape.KindOut(**{name: facts[name] for name in shape.KindOut.model_fields})


@router.get(
    "/matters/hint",
    response={200: shape.HintOut | None},
    summary="What to show first: emergency numbers, or another way",
)
def get_hint(
    request: HttpRequest, kind: OneKind = "", words: Annotated[str, Query(max_length=4000)] = ""
) -> Any:
    hint = queries.emergency_hint(kind, words)
    if hint is None:
        return None
    return shape.HintOut(**asdict(hint), is_emergency=hint.is_emergency, is_refusal=hint.is_refusal)


@router.get(
    "/matters",
    response={200: shape.ListOut, 409: shape.Problem},
    summary="Matters that concern the caller",
)
def list_matters(
    request: HttpRequest,
    scope: shape.Code = "work",
    state: shape.Code = "",
    kind: OneKind = "",
    group: Group = "",
    lane: shape.Code = "",
    community: shape.Key | None = None,
    after: Cursor = "",
    limit: Limit = 20,
) -> shape.ListOut:
    wanted = Wanted(
        scope=scope,
        state=state,
        kind=kind,
        group=group,
        lane=lane,
        community=shape.key(community),
        after=after,
        limit=limit,
    )
    moment = clock.now()
    page = queries.list_matters(actor=actor_of(request), wanted=wanted, now=moment)
    return shape.ListOut(rows=[_row(row, moment) for row in page.rows], after=page.after)


def _row(row: MatterRow, moment: dt.datetime) -> shape.RowOut:
    facts = {name: getattr(row, name) for name in MatterRow.__slots__}
    shown = {name: facts[name] for name in shape.RowOut.model_fields if name in facts}
    shown.update(id=str(row.id), community=str(row.community), is_late=row.clock(moment).is_late)
    return shape.RowOut(**shown)


@router.get(
    "/matters/public",
    response={200: shape.PublicListOut, 409: shape.Problem},
    summary="Matters in public form",
)
def list_public(
    request: HttpRequest,
    community: shape.Key | None = None,
    kind: OneKind = "",
    after: Cursor = "",
    limit: Limit = 20,
) -> shape.PublicListOut:
    page = queries.list_public(community=shape.key(community), kind=kind, after=after, limit=limit)
    return shape.PublicListOut(rows=[_public(row) for row in page.rows], after=page.after)


@router.post(
    "/matters/similar",
    response=list[shape.PublicRowOut],
    summary="Open matters near by that may be the same, the likest first",
)
def list_similar(request: HttpRequest, body: shape.SaidIn) -> list[shape.PublicRowOut]:
    keys = {name: shape.key(getattr(body, name)) for name in ("area", "compound", "building")}
    said = queries.Said(
        kind=body.kind,
        words=body.words,
        community=shape.key(body.community) or 0,
        lon=body.lon,
        lat=body.lat,
        **keys,
    )
    return [_public(each.row) for each in queries.list_alike(said=said, now=clock.now())]


def _public(row: PublicRow) -> shape.PublicRowOut:
    facts = {name: getattr(row, name) for name in shape.PublicRowOut.model_fields}
    return shape.PublicRowOut(**{**facts, "community": str(row.community)})


@router.get("/matters/board", response=shape.BoardOut, summary="How much there is to do")
def get_board(request: HttpRequest) -> shape.BoardOut:
    moment = clock.now()
    tomorrow = local_date(moment) + dt.timedelta(days=1)
    end = dt.datetime.combine(tomorrow, dt.time(), LOCAL)
    board = queries.count_board(actor=actor_of(request), now=moment, end_of_day=end)
    return shape.BoardOut(**asdict(board))


@router.post(
    "/matters/follow",
    response={200: shape.PageOut, 409: shape.Problem},
    summary="One matter by its follow-up code",
)
def follow(request: HttpRequest, body: shape.FollowIn) -> shape.PageOut:
    moment = clock.now()
    reference = queries.find_by_follow_code(
        code=body.code, caller=caller_address(request), now=moment
    )
    if reference is None:
        raise Http404
    page = queries.get_page(
        actor=actor_of(request), reference=reference, now=moment, follow_code=body.code
    )
    return _page(page)


@router.get("/matters/{reference}", response={200: shape.PageOut, 409: shape.Problem})
def get_matter(
    request: HttpRequest, reference: str, follow_code: FollowCode = None
) -> shape.PageOut:
    """One matter: in full for whom it concerns, else in public form."""
    page = queries.get_page(
        actor=actor_of(request),
        reference=reference,
        now=clock.now(),
        follow_code=checked(request, follow_code),
    )
    return _page(page)


def _page(page: MatterPage) -> shape.PageOut:
    facts = {
        name: getattr(page, name)
        for name in shape.PageOut.model_fields
        if name not in {"clock", "entries", "may"}
    }
    for name in ("id", "area", "community", "compound", "building", "unit", "proposed_unit"):
        facts[name] = shape.text(facts[name])
    return shape.PageOut(
        **facts,
        may=sorted(page.may),
        clock=shape.ClockOut(**asdict(page.clock)),
        entries=[
            shape.EntryOut(**{name: getattr(each, name) for name in shape.EntryOut.model_fields})
            for each in page.entries
        ],
    )


@router.get(
    "/matters/{reference}/suggestions",
    response={200: shape.SuggestionOut, **PROBLEMS},
    summary="Kind, lane and unit, each with its reason",
)
def get_suggestions(request: HttpRequest, reference: str) -> shape.SuggestionOut:
    moment = clock.now()
    page = queries.get_page(actor=actor_of(request), reference=reference, now=moment)
    if not page.is_full:
        raise Http404
    triage = queries.suggest_triage(page)
    units = [
        shape.UnitOut(
            id=str(each.unit.id),
            name=each.unit.name,
            name_en=each.unit.name_en,
            reason=each.reason,
        )
        for each in queries.suggest_units(page, on=local_date(moment))
    ]
    return shape.SuggestionOut(
        kind=triage.kind,
        lane=triage.lane,
        reasons=list(triage.reasons),
        kinds=[each.kind for each in triage.guesses if each.kind != triage.kind],
        guesses=[shape.GuessOut(**asdict(each)) for each in triage.guesses],
        units=units,
    )
