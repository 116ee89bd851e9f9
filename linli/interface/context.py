"""What every page needs to know about its reader, without asking the database."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import conditional_escape as escape
from django.utils.safestring import SafeString

from linli.interface import navigation
from linli.interface.parts.core import join
from linli.interface.parts.reading import notice
from linli.interface.preferences import SIZES, THEMES
from linli.platform.access import ANYONE, Actor


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks, as a plain value; nobody when the error came before sign-in was read.

    The middleware of accounts promises the actor; the first who looks makes it stand there plainly.
    """
    actor = getattr(request, "actor", ANYONE)
    if type(actor) is Actor:
        return actor
    if not isinstance(actor, Actor):
        return ANYONE
    plain = Actor(**{field.name: getattr(actor, field.name) for field in fields(Actor)})
    request.actor = plain  # type: ignore[attr-defined]  # as the middleware does
    return plain


@dataclass(frozen=True, eq=False)  # told apart by identity: a cheap key for what is drawn of it
class Frame:
    """What stands around a page, the same for all readers with these roles, sizes and colours."""

    links: tuple[navigation.Link, ...]
    dock: tuple[navigation.Link, ...]
    theme: str
    size: str
    is_signed_in: bool
    is_staff: bool
    is_demo: bool
    city: str

    @property
    def top(self) -> tuple[navigation.Link, ...]:
        """Return what stands in the top bar on a wide screen."""
        shown = (link for link in self.links if not link.is_own and not link.count_href)
        return tuple(shown)[: navigation.TOP_ITEMS_MAX]

    @property
    def own(self) -> navigation.Link | None:
        """Return the way to the reader's own page."""
        return next((link for link in self.links if link.is_own), None)

    @property
    def counted(self) -> tuple[navigation.Link, ...]:
        """Return what stands in the top bar with a number that is fetched after the page."""
        return tuple(link for link in self.links if link.count_href)

    @property
    def more(self) -> tuple[navigation.Link, ...]:
        """Return what the dock of a phone has no room for."""
        docked = {link.href for link in self.dock}
        return tuple(link for link in self.links if link.href not in docked)


frame = lru_cache(maxsize=1024)(Frame)


@dataclass
class Page:
    """The frame around a page, in the sizes, colours and ways of its reader."""

    request: HttpRequest

    @cached_property
    def actor(self) -> Actor:
        return actor_of(self.request)

    @cached_property
    def theme(self) -> str:
        given = self.request.COOKIES.get("linli_theme", "")
        return given if given in THEMES else ""

    @cached_property
    def size(self) -> str:
        given = self.request.COOKIES.get("linli_size", "")
        return given if given in SIZES else ""

    @cached_property
    def frame(self) -> Frame:
        actor, path = self.actor, self.request.path
        return frame(
            links=navigation.links(actor, path),
            dock=navigation.links(actor, path, dock=True),
            theme=self.theme,
            size=self.size,
            is_signed_in=actor.is_signed_in,
            is_staff=actor.is_staff,
            is_demo=bool(settings.DEMO),
            city=str(getattr(settings, "CITY_NAME", "")),
        )

    @property
    def address(self) -> str:
        return self.request.get_full_path()

    @cached_property
    def is_staff(self) -> bool:
        return self.actor.is_staff

    @property
    def notices(self) -> SafeString:
        """Return what the acts before have left to say."""
        said = get_messages(self.request)
        return join(*(notice(escape(one.message), tone=one.tags or "info") for one in said))


def page(request: HttpRequest) -> dict[str, object]:
    return {"page": Page(request)}
