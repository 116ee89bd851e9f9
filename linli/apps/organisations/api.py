# ruff: noqa: ARG001  # the router hands the request to every function
"""JSON: who answers for a building, organisations, the coverage of an area as of a day."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from linli.apps.organisations import access, queries
from linli.apps.organisations.queries import Contact, Holder, Wish
from linli.apps.organisations.rules.coverage import Share
from linli.apps.organisations.rules.kinds import Form, Kind
from linli.foundation import clock
from linli.interface.context import actor_of

router = Router(tags=["organisations"])

Code = Annotated[int, Field(ge=0, lt=10**15)]
Key = Annotated[int, Field(ge=0, lt=2**63)]
Limit = Annotated[int, Field(ge=1, le=200)]
Words = Annotated[str, Field(max_length=40)]


class HolderOut(Schema):
    """Somebody named in public for a post."""

    name: str
    post: str


class ContactOut(Schema):
    id: str
    kind: str
    name: str
    name_en: str
    office_phone: str
    complaint_phone: str
    office_hours: str
    address: str
    people: list[HolderOut]


class AnswerOut(Schema):
    """Who answers for a building on a day; `grid` is a code of fifteen digits."""

    building: str
    name: str
    grid: str | None
    on: dt.date
    building_heads: list[HolderOut]
    contacts: list[ContactOut]


class OrganisationOut(Schema):
    id: str
    name: str
    name_en: str
    kind: str
    form: str
    area: str
    area_name: str
    office_phone: str


class ShareOut(Schema):
    part: int
    whole: int
    percent: float | None


class CoverageOut(Schema):
    """The two coverages; `gaps` are the compounds without an organisation."""

    area: str
    on: dt.date
    organisation: ShareOut
    work: ShareOut
    compounds_by_form: dict[str, int]
    branches: int
    complete_networks: int
    gaps: list[str]


class Asked(Schema):
    """Which organisations are wanted: empty words mean all."""

    area: Code | None = None
    kind: Kind | None = None
    form: Form | None = None
    text: Words = ""
    on: dt.date | None = None
    after: Key = 0
    limit: Limit = 50


def _today() -> dt.date:
    return clock.local_date(clock.now())


def _holder(row: Holder) -> HolderOut:
    return HolderOut(name=row.name, post=row.post)


def _contact(row: Contact) -> ContactOut:
    return ContactOut(
        id=str(row.id),
        kind=row.kind,
        name=row.name,
        name_en=row.name_en,
        office_phone=row.office_phone,
        complaint_phone=row.complaint_phone,
        office_hours=row.office_hours,
        address=row.address,
        people=[_holder(person) for person in row.people],
    )


@router.get("/buildings/{building}/who", response=AnswerOut, operation_id="who_answers")
def who_answers(request: HttpRequest, building: Key, on: dt.date | None = None) -> AnswerOut:
    """Say who answers for a building."""
    answer = queries.who_answers(building, on or _today())
    if answer is None:
        raise Http404
    return AnswerOut(
        building=str(answer.building.id),
        name=answer.building.full_name,
        grid=None if answer.grid is None else str(answer.grid),
        on=answer.on,
        building_heads=[_holder(row) for row in answer.building_heads],
        contacts=[_contact(row) for row in answer.contacts],
    )


@router.get("/organisations", response=list[OrganisationOut], operation_id="list_organisations")
def list_organisations(request: HttpRequest, asked: Query[Asked]) -> list[OrganisationOut]:
    """List organisations in the order of their keys; go on with `after`, the last key seen."""
    wish = Wish(
        on=asked.on or _today(),
        area=asked.area,
        kind=asked.kind or "",
        form=asked.form or "",
        text=asked.text,
    )
    rows = queries.list_organisations(wish, after=asked.after, limit=asked.limit)
    return [
        OrganisationOut(
            id=str(row.id),
            name=row.name,
            name_en=row.name_en,
            kind=row.kind,
            form=row.form,
            area=str(row.area),
            area_name=row.area_name,
            office_phone=row.office_phone,
        )
        for row in rows
    ]


@router.get("/coverage", response=CoverageOut, operation_id="coverage")
def coverage(request: HttpRequest, area: Code, on: dt.date | None = None) -> CoverageOut:
    """Give the coverage of an area as of a day, to those who work there."""
    if not access.may_see_figures(actor_of(request), area):
        raise Http404
    found = queries.coverage(on or _today(), area)
    return CoverageOut(
        area=str(area),
        on=found.on,
        organisation=_share(found.figures.organisation),
        work=_share(found.figures.work),
        compounds_by_form=dict(found.figures.by_form),
        branches=found.branches_total,
        complete_networks=found.complete,
        gaps=[str(row.compound.id) for row in found.gaps],
    )


def _share(share: Share) -> ShareOut:
    return ShareOut(part=share.part, whole=share.whole, percent=share.percent)
