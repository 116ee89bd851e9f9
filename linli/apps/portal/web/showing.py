"""Rows as people read them: names in the reader's language, drawings, addresses."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.apps.matters.queries import MatterRow, PublicRow
from linli.apps.organisations.queries import OrganisationRow
from linli.apps.places.queries import PlaceRow
from linli.interface.names import named

ICONS: Final = {"compound": "house", "building": "building", "street": "route"}
GROUP_ICONS: Final = {
    "A": "building-2",
    "B": "leaf",
    "C": "square-parking",
    "D": "volume-2",
    "E": "handshake",
    "F": "shield",
    "G": "route",
    "H": "heart",
    "I": "lightbulb",
}
ANSWER_LETTERS_MAX: Final = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list."""

    title: str
    href: str
    icon: str
    note: str
    at: dt.datetime | None = None
    state: str = ""


def place_line(row: PlaceRow) -> Line:
    """Return a find with the page that tells who answers for it."""
    href = {
        "building": lambda: reverse("organisations:who", args=[row.id]),
        "compound": lambda: reverse("organisations:network", args=[row.id]),
        "street": lambda: (
            reverse("portal:community", args=[row.community]) if row.community else ""
        ),
    }[row.kind]()
    note = {"street": _("街路")}.get(row.kind, row.detail)
    return Line(title=row.name, href=href, icon=ICONS[row.kind], note=note or row.detail)


def matter_line(row: MatterRow) -> Line:
    return Line(
        title=named(row.kind_facts),
        href=reverse("matters:matter", args=[row.reference]),
        icon=GROUP_ICONS[row.kind_facts.group],
        note=f"{row.place} · {row.summary}",
        at=row.received_at,
        state=row.state_name,
    )


def public_line(row: PublicRow) -> Line:
    """Return a matter in its public form: where, what was answered, and when."""
    cut = "…" if len(row.answer) > ANSWER_LETTERS_MAX else ""
    return Line(
        title=named(row.kind_facts),
        href=reverse("matters:matter", args=[row.reference]),
        icon=GROUP_ICONS[row.kind_facts.group],
        note=" · ".join(filter(None, (row.place, row.answer[:ANSWER_LETTERS_MAX] + cut))),
        at=row.resolved_at or row.received_at,
    )


def organisation_line(row: OrganisationRow) -> Line:
    href = reverse("organisations:page", args=[row.id])
    return Line(title=named(row), href=href, icon="network", note=row.area_name)
