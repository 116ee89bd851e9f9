"""Words that people type in halls: cleaned, bounded, and never a label on a person."""

from __future__ import annotations

from typing import Final

from linli.foundation.refusals import Refused
from linli.foundation.texts import clean, label_in

RAW_FACTOR: Final = 8  # a text so many times too long is not even worth cleaning

TITLE: Final = (4, 60)
WORDS: Final = (10, 2000)
IDEA: Final = (4, 500)
REASON: Final = (4, 300)
ANSWER: Final = (10, 2000)
PROGRESS: Final = (4, 500)
PROOF: Final = (2, 200)
HALL_NAME: Final = (2, 60)
HALL_RULES: Final = (50, 8000)
PLACE: Final = (2, 120)
PURPOSE: Final = (2, 60)


def bounded(text: str, limits: tuple[int, int], *, field: str) -> str:
    """Return `text` cleaned, or refuse it: too short, too long, nothing said, a label on a person."""
    least, most = limits
    kept = clean(text) if len(text) <= most * RAW_FACTOR else None
    if kept is None or len(kept) > most:
        raise Refused(
            "topic.too_long", "太长了，最多%(most)s个字。请只写要点。", field=field, most=most
        )
    if len(kept) < least or not any(letter.isalnum() for letter in kept):
        raise Refused(
            "topic.too_short", "请写得具体一些，至少%(least)s个字。", field=field, least=least
        )
    if label_in(kept):
        raise Refused(
            "topic.label_on_person",
            "平台不给人贴标签。请写发生了什么、需要什么，不要评价人。",
            field=field,
        )
    return kept


def optional(text: str, limits: tuple[int, int], *, field: str) -> str:
    """Return `text` cleaned, empty when nothing is said."""
    return bounded(text, (1, limits[1]), field=field) if clean(text[: limits[1]]) else ""
