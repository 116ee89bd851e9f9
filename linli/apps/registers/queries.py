"""The registers there are, and what somebody has brought in or asked to take away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.apps import apps
from django.http import Http404

from linli.apps.organisations import actions as organisations
from linli.apps.places import actions as places
from linli.apps.registers.access import INTAKES, OUTGOING
from linli.apps.registers.models import Intake, IntakeChange, Outgoing
from linli.apps.registers.rules import can_undo
from linli.foundation.workbooks import write_workbook
from linli.platform.access import Actor, allowed, fetch
from linli.platform.registers import Kept, Register

REGISTERS: Final[dict[str, Register]] = {
    register.name: register
    for register in (
        *(places.AREAS, places.COMPOUNDS, places.BUILDINGS, places.HOMES),
        organisations.ORGANISATIONS,
    )
}
LISTED_MAX: Final = 50


@dataclass(frozen=True, slots=True)
class IntakePage:
    """A table that came in, its register, and what its reader may do with it."""

    row: Intake
    register: Register
    may: frozenset[str]


def registers_for(actor: Actor) -> tuple[Register, ...]:
    """Return the registers into which the actor may bring a table."""
    return tuple(each for each in REGISTERS.values() if each.may(actor))


def get_register(*, actor: Actor, name: str) -> Register:
    """Return the register, or raise `Http404` for one that is not there or not the actor's."""
    register = REGISTERS.get(name)
    if register is None or not register.may(actor):
        raise Http404(name)
    return register


def template_of(register: Register) -> bytes:
    """Return an empty workbook to fill in: headings, and a sheet that explains them."""
    explained = [("列", "必填", "示例")]
    for column, example in zip(register.columns, register.example, strict=True):
        needed = "是" if column.is_required else "可空"
        explained.append((column.headings[0], needed, "" if example is None else str(example)))
    notes = [*explained, (), (register.note,)]
    return write_workbook([(register.title, [register.headings]), ("填写说明", notes)])


def list_intakes(*, actor: Actor) -> list[Intake]:
    """Return the latest tables that the actor handed in, without their content."""
    rows = allowed(Intake.objects.all(), actor=actor, action="read", table=INTAKES)
    return list(rows.defer("content", "faults", "entries").order_by("-id")[:LISTED_MAX])


def get_intake(*, actor: Actor, pk: int, now: dt.datetime) -> IntakePage:
    """Return a table that came in, for who handed it in."""
    rows = Intake.objects.defer("content")
    row = fetch(rows, actor=actor, action="read", table=INTAKES, pk=pk)
    may = {
        act
        for act in ("store", "undo", "discard")
        if allowed(Intake.objects.filter(pk=pk), actor=actor, action=act, table=INTAKES).exists()
    }
    if row.stored_at is not None and not can_undo(stored_at=row.stored_at, now=now):
        may.discard("undo")
    return IntakePage(row, REGISTERS[row.register], frozenset(may))


def changes_of(intake: int) -> Iterator[Kept]:
    """Return what a table changed, in the order in which it was stored."""
    for change in IntakeChange.objects.filter(intake=intake).order_by("id").iterator():
        model = apps.get_model(change.table)
        yield Kept(change.row, model, change.key, change.before, change.after)


def list_outgoing(*, actor: Actor) -> list[Outgoing]:
    """Return the files that the actor asked for and that are still kept, without their content."""
    rows = allowed(Outgoing.objects.all(), actor=actor, action="read", table=OUTGOING)
    return list(rows.defer("content").order_by("-id")[:LISTED_MAX])


def get_outgoing(*, actor: Actor, pk: int) -> Outgoing:
    """Return a file with its content, for who asked for it."""
    return fetch(Outgoing.objects.all(), actor=actor, action="read", table=OUTGOING, pk=pk)
