"""The words of the demo matters: texts of the data with their gaps filled; all invented."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any, Final

from linli.apps.matters.rules.kinds import Kind
from linli.apps.matters.rules.states import DATA
from linli.foundation.chance import Dice

DIGITS: Final = re.compile(r"\d+")


@cache
def texts() -> dict[str, list[str]]:
    rows = json.loads((DATA / "texts.json").read_text(encoding="utf-8"))["texts"]
    return {row["type"]: row["variants"] for row in rows}


@cache
def phrases() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((DATA / "phrases.json").read_text(encoding="utf-8"))
    return content


def words_for(kind: Kind, dice: Dice, *, compound: str, building: str, floors: int = 6) -> str:
    """Return what somebody writes about this kind of thing at this place."""
    number = DIGITS.search(building)
    template = dice.choice(texts()[kind.code])
    return template.format(
        compound=compound or "我们这里",
        building=number.group() if number else "3",
        unit=dice.randrange(1, 4),
        floor=dice.randrange(2, max(floors, 3) + 1),
        road=dice.choice(phrases()["roads"]),
        days=dice.randrange(2, 9),
        shop=dice.choice(phrases()["shops"]),
    )


def phrase(name: str, dice: Dice) -> str:
    chosen: str = dice.choice(phrases()[name])
    return chosen


def answer_for(kind: Kind, dice: Dice, when: str) -> str:
    template: str = dice.choice(phrases()["answers"][kind.group])
    return template.format(when=when)


def answers_for(kind: Kind, dice: Dice) -> dict[str, str]:
    """Return plausible answers to some of the kind's own questions."""
    given: dict[str, str] = {}
    for question in kind.questions:
        if question.form == "text" or dice.random() < 0.3:
            continue
        options = {
            "choice": [choice.code for choice in question.choices],
            "yes_no": ["yes", "no"],
            "number": [str(number) for number in range(2, 9)],
        }
        given[question.code] = dice.choice(options[question.form])
    return given
