"""What was decided: open → in_progress → done → checked → closed, overdue past its date."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Final

from linli.foundation.clock import local_date
from linli.foundation.refusals import Refused

MEASURE_MIN, MEASURE_MAX = 4, 1000
WORDS_MAX: Final = 1000
PROOF_MIN: Final = 6
DUE_DAYS_MAX: Final = 3 * 366


class Stage(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CHECKED = "checked"
    CLOSED = "closed"


UNDER_WAY: Final = (Stage.OPEN, Stage.IN_PROGRESS)
STEPS: Final = frozenset(
    {
        (Stage.OPEN, Stage.IN_PROGRESS),
        (Stage.IN_PROGRESS, Stage.IN_PROGRESS),  # a line of progress
        (Stage.OPEN, Stage.DONE),
        (Stage.IN_PROGRESS, Stage.DONE),
        (Stage.DONE, Stage.IN_PROGRESS),  # the check found that it is not
        (Stage.DONE, Stage.CHECKED),
        (Stage.CHECKED, Stage.CLOSED),
    }
)


def require_whole(unit: int | None, due_on: dt.date | None, *, now: dt.datetime) -> None:
    """Refuse a decision that nobody answers for, or that has no day."""
    if unit is None:
        raise Refused("decision.no_unit", "请写明由哪个单位负责。", field="unit")
    if due_on is None:
        raise Refused("decision.no_due", "请写明完成日期。", field="due_on")
    days = (due_on - local_date(now)).days
    if not 0 <= days <= DUE_DAYS_MAX:
        raise Refused("decision.due", "完成日期应在今天以后的三年之内，请改正。", field="due_on")


def require_step(before: str, after: Stage) -> None:
    """Refuse a step out of order."""
    if (Stage(before), after) not in STEPS:
        raise Refused("decision.step", "这件事现在不能走这一步，请刷新页面看看进展。")


def require_words(words: str, after: Stage) -> str:
    """Return the words of a step; what is done must say by what it is proved."""
    kept = words.replace("\x00", "").strip()
    if len(kept) > WORDS_MAX:
        raise Refused("decision.words_long", "最多写1000个字，请写短一些。", field="words")
    least = PROOF_MIN if after in {Stage.DONE, Stage.CHECKED} else 2
    if len(kept) < least:
        raise Refused(
            "decision.no_proof",
            "请写明做到了什么、凭什么证明（文号、照片、现场），再提交。",
            field="words",
        )
    return kept


def is_overdue(state: str, due_on: dt.date, today: dt.date) -> bool:
    """Tell whether it should be done by now and is not."""
    return state in UNDER_WAY and due_on < today
