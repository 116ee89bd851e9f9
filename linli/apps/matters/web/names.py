"""Names in the reader's language, for rows of data that carry both."""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

from django.urls import reverse
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
    if is_chinese() or not thing.name_en:
        return thing.name
    return thing.name_en[:1].upper() + thing.name_en[1:]


def picked(chinese: str, english: str) -> str:
    return chinese if is_chinese() or not english else english


def address_of(reference: str) -> str:
    """Return where the matter is shown: as `reverse` would, which takes its time in a long list."""
    before, after = _around_reference()
    return f"{before}{reference}{after}"


@lru_cache(maxsize=1)
def _around_reference() -> tuple[str, str]:
    before, after = reverse("matters:matter", args=["REFERENCE"]).split("REFERENCE")
    return before, after
