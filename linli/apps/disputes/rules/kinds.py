"""Kinds of dispute, in force by date, with their time limits and their own questions: all data."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from linli.apps.disputes.rules.states import DATA
from linli.foundation.questions import Question, read_question
from linli.foundation.questions import clean_answers as clean_given
from linli.foundation.refusals import Refused
from linli.foundation.working_time import load_calendar

VIOLENCE: Final = "violence"  # the question that must be answered where it is asked


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind, as it is in force from `valid_from` up to, not on, `valid_to`.

    `consent_days` and `mediate_days` are working days: to ask the other side, and to mediate.
    """

    code: str
    name: str
    name_en: str
    short: str
    note: str
    note_en: str
    icon: str
    anchor: str
    risk: str
    privacy: str
    consent_days: int
    mediate_days: int
    share_percent: int
    questions: tuple[Question, ...]
    valid_from: dt.date
    valid_to: dt.date | None

    def is_in_force(self, on: dt.date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)

    @property
    def asks_violence(self) -> bool:
        return any(question.code == VIOLENCE for question in self.questions)


@cache
def all_kinds() -> tuple[Kind, ...]:
    """Return every kind that was ever in force, in the order of the data."""
    rows = json.loads((DATA / "kinds.json").read_text(encoding="utf-8"))["kinds"]
    return tuple(
        Kind(
            code=row["code"],
            name=row["name_zh"],
            name_en=row["name_en"],
            short=row["short_zh"],
            note=row["note_zh"],
            note_en=row["note_en"],
            icon=row["icon"],
            anchor=row["legal_anchor"],
            risk=row["risk"],
            privacy=row["privacy"],
            consent_days=row["consent_days"],
            mediate_days=row["mediate_days"],
            share_percent=row["share_percent"],
            questions=tuple(read_question(each) for each in row["questions"]),
            valid_from=dt.date.fromisoformat(row["valid_from"]),
            valid_to=dt.date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        )
        for row in rows
    )


def kinds_on(on: dt.date) -> tuple[Kind, ...]:
    return tuple(kind for kind in all_kinds() if kind.is_in_force(on))


@cache
def kind_of(code: str) -> Kind:
    """Return the kind of a dispute that is already on record: the last one with the code."""
    return {kind.code: kind for kind in all_kinds()}[code]


def find_kind(code: str, on: dt.date) -> Kind:
    """Return the kind `code` for a new dispute, or refuse when it is not in force on the day."""
    for kind in kinds_on(on):
        if kind.code == code:
            return kind
    raise Refused("dispute.kind_unknown", "没有这一类纠纷，请从列表里选一类。", field="kind")


def consent_due(kind: Kind, start: dt.datetime) -> dt.datetime:
    """Return by when the other side must have been asked."""
    return load_calendar().add_working_days(start, kind.consent_days)


def mediate_due(kind: Kind, start: dt.datetime) -> dt.datetime:
    """Return by when talks that begin at `start` should have come to an end."""
    return load_calendar().add_working_days(start, kind.mediate_days)


def clean_answers(kind: Kind, answers: Mapping[str, object]) -> dict[str, str]:
    """Return the answers to the kind's own questions; the one about violence must be answered."""
    kept = clean_given(kind.questions, answers)
    if kind.asks_violence and VIOLENCE not in kept:
        raise Refused(
            "dispute.violence_unasked",
            "请先回答有没有动手、威胁。有的话不能调解，我们先帮您安全。",
            field=f"answer_{VIOLENCE}",
        )
    return kept
