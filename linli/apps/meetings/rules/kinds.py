"""The kinds of meetings and of bodies, as dated data (`data/kinds.json`)."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from linli.foundation.refusals import Refused

FILE: Final = Path(__file__).parents[1] / "data" / "kinds.json"
OPINIONS, NEEDS, RATINGS = "opinions", "needs", "ratings"


@dataclass(frozen=True, slots=True)
class BodyKind:
    """What sort of body meets: which meetings it holds, who leads it, who helps with its papers."""

    code: str
    name: str
    holds: tuple[str, ...]
    leaders: tuple[str, ...]
    clerks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of meeting asks.

    `seats`: `organisations`, `persons`, or `open` to whoever comes. `notice_days` and `agenda_days`:
    how many days before the meeting it is called and its agenda closes (0: when it begins).
    `quorum`: the part of the seats that must be there, as numerator and denominator.
    `told`: `all` is public, only `decisions` are, or `nothing`. `input`: what residents bring.
    """

    code: str
    name: str
    valid_from: dt.date
    valid_to: dt.date | None
    seats: str
    yearly: int
    notice_days: int
    agenda_days: int
    quorum: tuple[int, int]
    told: str
    input: str
    raters_min: int

    @property
    def is_public(self) -> bool:
        return self.told == "all"

    @property
    def needs_quorum(self) -> bool:
        return self.quorum[0] > 0


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return data


@lru_cache(maxsize=1)
def body_kinds() -> dict[str, BodyKind]:
    """Return the kinds of bodies by code, in the order of the file."""
    return {
        row["code"]: BodyKind(
            row["code"],
            row["name"],
            tuple(row["holds"]),
            tuple(row["leaders"]),
            tuple(row["clerks"]),
        )
        for row in _data()["bodies"]
    }


@lru_cache(maxsize=1)
def all_kinds() -> tuple[Kind, ...]:
    """Return every dated row of the kinds of meetings."""
    return tuple(
        Kind(
            code=row["code"],
            name=row["name"],
            valid_from=dt.date.fromisoformat(row["valid_from"]),
            valid_to=dt.date.fromisoformat(row["valid_to"]) if "valid_to" in row else None,
            seats=row["seats"],
            yearly=row["yearly"],
            notice_days=row["notice_days"],
            agenda_days=row["agenda_days"],
            quorum=(row["quorum"][0], row["quorum"][1]),
            told=row["told"],
            input=row["input"],
            raters_min=row.get("raters_min", 0),
        )
        for row in _data()["kinds"]
    )


def find_kind(code: str, on: dt.date) -> Kind:
    """Return the kind as it is in force on a day, or refuse."""
    for kind in all_kinds():
        begun = kind.valid_from <= on and (kind.valid_to is None or on < kind.valid_to)
        if kind.code == code and begun:
            return kind
    raise Refused("meeting.kind_unknown", "没有这种会议，请重新选择。", field="kind")


@lru_cache(maxsize=1)
def kind_names() -> dict[str, str]:
    """Return the names of all kinds that there ever were, by code."""
    return {kind.code: kind.name for kind in all_kinds()}


@lru_cache(maxsize=8)
def told_kinds(*told: str) -> tuple[str, ...]:
    """Return the codes of the kinds of which so much is public."""
    return tuple(dict.fromkeys(kind.code for kind in all_kinds() if kind.told in told))


def find_body_kind(code: str) -> BodyKind:
    """Return the kind of body, or refuse."""
    found = body_kinds().get(code)
    if found is None:
        raise Refused("body.kind_unknown", "没有这种机构，请重新选择。", field="kind")
    return found


@lru_cache(maxsize=1)
def aspects() -> dict[str, str]:
    """Return what a service review asks about the service, code → name."""
    return {row["code"]: row["name"] for row in _data()["aspects"]}


@lru_cache(maxsize=1)
def key_subjects() -> dict[str, str]:
    """Return the key subjects (重点议题), code → name."""
    return {row["code"]: row["name"] for row in _data()["subjects"]}


def escalate_days() -> tuple[int, int]:
    """Return after how many days past due the convener, and then the leaders, are told."""
    first, second = _data()["escalate_days"]
    return first, second
