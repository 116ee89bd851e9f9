"""Pieces of pages that are the same for everybody, drawn once for each language.

A kept piece is drawn from a template that sees nothing but the values it is given: no request, no
account. What differs from reader to reader goes into holes, which are filled each time.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from functools import lru_cache
from typing import Final

from django.template import Context
from django.template.loader import get_template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

HOLES: Final = frozenset({"csrf_token", "address", "href", "draft"})
MARK: Final = "\x02{}\x03"
MARKS: Final = re.compile("\x02([a-z_]+)\x03")


def kept(template: str, **values: object) -> SafeString:
    """Return `template` drawn with `values`; those named in `HOLES` may be different each time."""
    fillings = {name: str(value) for name, value in values.items() if name in HOLES and value}
    facts = tuple((name, value) for name, value in values.items() if name not in HOLES)
    pieces = _pieces(template, get_language(), facts, tuple(fillings))
    filled = (
        conditional_escape(fillings[piece]) if at % 2 else piece for at, piece in enumerate(pieces)
    )
    return mark_safe("".join(filled))  # noqa: S308  # escaped by the template, or just now


@lru_cache(maxsize=2048)
def _pieces(
    template: str,
    _language: str | None,
    facts: tuple[tuple[str, Hashable], ...],
    holes: tuple[str, ...],
) -> tuple[str, ...]:
    """Return what stands between the holes, and at each odd place the name of a hole."""
    context = {**dict(facts), **{name: MARK.format(name) for name in holes}}
    drawn = get_template(template).template.render(Context(context))  # type: ignore[attr-defined]
    return tuple(MARKS.split(drawn))
