"""What the words of a report speak of: a suggestion with the words that spoke for it.

A small linear model (`foundation.wording`) learns from words. It begins with the wordings shipped in `data/`
and goes on with what people confirmed for the deployment's own closed matters.
"""

from __future__ import annotations

import json
import string
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from linli.apps.matters.rules.kinds import UNCLEAR, Kind, all_kinds, kind_of
from linli.apps.matters.rules.states import DATA
from linli.apps.matters.rules.triage import SEVERAL, suggest_lane
from linli.foundation.wording import Model, group_alike, learn

SHIPPED: Final = DATA / "suggesting.model"
KINDS_SUGGESTED_MAX: Final = 3
SHARE_LEAST: Final = 0.05  # a kind that fits less is not worth reading
SHARE_SURE: Final = 0.5
SHARE_PART: Final = 0.08  # what one of several matters in one text reaches
HELD_OUT_EVERY: Final = 5  # one group of texts in so many is kept for measuring
# What stands in the gaps of the shipped texts while they are learned.
GAPS: Final = {
    "compound": "小区",
    "building": "3",
    "unit": "2",
    "floor": "5",
    "road": "路",
    "days": "3",
    "shop": "店",
}

Text = tuple[str, str]  # words and kind


@dataclass(frozen=True, slots=True)
class Guess:
    """A kind that the words may speak of, how well it fits, and the words that spoke for it."""

    kind: str
    share: float
    words: tuple[str, ...]


def cold_texts() -> list[Text]:
    """Return what a suggestion begins with: wordings, names and the shipped texts of each kind."""
    wordings: dict[str, list[str]] = _read("wordings.json")["wordings"]
    named = [(kind.name, kind.code) for kind in all_kinds()]
    worded = [(word, code) for code, words in wordings.items() for word in words]
    return [*named, *worded, *whole_texts()]


def whole_texts() -> list[Text]:
    """Return the shipped texts as somebody may have written them."""
    rows: list[dict[str, Any]] = _read("texts.json")["texts"]
    return [
        (string.Formatter().vformat(variant, (), GAPS), row["type"])
        for row in rows
        for variant in row["variants"]
    ]


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return content


@cache
def shipped_model() -> Model:
    """Return the model that a deployment begins with."""
    return Model.unpack(SHIPPED.read_bytes())


def guess_kinds(model: Model, words: str) -> tuple[Guess, ...]:
    """Return the kinds that the words speak of, the best first, at most three."""
    best = [fit for fit in model.rank(words)[:KINDS_SUGGESTED_MAX] if fit.share >= SHARE_LEAST]
    return tuple(Guess(fit.kind, fit.share, model.words_for(words, fit.kind)) for fit in best)


def is_several(guesses: Sequence[Guess]) -> bool:
    """Tell whether the words speak of several matters, none of them first."""
    clear = [guess for guess in guesses if guess.kind != UNCLEAR and guess.share >= SHARE_PART]
    return len(clear) > 1 and clear[0].share < SHARE_SURE


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A kind and a lane, why this lane, and what else the words may speak of."""

    kind: str
    lane: str
    reasons: tuple[str, ...]
    guesses: tuple[Guess, ...]


def suggest(model: Model, kind: Kind, words: str, answers: Mapping[str, str]) -> Suggestion:
    """Return what fits: the reported kind stays unless it was left open and the words are clear."""
    guesses = guess_kinds(model, words)
    several = kind.code == UNCLEAR and is_several(guesses)
    is_clear = bool(guesses) and guesses[0].share >= SHARE_SURE and not several
    chosen = kind_of(guesses[0].kind) if kind.code == UNCLEAR and is_clear else kind
    lane, reasons = suggest_lane(chosen, words, answers)
    return Suggestion(chosen.code, lane, (SEVERAL, *reasons) if several else reasons, guesses)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A closed matter to learn from: its words, and kind and lane as a person confirmed them."""

    words: str
    kind: str
    lane: str


@dataclass(frozen=True, slots=True)
class Measured:
    """How a suggestion did on texts that it had not learned from."""

    learned: int
    held_out: int
    first: int
    among_three: int
    lanes: int
    confusion: dict[str, dict[str, int]]  # confirmed kind → kind suggested first → how often

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def measure(model: Model, lessons: Sequence[Lesson], *, learned: int) -> Measured:
    """Return how `model` does on `lessons`."""
    confusion: dict[str, Counter[str]] = {}
    first = among = lanes = 0
    for lesson in lessons:
        ranked = [fit.kind for fit in model.rank(lesson.words)[:KINDS_SUGGESTED_MAX]]
        first += ranked[0] == lesson.kind
        among += lesson.kind in ranked
        lanes += suggest_lane(kind_of(ranked[0]), lesson.words, {})[0] == lesson.lane
        confusion.setdefault(lesson.kind, Counter())[ranked[0]] += 1
    table = {kind: dict(counts) for kind, counts in sorted(confusion.items())}
    return Measured(learned, len(lessons), first, among, lanes, table)


def learn_and_measure(lessons: Sequence[Lesson]) -> tuple[Model, Measured]:
    """Return a model that learned from everything, and how its like did without a fifth of it.

    Texts in nearly the same words are held out together, shipped ones with the city's own.
    """
    cold = cold_texts()
    texts = [*cold, *((lesson.words, lesson.kind) for lesson in lessons)]
    groups = group_alike([words for words, _kind in texts])
    apart = {
        group
        for number, group in enumerate(dict.fromkeys(groups[len(cold) :]))
        if number % HELD_OUT_EVERY == 0
    }
    kept = [text for text, group in zip(texts, groups, strict=True) if group not in apart]
    chosen = {
        group: lesson
        for lesson, group in zip(lessons, groups[len(cold) :], strict=True)
        if group in apart
    }
    measured = measure(learn(kept), list(chosen.values()), learned=len(texts))
    return learn(texts), measured
