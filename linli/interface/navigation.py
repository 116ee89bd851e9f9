"""The ways through the site: each app registers its own from `ready()`; pages show those that fit.

>>> register(Item("报一件事", "matters:report", "megaphone", order=10))
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

from linli.platform.access import Actor

Audience = Literal["everyone", "visitor", "resident", "signed_in", "staff"]
DOCK_ITEMS_MAX: Final = 4  # and “more”
TOP_ITEMS_MAX: Final = 7


@dataclass(frozen=True, slots=True)
class Reader:
    """All of an actor that decides which ways are shown."""

    roles: frozenset[str]
    is_signed_in: bool
    is_staff: bool

    def holds(self, role: str) -> bool:
        return role in self.roles


@dataclass(frozen=True, slots=True)
class Item:
    """A way: who sees it, and where it stands among the others (`order`, lowest first).

    `audience`: `everyone`; `visitor`, not signed in; `resident`, everyone without a role;
    `signed_in`; `staff`, whoever holds a role, or one of `roles` when some are named. Staff see
    their items at the side, under their `group`; on a phone the dock shows those with `in_dock`, and
    all others under “more”. `is_own` marks the reader's own page, which stands in the top bar.
    `count_name` is a page that answers with a number to show beside the item, which stands there too.
    """

    label: str | Promise
    url_name: str
    icon: str
    order: int
    audience: Audience = "everyone"
    roles: tuple[str, ...] = ()
    in_dock: bool = True
    group: str | Promise = ""
    is_own: bool = False
    count_name: str = ""

    @property
    def count_href(self) -> str:
        return reverse(self.count_name) if self.count_name else ""

    @property
    def href(self) -> str:
        return reverse(self.url_name)

    def is_for(self, actor: Actor | Reader) -> bool:
        fits = {
            "everyone": not actor.is_staff,
            "visitor": not actor.is_signed_in,
            "resident": not actor.is_staff,
            "signed_in": actor.is_signed_in and not actor.is_staff,
            "staff": actor.is_staff,
        }[self.audience]
        return fits and (not self.roles or any(actor.holds(role) for role in self.roles))


@dataclass(frozen=True, slots=True)
class Link:
    """An item as one page shows it."""

    label: str
    href: str
    icon: str
    group: str
    is_current: bool
    is_own: bool = False
    count_href: str = ""


class Chosen(tuple[tuple[Item, str], ...]):
    """Items with their addresses; told apart by identity, so that it is cheap as a key."""

    __slots__ = ()
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


_items: list[Item] = []


def register(item: Item) -> None:
    """Add `item`; adding the same one again changes nothing."""
    if item not in _items:
        _items.append(item)
        _items.sort(key=lambda one: one.order)
        forget()


def registered() -> tuple[Item, ...]:
    return tuple(_items)


def links(actor: Actor, path: str, *, dock: bool = False) -> tuple[Link, ...]:
    """Return the items for `actor`; the one that `path` lies under deepest is the current one."""
    roles = frozenset(grant.role for grant in actor.grants)
    chosen = _items_for(roles, actor.is_signed_in, actor.is_staff, dock)
    under = [
        href for _item, href in chosen if path == href or (href != "/" and path.startswith(href))
    ]
    return _links(chosen, max(under, key=len, default=""), get_language())


@lru_cache(maxsize=256)
def _items_for(
    roles: frozenset[str],
    is_signed_in: bool,  # noqa: FBT001  # a key of the cache
    is_staff: bool,  # noqa: FBT001
    dock: bool,  # noqa: FBT001
) -> Chosen:
    """Return the items and addresses for whoever holds these roles: the same for all who do."""
    reader = Reader(roles, is_signed_in=is_signed_in, is_staff=is_staff)
    fitting = [item for item in _items if item.is_for(reader) and (item.in_dock or not dock)]
    return Chosen((item, item.href) for item in fitting[: DOCK_ITEMS_MAX if dock else None])


@lru_cache(maxsize=1024)
def _links(chosen: Chosen, current: str, _language: str | None) -> tuple[Link, ...]:
    return tuple(
        Link(
            str(item.label),
            href,
            item.icon,
            str(item.group),
            href == current,
            item.is_own,
            item.count_href,
        )
        for item, href in chosen
    )


def forget() -> None:
    """Forget what was worked out: the items have changed."""
    _items_for.cache_clear()
    _links.cache_clear()
