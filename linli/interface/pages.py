"""Pages that are asked for all day: drawn once for all readers who would see the same around it.

    return pages.kept(request, "matters/desk/list.html", {"wish": wish}, {"rows": rows, "older": older})

A page is a piece like any other (`parts/kept.py`): its template sees the facts, the holes and the frame
of the
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Final

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.translation import get_language

from linli.interface.context import Frame, Page
from linli.interface.parts import kept as pieces
from linli.interface.parts.kept import Hole, Piece

PAGES_MAX: Final = 128  # about 15 kilobytes each


@dataclass(frozen=True, slots=True)
class Standing:
    """What base.html asks of `page`, without its reader."""

    frame: Frame
    address: ClassVar[Hole] = Hole("address")
    notices: ClassVar[Hole] = Hole("notices")

    @property
    def theme(self) -> str:
        return self.frame.theme

    @property
    def size(self) -> str:
        return self.frame.size

    @property
    def is_staff(self) -> bool:
        return self.frame.is_staff


def kept(
    request: HttpRequest,
    template: str,
    facts: Mapping[str, Hashable],
    holes: Mapping[str, str],
    status: int = 200,
) -> HttpResponse:
    """Answer with the page `template` for `facts`, its holes filled."""
    page = Page(request)
    own = {"address": page.address, "notices": page.notices}
    own["csrf_token"] = holes.get("csrf_token") or get_token(request)
    names = ("csrf_token", *(name for name, text in holes.items() if text))
    seen = (("page", Standing(page.frame)), *facts.items())
    drawn = _page(template, get_language(), seen, names)
    return HttpResponse(drawn.filled({**holes, **own}), status=status)


@lru_cache(maxsize=PAGES_MAX)
def _page(template: str, _language: str | None, facts: pieces.Facts, holes: pieces.Names) -> Piece:
    return pieces.draw(template, facts, holes)


def forget() -> None:
    """Draw every page anew from now on."""
    _page.cache_clear()
