"""Words about a dispute: cleaned, bounded, and never a label on a person."""

from __future__ import annotations

import re
from typing import Final

from linli.foundation.refusals import Refused
from linli.foundation.texts import clean, label_in

WORDS_LETTERS_MAX: Final = 2000
PLACE_LETTERS_MAX: Final = 120
NAME_LETTERS_MAX: Final = 40
NOTE_LETTERS_MAX: Final = 2000
TERMS_LETTERS_MAX: Final = 4000
DUTY_LETTERS_MAX: Final = 300
REASON_LETTERS_MIN: Final = 4
PHONE: Final = re.compile(r"\+?[0-9][0-9 -]{5,18}")


def bounded(text: str, *, most: int, field: str, least: int = 0) -> str:
    """Return `text` cleaned; refuse it when it is too long, too short, or labels a person."""
    kept = clean(text[: most * 8])
    if len(kept) > most:
        raise Refused(
            "dispute.text_too_long",
            "太长了，最多%(most)s个字。请只写要点。",
            field=field,
            most=most,
        )
    if len(kept) < least:
        raise Refused(
            "dispute.text_too_short",
            "请写得具体一些，至少%(least)s个字。",
            field=field,
            least=least,
        )
    if label := label_in(kept):
        raise Refused(
            "dispute.label_on_person",
            "“%(label)s”是给人贴标签的话。请写发生了什么、希望怎样，不评价人。",
            field=field,
            label=label,
        )
    return kept


def clean_words(words: str) -> str:
    """Return what the dispute is about."""
    kept = bounded(words, most=WORDS_LETTERS_MAX, field="words")
    if sum(letter.isalnum() for letter in kept) < REASON_LETTERS_MIN:
        raise Refused("dispute.words_missing", "请用两三句话说说是什么事。", field="words")
    return kept


def clean_name(name: str, *, field: str = "name") -> str:
    kept = bounded(name, most=NAME_LETTERS_MAX, field=field)
    if not any(letter.isalnum() for letter in kept):
        raise Refused("dispute.name_missing", "请填写称呼，例如：三楼的李先生。", field=field)
    return kept


def clean_phone(phone: str, *, field: str = "phone") -> str:
    kept = bounded(phone, most=30, field=field).replace("－", "-")
    if kept and not PHONE.fullmatch(kept):
        raise Refused("dispute.phone_unfit", "电话号码不对，请只填数字，可以带区号。", field=field)
    return kept
