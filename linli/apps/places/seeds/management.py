"""Who manages each demo compound: the city's figures by district, changed once where none managed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from linli.apps.places.models import CompoundManagement
from linli.apps.places.seeds.names import WORDS
from linli.apps.places.seeds.registers import CompoundEntry, Registers
from linli.foundation.areas import Level, ancestor
from linli.foundation.chance import Dice
from linli.platform import bulk

SINCE: Final = dt.date(2017, 1, 1)
DAYS_UNTIL_CHANGE: Final = (600, 3200)
DECIDED_DAYS_BEFORE: Final = (10, 60)
MODES: Final = ("unit_managed", "resident_managed", "firm_introduced", "community_managed")


def write_management(registers: Registers) -> None:
    """Write the management mode of every compound, with the time before it where there was none."""
    modes = _modes(registers)
    bulk.insert(
        CompoundManagement,
        ["id", "compound", "mode", "decision", "decided_on", "valid_from", "valid_to"],
        (
            (registers.key(), *row)
            for entry in registers.compounds
            for row in _history(entry.id, modes[entry.id], registers.dice)
        ),
    )


def _modes(registers: Registers) -> dict[int, str]:
    """Return a mode for each compound so that the city's totals and each district's come out."""
    modes = {entry.id: "firm_contract" for entry in registers.compounds}
    without: list[CompoundEntry] = []
    for district in registers.file["districts"]:
        code = int(district["code"]) * 10**9
        here = [e for e in registers.compounds if ancestor(e.community, Level.DISTRICT) == code]
        without_here = _without_firm(here, registers)[: district["no_pm"]]
        unmanaged = district["no_pm"] - district["no_pm_managed"]
        for entry in without_here[:unmanaged]:
            modes[entry.id] = "none"
        without += without_here[unmanaged:]
    figures: dict[str, Any] = registers.file["fitted_totals"]["management_modes"]
    without.sort(key=lambda entry: (entry.kind != "work_unit", registers.dice.random()))
    dealt = iter(without)
    for entry in [next(dealt) for _ in range(figures[MODES[0]])]:
        modes[entry.id] = MODES[0]
    rest = list(dealt)
    registers.dice.shuffle(rest)
    left = [mode for mode in MODES[1:] for _ in range(figures[mode])]
    modes.update({entry.id: mode for entry, mode in zip(rest, left, strict=True)})
    return modes


def _without_firm(entries: list[CompoundEntry], registers: Registers) -> list[CompoundEntry]:
    """Return the compounds, those first that are least likely to have a property firm."""
    chance = {code: float(kind["pm_share"]) for code, kind in registers.kinds.items()}
    marks = {
        entry.id: chance[entry.kind]
        + registers.dice.uniform(-0.25, 0.25)
        + _shown(entry, registers)
        for entry in entries
    }
    return sorted(entries, key=lambda entry: marks[entry.id])


def _shown(entry: CompoundEntry, registers: Registers) -> int:
    """Return a weight that keeps the named demonstration compounds with their firms."""
    named = registers.file["generators"]["demonstration_compounds"]
    return 9 if entry.name in {each["name"] for each in named} else 0


def _history(
    compound: int, mode: str, dice: Dice
) -> Iterator[tuple[int, str, str, dt.date | None, dt.date, dt.date | None]]:
    if mode == "none":
        yield compound, mode, "", None, SINCE, None
        return
    decision = WORDS["decisions"][mode]
    if mode == "firm_contract":
        decided = SINCE - dt.timedelta(days=dice.randrange(*DECIDED_DAYS_BEFORE))
        yield compound, mode, decision, decided, SINCE, None
        return
    start = SINCE + dt.timedelta(days=dice.randrange(*DAYS_UNTIL_CHANGE))
    decided = start - dt.timedelta(days=dice.randrange(*DECIDED_DAYS_BEFORE))
    yield compound, "none", "", None, SINCE, start
    yield compound, mode, decision, decided, start, None
