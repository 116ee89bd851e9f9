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


def named(thing: TwoNames) -> str:
    """Return the Chinese or the English name."""
    return picked(thing.name, thing.name_en)


def picked(chinese: str, english: str) -> str:
    return chinese if is_chinese() or not english else english
