"""Who may do what with the territory. What stands where is public; homes are for who serves them."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from linli.platform.access import EVERYBODY, NOBODY, Actor, Rule, Table, within

# Keep the registers of their area: the community secretary and the levels above.
KEEPERS: Final = (
    "community_secretary",
    "subdistrict_officer",
    "city_officer",
    "platform_admin",
)
# Need the list of homes for their daily work, and change nothing in it.
SERVING: Final = (*KEEPERS, "community_worker", "service_window_staff")
GRID_SERVING: Final = ("grid_worker", "grid_leader")


def _everybody(_actor: Actor) -> Q:
    return EVERYBODY


def _staff(actor: Actor) -> Q:
    return EVERYBODY if actor.is_staff else NOBODY


def _kept(field: str) -> Rule:
    """Return the rule that the area code in `field` lies in the area of a keeper."""

    def rule(actor: Actor) -> Q:
        return within(field, actor.spans(*KEEPERS))

    return rule


def keeps(actor: Actor, area: int) -> bool:
    """Tell what the rule "extend" says of one area, without asking the database again."""
    return actor.is_system or any(area in span for span in actor.spans(*KEEPERS))


def keeps_some(actor: Actor) -> bool:
    """Tell whether the actor keeps the registers of any area."""
    return actor.is_system or bool(actor.spans(*KEEPERS))


def _homes_read(actor: Actor) -> Q:
    """Homes of the communities that the actor serves, or of the grids they are in today."""
    in_grid = within("building__grids__grid_id", actor.spans(*GRID_SERVING))
    now_in_grid = in_grid & Q(building__grids__valid_to=None)
    return within("building__community_id", actor.spans(*SERVING)) | now_in_grid


AREAS: Table = {"read": _everybody, "browse": _staff, "extend": _kept("code")}
COMPOUNDS: Table = {
    "read": _everybody,
    "edit": _kept("community_id"),
    "manage": _kept("community_id"),
}
BUILDINGS: Table = {
    "read": _everybody,
    "edit": _kept("community_id"),
    "move": _kept("community_id"),
}
HOMES: Table = {"read": _homes_read}
CENTRES: Table = {
    "read": _everybody,
    "edit": _kept("community_id"),
    "open": _kept("community_id"),
    "close": _kept("community_id"),
}
PLACES: Table = {"read": _everybody, "edit": _kept("community_id")}
