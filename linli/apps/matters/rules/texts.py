"""Words that people type: cleaned, bounded, and never a label on a person."""

from __future__ import annotations

import re
from typing import Final

from linli.foundation.refusals import Refused
from linli.foundation.texts import clean, label_in

WORDS_LETTERS_MAX: Final = 2000
PLACE_LETTERS_MAX: Final = 120
NAME_LETTERS_MAX: Final = 40
NOTE_LETTERS_MAX: Final = 1000
REASON_LETTERS_MIN: Final = 4
RATING_LETTERS_MAX: Final = 500
PHONE: Final = re.compile(r"\+?[0-9][0-9 -]{5,18}")


def bounded(text: str, *, most: int, field: str, least: int = 0) -> str:
    """Return `text` cleaned, or refuse it when it is too short or too long."""
    if len(text) > most * 8:  # not even worth cleaning
        raise _too_long(most, field)
    kept = clean(text)
    if len(kept) > most:
        raise _too_long(most, field)
    if len(kept) < least:
        raise Refused(
            "matters.text_too_short",
            "请写得具体一些，至少%(least)s个字。",
            field=field,
            least=least,
        )
    return kept


def _too_long(most: int, field: str) -> Refused:
    return Refused(
        "matters.text_too_long", "太长了，最多%(most)s个字。请只写要点。", field=field, most=most
    )


def clean_words(words: str) -> str:
    """Return the words of a report."""
    kept = bounded(words, most=WORDS_LETTERS_MAX, field="words")
    if not any(letter.isalnum() for letter in kept):
        raise Refused("matters.words_missing", "请用一两句话说说是什么事。", field="words")
    return kept


def clean_note(text: str, *, field: str = "text", least: int = 1) -> str:
    """Return words of staff; a label on a person is refused."""
    kept = bounded(text, most=NOTE_LETTERS_MAX, field=field, least=least)
    if label_in(kept):
        raise Refused(
            "matters.label_on_person",
            "平台不给人贴标签。请写发生了什么、需要什么，不要评价人。",
            field=field,
        )
    return kept


def clean_answer(text: str) -> str:
    """Return a public answer; one that says nothing is pointed out (`rules/answers.py`), not refused."""
    return clean_note(text, field="answer")


def clean_phone(phone: str) -> str:
    kept = bounded(phone, most=30, field="phone").replace("－", "-")
    if kept and not PHONE.fullmatch(kept):
        raise Refused(
            "matters.phone_unfit", "电话号码不对，请只填数字，可以带区号。", field="phone"
        )
    return kept


def clean_name(name: str) -> str:
    return bounded(name, most=NAME_LETTERS_MAX, field="name")
