"""Kinds of matter (65 of them, in force by date), their limits and their own questions: all data."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from linli.apps.matters.rules.states import DATA
from linli.foundation.questions import Question, read_question
from linli.foundation.refusals import Refused

LANES: Final = ("minor", "ordinary", "major")
REQUESTS: Final = ("consult", "help", "complaint", "report", "suggestion", "thanks")
PRIVACIES: Final = ("normal", "reporter_hidden", "sensitive")
UNCLEAR: Final = "I03"


@dataclass(frozen=True, slots=True)
class Limit:
    """How soon somebody must respond and the matter must be resolved.

    `days` are working days when `is_working`, else whole days of wall time.
    """

    code: str
    response_hours: int
    days: int
    is_working: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of matter, as it is in force from `valid_from` up to, not on, `valid_to`."""

    code: str
    name: str
    name_en: str
    group: str
    request: str
    lane: str
    handler: str
    other_handlers: tuple[str, ...]
    limit: Limit
    is_art278: bool
    may_become_dispute: bool
    privacy: str
    is_enforcement: bool
    emergency_hint: str
    emergency_hint_en: str
    emergency_numbers: tuple[str, ...]
    questions: tuple[Question, ...]
    valid_from: dt.date
    valid_to: dt.date | None

    def is_in_force(self, on: dt.date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True)
class Group:
    code: str
    name: str
    name_en: str


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return content


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _questions(kind: Mapping[str, Any], rows: list[dict[str, Any]]) -> tuple[Question, ...]:
    asked = {kind["code"], f"group:{kind['group']}"}
    return tuple(
        read_question(row)
        for row in rows
        if asked & set(row["kinds"]) and kind["code"] not in row["except"]
    )


def _limits(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Limit]:
    limits = {}
    for code, row in rows.items():
        count = int(str(row["close"]).split()[0])
        days = count if row["working"] else max(count // 24, 1)
        limits[code] = Limit(code, row["first_response_hours"], days, row["working"])
    return limits


@cache
def all_kinds() -> tuple[Kind, ...]:
    """Return every kind that was ever in force, in the order of the data."""
    content, asked = _read("kinds.json"), _read("questions.json")["questions"]
    limits = _limits(content["service_limits"])
    return tuple(
        Kind(
            code=row["code"],
            name=row["name_zh"],
            name_en=row["name_en"],
            group=row["group"],
            request=row["kind"],
            lane=row["default_triage"],
            handler=row["default_handler"],
            other_handlers=tuple(row["alt_handlers"]),
            limit=limits[row["sla"]],
            is_art278=row["art278"],
            may_become_dispute=row["may_become_dispute"],
            privacy=row["privacy"],
            is_enforcement=row["is_enforcement"],
            emergency_hint=row["emergency_hint"] or "",
            emergency_hint_en=row["emergency_hint_en"] or "",
            emergency_numbers=tuple(row["emergency_numbers"]),
            questions=_questions(row, asked),
            valid_from=dt.date.fromisoformat(row["valid_from"]),
            valid_to=_date(row["valid_to"]),
        )
        for row in content["kinds"]
    )


@cache
def all_groups() -> tuple[Group, ...]:
    return tuple(
        Group(row["code"], row["name_zh"], row["name_en"]) for row in _read("kinds.json")["groups"]
    )


@cache
def kinds_by_code() -> dict[str, Kind]:
    """Return every kind by its code."""
    return {kind.code: kind for kind in all_kinds()}


def kind_of(code: str) -> Kind:
    """Return the kind of a matter that is already on record."""
    return kinds_by_code()[code]


def find_kind(code: str, on: dt.date) -> Kind:
    """Return the kind `code` for a new matter, or refuse when it is not in force on the day."""
    kind = kinds_by_code().get(code)
    if kind is None or not kind.is_in_force(on):
        raise Refused("matters.kind_unknown", "没有这一类诉求，请从列表里选一类。", field="kind")
    return kind


def kinds_on(on: dt.date) -> tuple[Kind, ...]:
    return tuple(kind for kind in all_kinds() if kind.is_in_force(on))
