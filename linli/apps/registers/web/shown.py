"""What a page shows of a table: faults as sentences, changes column by column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from linli.apps.registers.models import STATE_NAMES, Intake, Outgoing
from linli.apps.registers.queries import REGISTERS, IntakePage
from linli.apps.registers.rules import UNDER_WAY, State
from linli.foundation.refusals import Refused
from linli.interface.middleware import sentence
from linli.platform.registers import Register

TONES = {
    State.READY: "info",
    State.FAULTY: "warn",
    State.STORED: "good",
    State.UNDONE: "",
    State.DISCARDED: "",
}
STEPS = {State.CHECKING: 1, State.STORING: 2, State.UNDOING: 2}


@dataclass(frozen=True, slots=True)
class ShownFault:
    row: int
    column: str
    words: str


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """A row of the preview: each column with what it was and becomes."""

    row: int
    title: str
    is_new: bool
    values: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ShownIntake:
    """A line of the list."""

    pk: int
    name: str
    register: str
    state: str
    tone: str
    made_at: Any


def faults_of(intake: Intake) -> list[ShownFault]:
    """Return the faults in the reader's language."""
    return [
        ShownFault(
            fault["row"],
            _(fault["column"]) if fault["column"] else "",
            sentence(Refused("registers.fault", fault["sentence"], **fault["params"])),
        )
        for fault in intake.faults
    ]


def entries_of(page: IntakePage) -> list[ShownEntry]:
    """Return the rows of the preview."""
    headings = {column.name: column.headings[0] for column in page.register.columns}
    return [
        ShownEntry(
            entry["row"],
            entry["title"],
            entry["what"] == "added",
            tuple(
                (_(headings[name]), word(entry["was"].get(name)), word(value))
                for name, value in entry["becomes"].items()
                if name in headings
            ),
        )
        for entry in page.row.entries
    ]


def word(value: Any) -> str:
    """Return a value as a cell shows it."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return str(value)


def line(intake: Intake) -> ShownIntake:
    """Return an intake as a line of the list."""
    state = State(intake.state)
    register = _(REGISTERS[intake.register].title)
    tone = TONES.get(state, "info")
    return ShownIntake(
        intake.pk, intake.name, register, str(STATE_NAMES[state]), tone, intake.made_at
    )


def columns_of(register: Register) -> list[tuple[str, bool, str]]:
    """Return the columns of a table: heading, whether it must be filled, an example."""
    return [
        (_(column.headings[0]), column.is_required, word(example))
        for column, example in zip(register.columns, register.example, strict=True)
    ]


def outgoing_name(row: Outgoing) -> str:
    return f"linli-{row.register}-{row.made_at:%Y%m%d}.{row.sort}"


def is_under_way(intake: Intake) -> bool:
    return State(intake.state) in UNDER_WAY
