"""Who may do what in the studio. Read this file to know; nothing else decides it."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from linli.apps.planning.rules.studies import FINISHED, REMOVABLE, UNDER_WAY, State
from linli.platform.access import Actor, Table, within

# Draw and approve for their area; the secretary of a community reads and comments.
PLANNING: Final = ("subdistrict_officer", "city_officer")
ABOVE: Final = (10**6, 10**9, 10**11)  # the subdistrict, the district, the city
READING: Final = (*PLANNING, "community_secretary", "platform_admin")


def _reads(actor: Actor) -> Q:
    """Studies of the reader's own area, and those of an area above that reach into it."""
    spans = actor.spans(*READING)
    above = {own.low - own.low % size for own in spans for size in ABOVE}
    return within("area_id", spans) | Q(area__in=above) & ~Q(kind="match")


def _plans(actor: Actor) -> Q:
    return within("area_id", actor.spans(*PLANNING))


def plans(actor: Actor, area: int) -> bool:
    """Tell whether the actor may begin a study of the area."""
    return actor.is_system or any(area in span for span in actor.spans(*PLANNING))


STUDIES: Final[Table] = {
    "read": _reads,
    "comment": _reads,
    "cancel": lambda actor: _plans(actor) & Q(state__in=UNDER_WAY),
    "remove": lambda actor: _plans(actor) & Q(state__in=REMOVABLE),
    "move": lambda actor: _plans(actor) & Q(kind="grids"),
    "approve": lambda actor: _plans(actor) & Q(kind="grids"),
    "withdraw": lambda actor: _plans(actor) & Q(kind="grids"),
    "hand_over": lambda actor: _plans(actor) & Q(state__in=[State.APPROVED, State.IN_FORCE]),
    "decide": lambda actor: _plans(actor) & Q(kind="match"),
    "export": lambda actor: _reads(actor) & Q(state__in=FINISHED),
}
UPLOADS: Final[Table] = {"read": _plans, "confirm": _plans, "discard": _plans}
