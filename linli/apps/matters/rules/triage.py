"""The lane that is suggested, with its reasons: rules on words and data; a person confirms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from linli.apps.matters.rules.kinds import Kind

# Reasons that a page shows in words: models/labels.py has the sentences.
USUAL, ART278, MONEY, MANY, DANGER, SEVERAL = (
    "usual",
    "art278",
    "money",
    "many_homes",
    "danger",
    "several_matters",
)

_MONEY: Final = re.compile(r"\d+\s*(元|块|万)|集资|涨价|涨到|维修资金|公共收益|分摊|费用")
_JOINT: Final = re.compile(r"维修资金|业主大会|业委会|投票|表决|签字|同意|加装电梯|换物业|公共")
_MANY: Final = re.compile(r"整栋|全栋|大家|都反映|几十户|全小区|住户都|下面几户")
_DANGER: Final = re.compile(r"砸到|差点|掉下来|要掉|触电|火花|漏气|滑坡|塌|摔|裂缝变大|倒灌|困")


def suggest_lane(kind: Kind, words: str, answers: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """Return the lane that fits, with the reasons in the order of their weight."""
    reasons = _reasons(kind, words, answers)
    if ART278 in reasons or (DANGER in reasons and kind.group in {"A", "F", "G"}):
        return "major", reasons
    if kind.lane == "minor" and {MANY, MONEY} & set(reasons):
        return "ordinary", reasons
    return kind.lane, reasons


def _reasons(kind: Kind, words: str, answers: Mapping[str, str]) -> tuple[str, ...]:
    danger = _DANGER.search(words) or answers.get("danger") == "yes"
    many = _MANY.search(words) or answers.get("households") in {"building", "more"}
    found = {
        ART278: kind.is_art278 and bool(_JOINT.search(words)),
        DANGER: bool(danger),
        MANY: bool(many),
        MONEY: bool(_MONEY.search(words)) or "amount" in answers,
    }
    return (*(reason for reason, holds in found.items() if holds), USUAL)
