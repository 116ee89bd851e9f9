"""What the words of a report suggest: kinds with the reason, and a danger that comes first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.apps.matters.queries import Guess, emergency_hint, suggest_kinds
from linli.interface.names import picked


@dataclass(frozen=True, slots=True)
class Proposed:
    """`kinds` are pairs of a kind's code and why it is proposed; `numbers` are to be called first.

    `pieces` are the words in order, each with whether it spoke for what is proposed.
    """

    kinds: tuple[tuple[str, str], ...]
    alarm: str
    numbers: tuple[str, ...]
    pieces: list[tuple[str, bool]]


def suggestion(words: str) -> Proposed:
    """Return what `words` speak of."""
    hint = emergency_hint("", words)
    guesses = suggest_kinds(words)
    kinds = tuple((guess.kind, reason(guess)) for guess in guesses)
    told = [word for guess in guesses[:1] for word in guess.words]
    pieces = marked(words, told)
    if hint is None:
        return Proposed(kinds, "", (), pieces)
    return Proposed(kinds, picked(hint.sentence, hint.sentence_en), hint.numbers, pieces)


def reason(guess: Guess) -> str:
    """Return why a kind is proposed, in the reporter's own words."""
    if not guess.words:
        return _("整句话比较像")
    return _("您提到%(told)s") % {"told": quoted(guess.words)}


def quoted(words: Iterable[str]) -> str:
    return picked("、", ", ").join(f"“{word}”" for word in words)


def marked(text: str, told: Iterable[str]) -> list[tuple[str, bool]]:
    """Return `text` in pieces, each with whether it is one of the words that told.

    >>> marked("楼道灯坏了", ["楼道灯"])
    [('楼道灯', True), ('坏了', False)]
    """
    words = sorted(set(told), key=len, reverse=True)
    if not words:
        return [(text, False)]
    parts = re.split(f"({'|'.join(map(re.escape, words))})", text)
    return [(part, part in words) for part in parts if part]
