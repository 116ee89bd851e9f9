"""The ways through the site: each app registers its own from `ready()`; pages show those that fit.

>>> register(Item("报一件事", "matters:report", "megaphone", order=10))
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from django.urls import reverse
from django.utils.functional import Promise

from linli.platform.access import Actor

Audience = Literal["everyone", "visitor", "resident", "signed_in", "staff"]
DOCK_ITEMS_MAX: Final = 4  # and “more”
TOP_ITEMS_MAX: Final = 7


@dataclass(frozen=True, slots=True)
class Item:
    """A way: who sees it, and where it stands among the others (`order`, lowest first).

    `audience`: `everyone`; `visitor`, not signed in; `resident`, everyone without a role;
    `signed_in`; `staff`, whoever holds a role, or one of `roles` when some are named. Staff see
    their items at the side, under their `group`; on a phone the dock shows those with `in_dock`, and
    all others under “more”. `is_own` marks the reader's own page, which stands in the top bar.
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

    @property
    def href(self) -> str:
        return reverse(self.url_name)

    def is_for(self, actor: Actor) -> bool:
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


_items: list[Item] = []


def register(item: Item) -> None:
    """Add `item`; adding the same one again changes nothing."""
    if item not in _items:
        _items.append(item)
        _items.sort(key=lambda one: one.order)


def registered() -> tuple[Item, ...]:
    return tuple(_items)


def links(actor: Actor, path: str, *, dock: bool = False) -> tuple[Link, ...]:
    """Return the items for `actor`; the one that `path` lies under deepest is the current one."""
    chosen = [item for item in _items if item.is_for(actor) and (item.in_dock or not dock)]
    chosen = chosen[: DOCK_ITEMS_MAX if dock else None]
    hrefs = [item.href for item in chosen]
    under = [href for href in hrefs if path == href or (href != "/" and path.startswith(href))]
    current = max(under, key=len, default="")
    return tuple(
        Link(str(item.label), href, item.icon, str(item.group), href == current, item.is_own)
        for item, href in zip(chosen, hrefs, strict=True)
    )
