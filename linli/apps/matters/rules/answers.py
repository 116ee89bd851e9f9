"""Whether an answer says something: what was done, when, and what comes next.

Words such as 已转相关部门 alone tell the reporter nothing. They are pointed out before the answer goes
out; who writes it decides, nothing is blocked, and nobody is counted for it. The patterns are data
(`data/answers.json`); the sentences that they are held to stand in `tests/plain_answers.json`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from linli.apps.matters.rules.states import DATA
from linli.foundation.texts import clean

PARTS: Final = ("done", "when", "next")
LETTERS_ENOUGH: Final = (
    12  # what is left without empty phrases and says at least so much is an answer
)
QUOTED_MAX: Final = 3


@dataclass(frozen=True, slots=True)
class Emptiness:
    """Why an answer may tell the reporter nothing.

    `phrases` are the writer's own words that say nothing; `missing` are the `PARTS` that an answer
    has and this one has not, in their order.
    """

    phrases: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Patterns:
    passing_on: re.Pattern[str]
    empty: re.Pattern[str]
    parts: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def _patterns() -> _Patterns:
    found = json.loads((DATA / "answers.json").read_text(encoding="utf-8"))
    return _Patterns(
        passing_on=re.compile(found["passing_on"]),
        empty=re.compile(
            "|".join(f"(?:{each})" for each in [found["passing_on"], *found["empty"]])
        ),
        parts=tuple((name, re.compile(found[name])) for name in PARTS),
    )


def emptiness_of(answer: str) -> Emptiness | None:
    """Return what to point out in an answer, or `None` when it says enough."""
    text = clean(answer)
    patterns = _patterns()
    phrases = [found.group() for found in patterns.empty.finditer(text) if found.group()]
    rest = patterns.empty.sub("", text)
    missing = tuple(name for name, words in patterns.parts if not words.search(rest))
    is_brief = sum(letter.isalnum() for letter in rest) < LETTERS_ENOUGH
    is_passed_on = patterns.passing_on.search(text) is not None
    says_enough = "done" not in missing and len(missing) < len(PARTS) - 1
    if says_enough or not (is_brief or is_passed_on):
        return None
    return Emptiness(tuple(dict.fromkeys(phrases))[:QUOTED_MAX], missing)
