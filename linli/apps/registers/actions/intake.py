"""A table comes in and is looked at; nothing in the registers changes."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import PurePath
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from linli.apps.registers.access import INTAKES
from linli.apps.registers.models import Intake, IntakeChange, Outgoing
from linli.apps.registers.queries import REGISTERS, get_register
from linli.apps.registers.rules import (
    ENTRIES_SHOWN,
    NAME_MAX,
    TAKEN_KEPT,
    UNDO_KEPT,
    WAITING_KEPT,
    State,
    check_name,
)
from linli.foundation.keys import key_floor, new_key
from linli.foundation.refusals import Refused
from linli.foundation.tables import Fault, read_lines
from linli.platform import jobs, journal
from linli.platform.access import Actor, fetch
from linli.platform.registers import Plan, read_table
from linli.platform.registers.plan import ADDED, CHANGED
from linli.platform.registers.reading import BYTES_MAX

CHECK: Final = "registers.check"


def hand_in(*, actor: Actor, register: str, name: str, content: bytes, now: dt.datetime) -> Intake:
    """Keep a table until the worker has looked at it."""
    intake = receive(actor=actor, register=register, name=name, content=content, now=now)
    with transaction.atomic():
        intake.save(force_insert=True)
        jobs.enqueue(CHECK, key=f"{CHECK}:{intake.pk}", intake=intake.pk)
    return intake


def receive(*, actor: Actor, register: str, name: str, content: bytes, now: dt.datetime) -> Intake:
    """Return a table as it came in, not kept yet."""
    get_register(actor=actor, name=register)
    check_name(name)
    if len(content) > BYTES_MAX:
        raise Refused("table.large", "文件不能超过 20 MB，请分成几个文件。", field="file")
    if not content:
        raise Refused("table.empty", "文件里没有内容，请检查第一行是否为表头。", field="file")
    return Intake(
        id=new_key(now),
        register=register,
        name=PurePath(name).name[-NAME_MAX:],
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
        made_by=actor.account or 0,
        made_at=now,
    )


def plan_of(intake: Intake, *, actor: Actor, now: dt.datetime) -> Plan:
    """Return what the table would change today, or what is wrong with it."""
    register = REGISTERS[intake.register]
    rows, faults = read_lines(read_table(bytes(intake.content or b"")), register.columns)
    plan = register.plan(actor, rows, now)
    plan.faults = sorted([*faults, *plan.faults], key=lambda fault: fault.row)
    return plan


def check(*, actor: Actor, pk: int, now: dt.datetime) -> Intake | None:
    """Look at a table that waits; keep what it would change for the preview."""
    intake = Intake.objects.filter(pk=pk, state=State.CHECKING).first()
    if intake is None:
        return None
    try:
        plan = plan_of(intake, actor=actor, now=now)
    except Refused as refusal:
        plan = Plan(faults=[Fault(0, "", refusal.sentence, refusal.params)])
    tell(intake, plan)
    intake.save()
    return intake


def tell(intake: Intake, plan: Plan) -> None:
    """Write onto the intake what a plan says."""
    intake.added, intake.changed = plan.count(ADDED), plan.count(CHANGED)
    intake.unchanged, intake.wrong = plan.unchanged, len({fault.row for fault in plan.faults})
    intake.faults = [_fault(fault) for fault in plan.faults]
    intake.entries = [_plain(_entry(each)) for each in plan.entries[:ENTRIES_SHOWN]]
    intake.seen = fingerprint(plan)
    intake.state = State.FAULTY if plan.faults else State.READY


def fingerprint(plan: Plan) -> str:
    """Return what tells two plans apart: what each row of the table changes, without keys."""
    told = [_entry(each) for each in plan.entries]
    return hashlib.sha256(json.dumps(told, cls=DjangoJSONEncoder).encode()).hexdigest()


def _entry(entry: Any) -> dict[str, Any]:
    return {
        "row": entry.row,
        "what": entry.what,
        "title": entry.title,
        "was": dict(entry.was),
        "becomes": dict(entry.becomes),
    }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return told


def _fault(fault: Fault) -> dict[str, Any]:
    params = {name: str(value) for name, value in fault.params.items()}
    return {
        "row": fault.row,
        "column": fault.column,
        "sentence": fault.sentence,
        "params": params,
    }


def discard(*, actor: Actor, pk: int, now: dt.datetime) -> None:
    """Throw away a table that is not stored."""
    with transaction.atomic():
        intake = fetch(
            Intake.objects.all(), actor=actor, action="discard", table=INTAKES, pk=pk, lock=True
        )
        empty(intake)
        intake.state = State.DISCARDED
        intake.save()
        journal.record(actor=actor, verb="registers.discard", subject=intake, now=now)


def empty(intake: Intake) -> None:
    """Let go of what the table said; that it came, from whom and what came of it, stays."""
    intake.content, intake.faults, intake.entries = None, [], []


def sweep(*, actor: Actor, now: dt.datetime) -> None:
    """Let go of what has served its time: tables nobody confirmed, old undos, files taken away."""
    assert actor.is_system
    waiting = Intake.objects.filter(
        pk__lt=key_floor(now - WAITING_KEPT), state__in=[State.READY, State.FAULTY]
    )
    waiting.update(state=State.DISCARDED, content=None, faults=[], entries=[])
    IntakeChange.objects.filter(intake__stored_at__lt=now - UNDO_KEPT).delete()
    Outgoing.objects.filter(made_at__lt=now - TAKEN_KEPT).delete()
