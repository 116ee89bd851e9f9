"""Our own drawings: the mark, and pictures for the first page and for empty lists."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

from linli.interface.parts.core import UnknownPart

FOLDER = Path(__file__).parents[1] / "pictures"


@lru_cache(maxsize=32)
def picture(name: str) -> SafeString:
    """Return the drawing `pictures/<name>.svg` to stand in the page, so that it follows its colours."""
    file = FOLDER / f"{name}.svg"
    if not file.is_file():
        raise UnknownPart(f"picture {name!r}: there is no linli/interface/pictures/{name}.svg")
    return mark_safe(file.read_text(encoding="utf-8").strip())  # noqa: S308  # a file of ours
