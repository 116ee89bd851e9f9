"""Words for an index that finds any part of a Chinese text, from one letter on.

Chinese has no spaces, and cutting it into words errs. Here every two neighbouring letters are a
token ("楼道灯" → 楼道, 道灯, 灯), so that a query is a row of neighbours, a single letter is the
beginning of a token, and nothing that stands in the text is missed. Latin words and numbers stay
whole, folded to lower case and half width.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_RUN: Final = re.compile(rf"([{_HAN}]+)|([a-z0-9]+)")
_BETWEEN: Final = re.compile(rf"[^{_HAN}a-z0-9]+")
PHRASES_MAX: Final = 8
PHRASE_TOKENS_MAX: Final = 30


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens that stand one after another; the last one is only begun when `is_open`."""

    tokens: tuple[str, ...]
    is_open: bool = False


def folded(text: str) -> str:
    """Return the text in one form: full-width letters and digits become the usual ones."""
    return unicodedata.normalize("NFKC", text).lower()


def grams(text: str) -> list[str]:
    """Return the tokens of a text in their order.

    >>> grams("3栋楼道灯坏了")
    ['3', '栋楼', '楼道', '道灯', '灯坏', '坏了', '了']
    """
    found: list[str] = []
    for han, plain in _RUN.findall(folded(text)):
        if plain:
            found.append(plain)
        else:
            found += [han[at : at + 2] for at in range(len(han))]
    return found


def phrases(query: str) -> tuple[Phrase, ...]:
    """Return what a text must hold to match a query: all of its words, each as it was written.

    >>> phrases("楼道灯 电")
    (Phrase(tokens=('楼道', '道灯'), is_open=False), Phrase(tokens=('电',), is_open=True))
    >>> phrases("3楼B座")
    (Phrase(tokens=('3', '楼', 'b', '座'), is_open=True),)
    """
    words = _BETWEEN.split(folded(query))
    found = (_phrase(_RUN.findall(word)) for word in words if word)
    return tuple(found)[:PHRASES_MAX]


def _phrase(runs: list[tuple[str, str]]) -> Phrase:
    """Return the tokens of one word. Only its last letter may go on in the text behind it."""
    tokens: list[str] = []
    for han, plain in runs:
        tokens += [plain] if plain else [han[at : at + 2] for at in range(len(han))]
    last = runs[-1][0]
    if len(last) > 1:
        tokens.pop()
    return Phrase(tuple(tokens[:PHRASE_TOKENS_MAX]), len(last) == 1)
