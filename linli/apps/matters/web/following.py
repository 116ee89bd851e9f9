"""What somebody follows, as rows, and the button that follows a thing or stops."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.apps.matters import queries
from linli.apps.matters.queries import FollowRow
from linli.apps.matters.web.icons import icon_of
from linli.apps.matters.web.places_found import rows_for
from linli.apps.matters.web.states import label_of, look_of
from linli.foundation.areas import Level, ancestor
from linli.interface.names import named
from linli.platform.access import Actor

ICONS: Final = {"building": "building", "compound": "building-2", "area": "map-pin"}
TARGETS: Final = {"building": "building", "compound": "compound", "community": "area"}


@dataclass(frozen=True, slots=True)
class Followed:
    """A thing with a button to follow it; following twice is once, so that no query need ask before."""

    target: str
    key: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class FollowLine:
    target: str
    key: str
    icon: str
    title: str
    note: str
    href: str = ""
    state: str = ""
    tone: str = ""
    state_icon: str = ""


@dataclass(frozen=True, slots=True)
class PlaceToFollow:
    target: str
    key: int
    name: str
    note: str


def lines_of(actor: Actor) -> list[FollowLine]:
    return [_line(row) for row in queries.list_follows(actor=actor)]


def _line(row: FollowRow) -> FollowLine:
    if row.target != "matter":
        note = ngettext("%(n)d 件在办", "%(n)d 件在办", row.open) % {"n": row.open}
        return FollowLine(
            row.target, str(row.key), ICONS[row.target], row.name, note, _place_url(row)
        )
    if row.matter is None:
        return FollowLine("matter", str(row.key), "copy", _("这一件不再公开"), "")
    matter, look = row.matter, look_of(row.matter.state)
    return FollowLine(
        target="matter",
        key=matter.reference,
        icon=icon_of(matter.kind),
        title=named(matter.kind_facts),
        note=matter.place,
        href=reverse("matters:matter", args=[matter.reference]),
        state=label_of(matter.state),
        tone=look.tone,
        state_icon=look.icon,
    )


def _place_url(row: FollowRow) -> str:
    if row.target != "area":
        return ""
    return reverse("matters:public_in", args=[ancestor(row.key, Level.COMMUNITY)])


def places_for(text: str) -> list[PlaceToFollow]:
    """Return places with a name like `text` that may be followed."""
    return [
        PlaceToFollow(TARGETS[row.kind], row.id, row.name, row.detail)
        for row in rows_for(text)
        if row.kind in TARGETS
    ]
