"""Finds in words and icons, for lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.apps.places.queries import PlaceRow

ICONS: Final = {"compound": "building-2", "building": "building", "street": "route"}


@dataclass(frozen=True, slots=True)
class Find:
    name: str
    note: str
    icon: str
    href: str


def find_rows(rows: Iterable[PlaceRow]) -> list[Find]:
    """Return the finds as the page lists them; a street leads to the houses on it."""
    return [Find(row.name, _note(row), ICONS[row.kind], _href(row)) for row in rows]


def _note(row: PlaceRow) -> str:
    if row.metres is None:
        return row.detail
    return _("%(place)s，约 %(metres)d 米") % {"place": row.detail, "metres": row.metres}


def _href(row: PlaceRow) -> str:
    if row.kind == "street":
        return f"{reverse('places:finder')}?q={row.name}&lon={row.lon}&lat={row.lat}"
    return reverse(f"places:{row.kind}", args=[row.id])
