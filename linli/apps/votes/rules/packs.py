"""The rule packs of `data/rule_packs.json`: looked up by code, offered by day."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Final

from linli.apps.votes.rules.silence import Pack
from linli.foundation.refusals import Refused

DATA: Final = Path(__file__).parents[1] / "data" / "rule_packs.json"
NATIONAL: Final = "national"


@cache
def all_packs() -> tuple[Pack, ...]:
    """Return every pack, the law itself first."""
    data = json.loads(DATA.read_text(encoding="utf-8"))
    return tuple(Pack.from_data(entry) for entry in data["packs"])


def find_pack(code: str) -> Pack:
    """Return the pack `code`, or refuse a code that is not on file."""
    for pack in all_packs():
        if pack.code == code:
            return pack
    raise Refused("vote.pack_unknown", "没有这一套规则，请从列表中选择。", field="pack")


def packs_on(day: dt.date) -> tuple[Pack, ...]:
    """Return the packs in force on `day`."""
    return tuple(pack for pack in all_packs() if pack.valid_from <= day)
