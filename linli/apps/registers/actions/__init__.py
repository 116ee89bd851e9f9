"""Hand a table in, see what it would change, confirm, undo; ask for a register as a file."""

from __future__ import annotations

from linli.apps.registers.actions.intake import check, discard, hand_in, sweep
from linli.apps.registers.actions.outgoing import ask_for, make_ready
from linli.apps.registers.actions.storing import ask_store, ask_undo, bring_in, store, undo

__all__ = [
    "ask_for",
    "ask_store",
    "ask_undo",
    "bring_in",
    "check",
    "discard",
    "hand_in",
    "make_ready",
    "store",
    "sweep",
    "undo",
]
