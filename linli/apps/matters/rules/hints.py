"""What must be said before anything else: emergencies, other ways, and what is never done here.

Words are matched, never people; a hint may be wrong and is then ignored, a refusal says what to do.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from linli.apps.matters.rules.kinds import kinds_by_code
from linli.apps.matters.rules.states import DATA
from linli.foundation.refusals import Refused
from linli.foundation.texts import clean

REFUSING: Final = frozenset({"privacy", "label", "empty"})
EMERGENCIES: Final = frozenset({"fire", "medical", "police", "crisis", "kind"})


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to show first. `numbers` are telephone numbers to call, in order."""

    code: str
    sentence: str
    sentence_en: str
    numbers: tuple[str, ...]

    @property
    def is_emergency(self) -> bool:
        return self.code in EMERGENCIES

    @property
    def is_refusal(self) -> bool:
        return self.code in REFUSING


@dataclass(frozen=True, slots=True)
class _Pattern:
    hint: Hint
    words: re.Pattern[str]
    unless: re.Pattern[str] | None


@cache
def _patterns() -> tuple[_Pattern, ...]:
    rows: list[dict[str, Any]] = json.loads((DATA / "hints.json").read_text(encoding="utf-8"))[
        "hints"
    ]
    return tuple(
        _Pattern(
            Hint(row["code"], row["sentence_zh"], row["sentence_en"], tuple(row["numbers"])),
            re.compile("|".join(row["words"]), re.IGNORECASE),
            re.compile("|".join(row["unless"])) if row["unless"] else None,
        )
        for row in rows
    )


def hint_in(words: str) -> Hint | None:
    """Return the most urgent hint for what somebody wrote."""
    text = clean(words[:4000])
    for pattern in _patterns():
        if pattern.words.search(text) and not (pattern.unless and pattern.unless.search(text)):
            return pattern.hint
    return None


def hint_of_kind(code: str) -> Hint | None:
    """Return the warning that belongs to a kind of matter."""
    kind = kinds_by_code().get(code)
    if kind is None or not kind.emergency_hint:
        return None
    return Hint("kind", kind.emergency_hint, kind.emergency_hint_en, kind.emergency_numbers)


def emergency_hint(kind: str, text: str) -> Hint | None:
    """Return what to show before anything else; danger in the words comes before that of the kind."""
    found = hint_in(text)
    if found is not None and found.is_emergency:
        return found
    return hint_of_kind(kind) or found


def refuse_what_is_never_done(words: str) -> None:
    """Refuse to tell about neighbours, to put somebody on a list, and words without content."""
    hint = hint_in(words)
    if hint is not None and hint.is_refusal:
        raise Refused(f"matters.{hint.code}", hint.sentence, field="words")
