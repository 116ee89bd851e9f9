"""A register as a file, under the rights of who asked for it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db import transaction

from linli.apps.registers.models import Outgoing
from linli.apps.registers.queries import REGISTERS, get_register
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.foundation.workbooks import write_workbook
from linli.platform import jobs, journal
from linli.platform.access import Actor
from linli.platform.registers import Register, write_csv

TAKE: Final = "registers.take"
SORTS: Final = ("xlsx", "csv", "geojson")


def ask_for(*, actor: Actor, register: str, sort: str, now: dt.datetime) -> Outgoing:
    """Ask for a register as a file; the worker makes it."""
    chosen = get_register(actor=actor, name=register)
    if sort not in sorts_of(chosen):
        raise Refused("registers.sort", "请选择文件格式。", field="sort")
    with transaction.atomic():
        outgoing = Outgoing.objects.create(
            id=new_key(now),
            register=register,
            sort=sort,
            made_by=actor.account or 0,
            made_at=now,
        )
        told = {"register": register, "sort": sort}
        journal.record(actor=actor, verb="registers.take", subject=outgoing, now=now, after=told)
        jobs.enqueue(TAKE, key=f"{TAKE}:{outgoing.pk}", outgoing=outgoing.pk)
    return outgoing


def sorts_of(register: Register) -> tuple[str, ...]:
    """Return the formats that a register can be taken away in: a map needs places."""
    names = {column.name for column in register.columns}
    return SORTS if {"lon", "lat"} <= names else SORTS[:2]


def make_ready(*, actor: Actor, pk: int, now: dt.datetime) -> None:
    """Write the file, as far as the actor may read the register today."""
    outgoing = Outgoing.objects.filter(pk=pk, ready_at=None).first()
    if outgoing is None:
        return
    register = REGISTERS[outgoing.register]
    rows = list(register.rows(actor))
    outgoing.content = content_of(register, outgoing.sort, rows)
    outgoing.rows, outgoing.ready_at = len(rows), now
    outgoing.save(update_fields=["content", "rows", "ready_at"])


def content_of(register: Register, sort: str, rows: Iterable[Sequence[Any]]) -> bytes:
    """Return the register as a file that `linli import` takes back unchanged."""
    table = [register.headings, *rows]
    if sort == "xlsx":
        return write_workbook([(register.title, table)])
    if sort == "csv":
        return write_csv(table)
    return json.dumps(_features(register, table[1:]), ensure_ascii=False).encode()


def _features(register: Register, rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    names = [column.name for column in register.columns]
    lon, lat = names.index("lon"), names.index("lat")
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [row[lon], row[lat]]},
                "properties": dict(zip(register.headings, row, strict=True)),
            }
            for row in rows
        ],
    }
