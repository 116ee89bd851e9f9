"""What every page needs to know about its reader, without asking the database."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import cached_property

from linli.interface import navigation
from linli.interface.preferences import SIZES, THEMES
from linli.platform.access import ANYONE, Actor


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks; nobody in particular when the error came before sign-in was read."""
    actor = getattr(request, "actor", ANYONE)
    return actor if isinstance(actor, Actor) else ANYONE


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
    def links(self) -> tuple[navigation.Link, ...]:
        return navigation.links(self.actor, self.request.path)

    @property
    def top(self) -> tuple[navigation.Link, ...]:
        """Return what stands in the top bar on a wide screen."""
        return tuple(link for link in self.links if not link.is_own)[: navigation.TOP_ITEMS_MAX]

    @property
    def own(self) -> navigation.Link | None:
        """Return the way to the reader's own page."""
        return next((link for link in self.links if link.is_own), None)

    @cached_property
    def more(self) -> tuple[navigation.Link, ...]:
        """Return what the dock of a phone has no room for."""
        docked = {link.href for link in self.dock}
        return tuple(link for link in self.links if link.href not in docked)

    @cached_property
    def dock(self) -> tuple[navigation.Link, ...]:
        return navigation.links(self.actor, self.request.path, dock=True)

    @property
    def address(self) -> str:
        return self.request.get_full_path()

    @property
    def is_staff(self) -> bool:
        return self.actor.is_staff

    @property
    def is_demo(self) -> bool:
        return bool(settings.DEMO)

    @property
    def city(self) -> str:
        return str(getattr(settings, "CITY_NAME", ""))


def page(request: HttpRequest) -> dict[str, object]:
    return {"page": Page(request)}
