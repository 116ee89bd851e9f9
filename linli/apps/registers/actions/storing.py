"""A table that was looked at is stored whole, and taken back whole."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import DatabaseError, transaction
from django.utils.translation import gettext_noop

from linli.apps.registers.access import INTAKES
from linli.apps.registers.actions.intake import empty, fingerprint, plan_of, receive, tell
from linli.apps.registers.models import Intake, IntakeChange
from linli.apps.registers.queries import REGISTERS, changes_of
from linli.apps.registers.rules import MOVES, State, can_undo
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.foundation.tables import Fault
from linli.platform import bulk, jobs, journal
from linli.platform.access import Actor, fetch
from linli.platform.journal import Line
from linli.platform.registers import Kept, Plan, keep, take_back

STORE: Final = "registers.store"
UNDO: Final = "registers.undo"
CHANGED_MEANWHILE: Final = gettext_noop(
    "核对以后，底册又有人改过：上面是现在会做的改动，请再看一遍后确认。"
)
COLLIDED: Final = gettext_noop("存入时底册正好有人在改，什么都没有存。请再确认一次。")
CHANGE_COLUMNS: Final = ("id", "intake_id", "row", "table", "key", "before", "after")


def ask_store(*, actor: Actor, pk: int, now: dt.datetime) -> Intake:
    """Confirm what the preview shows; the worker stores it. Twice pressed is once stored."""
    return _ask("store", STORE, actor, pk, now)


def ask_undo(*, actor: Actor, pk: int, now: dt.datetime) -> Intake:
    """Ask that everything be made what it was before the table."""
    return _ask("undo", UNDO, actor, pk, now)


def _ask(act: str, job: str, actor: Actor, pk: int, now: dt.datetime) -> Intake:
    before, after = MOVES[act]
    with transaction.atomic():
        rows = Intake.objects.defer("content")
        intake = fetch(rows, actor=actor, action="read", table=INTAKES, pk=pk, lock=True)
        if intake.state != before:
            return intake
        fetch(rows, actor=actor, action=act, table=INTAKES, pk=pk)
        if intake.stored_at is not None and not can_undo(stored_at=intake.stored_at, now=now):
            raise Refused("registers.too_late", "存入已满30天，不能整批撤销了，请逐条修改。")
        intake.state = after
        intake.save(update_fields=["state"])
        jobs.enqueue(job, intake=intake.pk)
    return intake


def store(*, actor: Actor, pk: int, now: dt.datetime) -> Intake | None:
    """Store a confirmed table, if it still does what its preview showed."""
    try:
        with transaction.atomic():
            return _store(actor, pk, now)
    except DatabaseError as error:
        _put_back(pk, error)
        return None


def _store(actor: Actor, pk: int, now: dt.datetime) -> Intake | None:
    rows = Intake.objects.select_for_update()
    intake = rows.filter(pk=pk, state=State.STORING).first()
    if intake is None:
        return None
    plan = plan_of(intake, actor=actor, now=now)
    if plan.faults or fingerprint(plan) != intake.seen:
        _show_again(intake, plan)
        return intake
    _finish(intake, plan, actor, now)
    return intake


def _finish(intake: Intake, plan: Plan, actor: Actor, now: dt.datetime) -> None:
    _remember(intake, keep(plan, actor=actor, now=now), now)
    empty(intake)
    intake.state, intake.stored_at = State.STORED, now
    intake.save()
    counts = {"register": intake.register, "added": intake.added, "changed": intake.changed}
    journal.record(actor=actor, verb="registers.store", subject=intake, now=now, after=counts)


def _show_again(intake: Intake, plan: Plan) -> None:
    was_clean = not plan.faults
    tell(intake, plan)
    if was_clean:
        intake.faults = [_whole(CHANGED_MEANWHILE)]
    intake.save()


def _whole(sentence: str) -> dict[str, object]:
    """Return a remark on the whole table."""
    return {"row": 0, "column": "", "sentence": sentence, "params": {}}


def _put_back(pk: int, error: DatabaseError) -> None:
    """Say that two changes met: the guards of the database kept both from being stored."""
    with transaction.atomic():
        intake = Intake.objects.select_for_update().filter(pk=pk, state=State.STORING).first()
        if intake is None:
            raise error
        intake.state, intake.faults = State.READY, [_whole(COLLIDED)]
        intake.save(update_fields=["state", "faults"])


def _remember(intake: Intake, kept: list[Kept], now: dt.datetime) -> None:
    rows = (
        (
            *(new_key(now), intake.pk, each.row, each.model._meta.label_lower, each.key),
            *(each.before, each.after),
        )
        for each in kept
    )
    bulk.insert(IntakeChange, CHANGE_COLUMNS, rows)


def bring_in(
    *, actor: Actor, register: str, name: str, content: bytes, confirm: bool, now: dt.datetime
) -> Intake:
    """Look at a table at once and, with `confirm`, store it if nothing is wrong: for the command line.

    Without `confirm` nothing is kept, not even that it came.
    """
    intake = receive(actor=actor, register=register, name=name, content=content, now=now)
    with transaction.atomic():
        plan = plan_of(intake, actor=actor, now=now)
        tell(intake, plan)
        if confirm and not plan.faults:
            intake.save(force_insert=True)
            _finish(intake, plan, actor, now)
    return intake


def undo(*, actor: Actor, pk: int, now: dt.datetime) -> Intake | None:
    """Make everything what it was before the table, or say row by row what stands in the way."""
    with transaction.atomic():
        rows = Intake.objects.select_for_update()
        intake = rows.filter(pk=pk, state=State.UNDOING).first()
        if intake is None:
            return None
        kept = list(changes_of(pk))
        faults = take_back(kept)
        if faults:
            intake.state, intake.faults = State.STORED, [_told(fault) for fault in faults]
            intake.save(update_fields=["state", "faults"])
            return intake
        IntakeChange.objects.filter(intake=pk).delete()
        intake.state, intake.undone_at, intake.faults = State.UNDONE, now, []
        intake.save(update_fields=["state", "undone_at", "faults"])
        verb = f"registers.undo_{REGISTERS[intake.register].name}"
        lines = [Line(verb, each.model, each.key, None, {}, {"intake": str(pk)}) for each in kept]
        journal.record_each(actor=actor, lines=lines, now=now)
        journal.record(actor=actor, verb="registers.undo", subject=intake, now=now)
    return intake


def _told(fault: Fault) -> dict[str, object]:
    params = {name: str(value) for name, value in fault.params.items()}
    return {"row": fault.row, "column": "", "sentence": fault.sentence, "params": params}
