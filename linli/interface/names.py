"""Names in the reader's language, for rows of data that carry both."""

from __future__ import annotations

from typing import Protocol

from django.utils.translation import get_language


class TwoNames(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...


def is_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def picked(chinese: str, english: str) -> str:
    """Return the text in the reader's language, the Chinese one when there is no other."""
    return chinese if is_chinese() or not english else english


def named(thing: TwoNames) -> str:
    """Return the Chinese name, or the English one as it stands at the beginning of a line."""
    name = picked(thing.name, thing.name_en)
    return name[:1].upper() + name[1:]
