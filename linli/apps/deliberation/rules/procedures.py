"""Ways to deliberate: which steps there are, who may act in them, what is asked, how many days. All data."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

from linli.apps.deliberation.rules.stages import STAGES, Stage
from linli.foundation.clock import LOCAL
from linli.foundation.refusals import Refused

DATA: Final = Path(__file__).parents[1] / "data"
SIX_STEPS: Final = "six_steps"
STEPS_MIN, STEPS_MAX = 5, 8
DAYS_MAX: Final = 90


class Part(StrEnum):
    """What somebody is to a topic."""

    NEIGHBOUR = "neighbour"  # lives or owns a home there
    SEAT = "seat"  # sits in the hall
    CONVENER = "convener"
    UNIT = "unit"  # is to carry it out
    OFFICE = "office"  # community or subdistrict, which also speaks for who cannot


class Evidence(StrEnum):
    """What must be there before a stage is left."""

    LANE = "lane"
    SECONDS = "seconds"
    WINDOW = "window"  # the days were given in full
    OPTIONS = "options"
    LAW = "law"
    ANSWER = "answer"  # official, where the lane asks for one
    MINUTES = "minutes"
    RESULT = "result"
    OUTCOME = "outcome"
    WORK = "work"
    REVIEW = "review"


# No configuration takes these away: they are what makes a decision the residents' own.
FLOOR: Final[Mapping[Stage, frozenset[Evidence]]] = {
    Stage.PROPOSED: frozenset({Evidence.LANE, Evidence.SECONDS}),
    Stage.OPTION_REVIEW: frozenset({Evidence.OPTIONS, Evidence.LAW}),
    Stage.IN_MEETING: frozenset({Evidence.MINUTES}),
    Stage.VOTING: frozenset({Evidence.RESULT, Evidence.OUTCOME}),
    Stage.PUBLICISING: frozenset({Evidence.WINDOW}),
    Stage.IN_WORK: frozenset({Evidence.WORK}),
    Stage.UNDER_REVIEW: frozenset({Evidence.REVIEW}),
}


@dataclass(frozen=True, slots=True)
class StageRule:
    """One stage inside a step: its days, who may do which act, what is asked."""

    stage: Stage
    days: int
    who: Mapping[str, frozenset[Part]]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What people see as one step."""

    code: str
    name: str
    name_en: str
    hint: str
    hint_en: str
    stages: tuple[StageRule, ...]

    @property
    def days(self) -> int:
        return sum(rule.days for rule in self.stages)


@dataclass(frozen=True, slots=True)
class Procedure:
    """A way to deliberate, in force from `valid_from` up to, not on, `valid_to`."""

    code: str
    name: str
    name_en: str
    note: str
    valid_from: dt.date
    valid_to: dt.date | None
    steps: tuple[Step, ...]

    def rule_of(self, stage: Stage) -> StageRule:
        return next(rule for step in self.steps for rule in step.stages if rule.stage == stage)

    def step_of(self, stage: Stage) -> int:
        """Return the number, from 1, of the step that `stage` belongs to."""
        return next(
            number
            for number, step in enumerate(self.steps, start=1)
            if any(rule.stage == stage for rule in step.stages)
        )

    def due(self, stage: Stage, now: dt.datetime) -> dt.datetime:
        """Return until when the stage that begins `now` should be done: the end of its last day."""
        day = now.astimezone(LOCAL).date() + dt.timedelta(days=self.rule_of(stage).days + 1)
        return dt.datetime.combine(day, dt.time(), tzinfo=LOCAL)


def read_procedure(row: Mapping[str, Any]) -> Procedure:
    """Read one row of `data/procedures.json`.

    Raises
    ------
    Refused
        `procedure.*` when a stage is left out or out of order, or what may never be waived is.
    """
    procedure = Procedure(
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"],
        note=row["note"],
        valid_from=dt.date.fromisoformat(row["valid_from"]),
        valid_to=dt.date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        steps=tuple(_step(step) for step in row["steps"]),
    )
    _check(procedure)
    return procedure


def _step(row: Mapping[str, Any]) -> Step:
    rules = tuple(
        StageRule(
            stage=Stage(rule["code"]),
            days=rule["days"],
            who={
                act: frozenset(Part(part) for part in parts) for act, parts in rule["who"].items()
            },
            evidence=tuple(Evidence(code) for code in rule["evidence"]),
        )
        for rule in row["stages"]
    )
    return Step(row["code"], row["name"], row["name_en"], row["hint"], row["hint_en"], rules)


def _check(procedure: Procedure) -> None:
    rules = [rule for step in procedure.steps for rule in step.stages]
    if tuple(rule.stage for rule in rules) != STAGES:
        raise Refused(
            "procedure.stages", "每一个环节都要有，并按顺序；居民表决不能跳过。请改配置。"
        )
    if not STEPS_MIN <= len(procedure.steps) <= STEPS_MAX:
        raise Refused("procedure.steps", "步骤应为5至8步，请改配置。")
    for rule in rules:
        if not 1 <= rule.days <= DAYS_MAX:
            raise Refused("procedure.days", "每个环节应为1至90天，请改配置。")
        if not FLOOR.get(rule.stage, frozenset()) <= set(rule.evidence):
            raise Refused("procedure.floor", "附议、分流、纪要、表决结果和评议不能省，请改配置。")


@cache
def all_procedures() -> Mapping[str, Procedure]:
    """Return every procedure by its code, in the order of the file."""
    rows = json.loads((DATA / "procedures.json").read_text(encoding="utf-8"))["procedures"]
    return {row["code"]: read_procedure(row) for row in rows}


def find_procedure(code: str) -> Procedure:
    found = all_procedures().get(code)
    if found is None:
        raise Refused(
            "procedure.unknown", "没有这种议事办法，请从列表里选一种。", field="procedure"
        )
    return found


def procedures_on(day: dt.date) -> tuple[Procedure, ...]:
    """Return the procedures that a hall can adopt on a day."""
    return tuple(
        row
        for row in all_procedures().values()
        if row.valid_from <= day and (row.valid_to is None or day < row.valid_to)
    )


def require_part(rule: StageRule, act: str, parts: frozenset[Part]) -> None:
    """Refuse `act` to somebody who has none of the parts that the procedure gives it to."""
    if not rule.who.get(act, frozenset()) & parts:
        raise Refused(
            "topic.not_your_part",
            "按议事规则，这一步不由您办。您可以看进展，也可以请主持人代为提出。",
        )
