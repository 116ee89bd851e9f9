"""The registers over HTTP: hand a table in, see what it would change, store, undo."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile

from linli.apps.registers import actions, queries
from linli.foundation import clock
from linli.foundation.refusals import Refused
from linli.interface.middleware import sentence
from linli.platform.access import ANYONE, Actor

router = Router(tags=["registers"])


class Problem(Schema):
    """Why not: a stable code, and a sentence that says what to do next."""

    code: str
    message: str
    field: str | None = None


class ColumnOut(Schema):
    name: str
    heading: str
    required: bool


class RegisterOut(Schema):
    name: str
    title: str
    columns: list[ColumnOut]


class FaultOut(Schema):
    """Row as the spreadsheet counts it, 0 for the whole table."""

    row: int
    column: str
    message: str


class EntryOut(Schema):
    row: int
    what: str
    title: str
    was: dict[str, Any]
    becomes: dict[str, Any]


class TableOut(Schema):
    """A table that came in for the register `of`; `entries` are the first 200 rows that change something."""

    id: str
    of: str
    name: str
    state: str
    made_at: dt.datetime
    added: int
    changed: int
    unchanged: int
    wrong: int
    faults: list[FaultOut]
    entries: list[EntryOut]
    may: list[str]


PROBLEMS: Final[dict[int, Any]] = {403: Problem, 404: Problem, 409: Problem}
ONE: Final = "/registers/tables/{pk}"


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = getattr(request, "actor", ANYONE)
    is_write = request.method not in {"GET", "HEAD"}
    if is_write and request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise PermissionDenied("cross-site")
    return actor


def _table(request: HttpRequest, pk: int) -> TableOut:
    page = queries.get_intake(actor=_actor(request), pk=pk, now=clock.now())
    row = page.row
    faults = [
        FaultOut(
            row=fault["row"],
            column=fault["column"],
            message=sentence(Refused("registers.fault", fault["sentence"], **fault["params"])),
        )
        for fault in row.faults
    ]
    return TableOut(
        id=str(row.pk),
        of=row.register,
        name=row.name,
        state=row.state,
        made_at=row.made_at,
        added=row.added,
        changed=row.changed,
        unchanged=row.unchanged,
        wrong=row.wrong,
        faults=faults,
        entries=[EntryOut(**entry) for entry in row.entries],
        may=sorted(page.may),
    )


@router.get("/registers", response=list[RegisterOut], summary="Registers that I keep")
def registers(request: HttpRequest) -> list[RegisterOut]:
    return [
        RegisterOut(
            name=each.name,
            title=each.title,
            columns=[
                ColumnOut(name=own.name, heading=own.headings[0], required=own.is_required)
                for own in each.columns
            ],
        )
        for each in queries.registers_for(_actor(request))
    ]


@router.post("/registers/{name}", response={202: TableOut, **PROBLEMS}, summary="Hand a table in")
def hand_in(request: HttpRequest, name: str, file: File[UploadedFile]) -> Status[TableOut]:
    """XLSX or CSV; looked at in the background, nothing is stored before `store`."""
    made = actions.hand_in(
        actor=_actor(request),
        register=name,
        name=file.name or "",
        content=file.read(),
        now=clock.now(),
    )
    return Status(202, _table(request, made.pk))


@router.get(ONE, response={200: TableOut, **PROBLEMS}, summary="What a table would change")
def read(request: HttpRequest, pk: int) -> TableOut:
    return _table(request, pk)


@router.post(f"{ONE}/store", response={202: TableOut, **PROBLEMS}, summary="Confirm a table")
def store(request: HttpRequest, pk: int) -> Status[TableOut]:
    actions.ask_store(actor=_actor(request), pk=pk, now=clock.now())
    return Status(202, _table(request, pk))


@router.post(f"{ONE}/undo", response={202: TableOut, **PROBLEMS}, summary="Take a table back")
def undo(request: HttpRequest, pk: int) -> Status[TableOut]:
    actions.ask_undo(actor=_actor(request), pk=pk, now=clock.now())
    return Status(202, _table(request, pk))


@router.delete(ONE, response={204: None, **PROBLEMS}, summary="Throw a table away")
def discard(request: HttpRequest, pk: int) -> Status[None]:
    actions.discard(actor=_actor(request), pk=pk, now=clock.now())
    return Status(204, None)
