"""Pieces of pages that are the same for everybody, drawn once for each language.

    kept("matters/desk/line.html", {"look": look}, {"href": href, "title": title})

The template sees two kinds of values and nothing else: no request, no account. *Facts* decide how the
piece looks; it is drawn once for each combination of them, so they come from a short list (a state, a
tone), never from what somebody typed. *Holes* are where one reader's piece differs from another's: the
template may write them out and ask whether they are there, but not change them. What fills them is
escaped each time, unless it is HTML that was drawn already, and is never kept.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Final

from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

PIECES_MAX: Final = 1024  # about a kilobyte each
MARKS: Final = re.compile("\x02([a-z_]+)\x03")

Facts = tuple[tuple[str, Hashable], ...]
Names = tuple[str, ...]


class HoleChanged(TypeError):
    """A template does something with a hole that its content, which comes later, would not get."""


class Hole(str):
    """Stands in a piece where something differs; writes itself out as a mark, and nothing else."""

    __slots__ = ()

    def __html__(self) -> str:
        return f"\x02{self[:]}\x03"

    def __str__(self) -> str:  # what filters and formatting ask for
        raise HoleChanged(f"{self[:]}: a hole may be written out, but not changed")


DRAWN: Final = (SafeString, Hole)  # HTML already


@dataclass(frozen=True, slots=True)
class Piece:
    """What was drawn, cut at its holes: a text, the name of a hole, a text, …, a text."""

    cut: Names

    def filled(self, holes: Mapping[str, str]) -> SafeString:
        cut = list(self.cut)
        for at in range(1, len(cut), 2):
            cut[at] = _escaped(holes[cut[at]])
        return mark_safe("".join(cut))  # noqa: S308  # escaped by the template, or just now


def _escaped(text: str) -> str:
    return text.__html__() if isinstance(text, DRAWN) else escape(text)


def kept(
    template: str,
    facts: Mapping[str, Hashable] | None = None,
    holes: Mapping[str, str] | None = None,
) -> SafeString:
    """Return the piece `template` for `facts`, drawn now or before, with its holes filled."""
    given = holes or {}
    names = tuple(name for name, text in given.items() if text)  # an empty one is not there
    return _piece(template, get_language(), tuple((facts or {}).items()), names).filled(given)


@lru_cache(maxsize=PIECES_MAX)
def _piece(template: str, _language: str | None, facts: Facts, holes: Names) -> Piece:
    return draw(template, facts, holes)


def draw(template: str, facts: Facts, holes: Names) -> Piece:
    """Draw a piece with marks where its holes are."""
    context = Context({**dict(facts), **{name: Hole(name) for name in holes}})
    drawn = get_template(template).template.render(context)  # type: ignore[attr-defined]
    return Piece(tuple(MARKS.split(drawn)))


def forget() -> None:
    """Draw everything anew from now on."""
    _piece.cache_clear()
