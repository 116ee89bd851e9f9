"""Decisions about one topic: what is still missing, whether it may move on, how a review ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from linli.apps.deliberation.rules.law import Engine
from linli.apps.deliberation.rules.procedures import Evidence, Procedure, StageRule
from linli.apps.deliberation.rules.stages import Stage, after
from linli.foundation.refusals import Refused

MATTERS_MAX: Final = 20
IDEAS_A_PERSON_MAX: Final = 5
OPTIONS_MAX: Final = 6
SECONDS_MIN, SECONDS_MAX = 1, 50
REVIEWERS_MIN: Final = 3  # so many must say so before a review counts early
REMIND_BEFORE: Final = dt.timedelta(days=1)
ESCALATE_AFTER: Final = dt.timedelta(days=5)


class Result(StrEnum):
    """What a vote said."""

    NONE = ""
    CARRIED = "carried"
    NOT_CARRIED = "not_carried"
    TOO_FEW = "too_few"  # not quorate


class Voice(StrEnum):
    """One voice a person on each idea."""

    AGREE = "agree"
    DISAGREE = "disagree"
    PASS = "pass"  # noqa: S105  # a word of the field


class Stance(StrEnum):
    """What an official answer does with a topic."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Facts:
    """All of a topic that decides whether it may move on."""

    stage: Stage
    due_at: dt.datetime
    has_lane: bool = False
    seconds: int = 0
    seconds_needed: int = 1
    is_accepted: bool = False
    options: int = 0
    law_checked: bool = False
    needs_answer: bool = False
    answers: int = 0
    has_minutes: bool = False
    result: Result = Result.NONE
    has_outcome: bool = False
    percent: int = 0
    yes: int = 0
    no: int = 0


def _review(facts: Facts, now: dt.datetime) -> bool:
    return now >= facts.due_at or facts.yes + facts.no >= REVIEWERS_MIN


_MET: Final[Mapping[Evidence, Callable[[Facts, dt.datetime], bool]]] = {
    Evidence.LANE: lambda facts, _now: facts.has_lane,
    Evidence.SECONDS: lambda facts, _now: (
        facts.is_accepted or facts.seconds >= facts.seconds_needed
    ),
    Evidence.WINDOW: lambda facts, now: now >= facts.due_at,
    Evidence.OPTIONS: lambda facts, _now: facts.options > 0,
    Evidence.LAW: lambda facts, _now: facts.law_checked,
    Evidence.ANSWER: lambda facts, _now: not facts.needs_answer or facts.answers > 0,
    Evidence.MINUTES: lambda facts, _now: facts.has_minutes,
    Evidence.RESULT: lambda facts, _now: facts.result != Result.NONE,
    Evidence.OUTCOME: lambda facts, _now: facts.has_outcome,
    Evidence.WORK: lambda facts, _now: facts.percent == 100,
    Evidence.REVIEW: _review,
}
MISSING: Final[Mapping[Evidence, tuple[str, str]]] = {
    Evidence.LANE: ("topic.no_lane", "还没有分流，请先定是哪一类事。"),
    Evidence.SECONDS: ("topic.few_seconds", "附议的人还不够，请等邻居附议，或写明理由直接受理。"),
    Evidence.WINDOW: ("topic.window_open", "这一步的时间还没到，请到期后再进入下一步。"),
    Evidence.OPTIONS: ("topic.no_option", "还没有方案，请至少写一个：花多少钱、谁出、谁办。"),
    Evidence.LAW: ("topic.law_unchecked", "还没有核对法律，请逐个方案核对后确认。"),
    Evidence.ANSWER: ("topic.unanswered", "这是大事，要等部门正式答复后才能进入下一步。"),
    Evidence.MINUTES: ("topic.no_minutes", "会议纪要还没公布，请先公布纪要。"),
    Evidence.RESULT: ("topic.no_result", "表决还没有结果，请等表决结束。"),
    Evidence.OUTCOME: ("topic.no_outcome", "请先写结果说明，让大家看得懂。"),
    Evidence.WORK: ("topic.work_unfinished", "还没办到百分之百，请先写进度和办好的证明。"),
    Evidence.REVIEW: (
        "topic.review_open",
        "评议还没到期，评议的人也还少，请再等等或提醒邻居来评议。",
    ),
}


def evidence_of(
    rule: StageRule, facts: Facts, now: dt.datetime
) -> tuple[tuple[Evidence, bool], ...]:
    """Return each evidence that the stage asks for, with whether it is there."""
    return tuple((each, _MET[each](facts, now)) for each in rule.evidence)


def require_evidence(rule: StageRule, facts: Facts, now: dt.datetime) -> None:
    """Refuse to leave a stage while something that it asks for is missing."""
    for each, is_met in evidence_of(rule, facts, now):
        if not is_met:
            code, sentence = MISSING[each]
            raise Refused(code, sentence)


def next_stage(procedure: Procedure, facts: Facts, now: dt.datetime) -> Stage:
    """Return where a topic goes when its stage is left; what lost the vote ends after the notice."""
    require_evidence(procedure.rule_of(facts.stage), facts, now)
    if facts.stage == Stage.PUBLICISING and facts.result != Result.CARRIED:
        return Stage.NOT_CARRIED
    return after(facts.stage)


def judge_review(facts: Facts) -> Stage:
    """Return how a review ends: closed, unless at least half of those who spoke say "not done"."""
    return Stage.IN_WORK if facts.no and facts.no >= facts.yes else Stage.CLOSED


def require_engine(engine: Engine, *, has_compound: bool) -> None:
    """Refuse an owners' vote where there is no compound whose owners could vote."""
    if engine is Engine.OWNERS and not has_compound:
        raise Refused(
            "topic.no_compound",
            "属于业主共同决定的事，要在具体小区的议事厅提出。请改在小区议事厅办理。",
        )


def require_progress(before: int, percent: int, *, has_proof: bool) -> None:
    """Refuse progress that goes back, and an end without proof."""
    if not 0 <= percent <= 100:
        raise Refused("progress.percent", "进度请填0到100的整数。", field="percent")
    if percent < before:
        raise Refused(
            "progress.backwards",
            "进度不能比上一次少（上次 %(before)s%%）。没办好的，由居民评议重新办理。",
            field="percent",
            before=before,
        )
    if percent == 100 and not has_proof:
        raise Refused(
            "progress.no_proof", "办完要有证明：请附上照片，或写明凭证编号。", field="proof"
        )


class Nudge(StrEnum):
    """What the job has said about a deadline; it never moves a topic itself."""

    SOON = "soon"  # a day before
    LATE = "late"  # to the convener
    ESCALATED = "escalated"  # to the subdistrict


def nudge_due(due_at: dt.datetime, now: dt.datetime) -> Nudge | None:
    """Return the strongest reminder that is due for a stage."""
    if now >= due_at + ESCALATE_AFTER:
        return Nudge.ESCALATED
    if now >= due_at:
        return Nudge.LATE
    if now >= due_at - REMIND_BEFORE:
        return Nudge.SOON
    return None
