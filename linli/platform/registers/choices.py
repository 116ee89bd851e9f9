"""Words that people write in a cell for what the program keeps as a code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import override


def choices(labels: Iterable[tuple[str, Any]], **others: str) -> dict[str, str]:
    """Return what people write for each choice, in Chinese, and what is kept; `others` write it too."""
    with override("zh-hans"):
        return {str(label): str(value) for value, label in labels} | others


def word_of(written: Mapping[str, str], kept: str) -> str:
    """Return the first word that people write for a choice."""
    return next(word for word, value in written.items() if value == kept)
