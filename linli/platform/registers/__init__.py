"""Registers that come in from tables: what a table would change, that change kept whole, and taken back.

An app says, for each of its registers, which columns a table has and what its rows would change
(`Register.plan`, a few queries for any number of rows, nothing stored). The rest is the same for all:
`keep` stores a plan, `take_back` makes every row what it was before. Both do all or nothing.
"""

from __future__ import annotations

from linli.platform.registers.choices import choices, word_of
from linli.platform.registers.keeping import Kept, keep, take_back
from linli.platform.registers.plan import Change, Entry, Plan, Register
from linli.platform.registers.reading import read_table
from linli.platform.registers.writing import write_csv

__all__ = [
    "Change",
    "Entry",
    "Kept",
    "Plan",
    "Register",
    "choices",
    "keep",
    "read_table",
    "take_back",
    "word_of",
    "write_csv",
]
