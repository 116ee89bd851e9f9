"""Who may do what. Organisations are public offices; the people in them are seen by those who work there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from linli.apps.organisations.rules.kinds import Kind
from linli.platform.access import EVERYBODY, NOBODY, Actor, Table, within

KEEPERS: Final = ("community_secretary", "subdistrict_officer", "city_officer")
ABOVE: Final = ("subdistrict_officer", "city_officer")
CLERKS: Final = (*KEEPERS, "community_worker")
READERS: Final = (*CLERKS, "grid_leader", "grid_worker", "data_officer", "auditor")
OWN_STAFF: Final = ("property_manager", "oc_director", "branch_secretary", "department_handler")
# Kinds that stand over wider areas than the places they serve: a community links its own places.
WIDE_KINDS: Final = [Kind.PROPERTY_FIRM.value, Kind.STEWARD_TEAM.value]


def _read(_actor: Actor) -> Q:
    return EVERYBODY


def _own(actor: Actor) -> Q:
    mine = actor.organisations(*OWN_STAFF)
    return Q(pk__in=mine) if mine else NOBODY


def _see_people(actor: Actor) -> Q:
    return within("area", actor.spans(*READERS)) | _own(actor)


def _edit(actor: Actor) -> Q:
    return within("area", actor.spans(*CLERKS)) | _own(actor)


def _keep(actor: Actor) -> Q:
    return within("area", actor.spans(*KEEPERS))


def _cover(actor: Actor) -> Q:
    spans = actor.spans(*KEEPERS)
    return within("area", spans) | Q(kind__in=WIDE_KINDS) if spans else NOBODY


def _from_above(actor: Actor) -> Q:
    return within("area", actor.spans(*ABOVE))


ORGANISATIONS: Final[Table] = {
    "read": _read,
    "see_people": _see_people,
    "edit": _edit,
    "appoint": _keep,
    "appoint_from_above": _from_above,
    "cover": _cover,
    "record_committee": _keep,
    "close": _from_above,
}


def _read_liaison(actor: Actor) -> Q:
    return within("area", actor.spans(*READERS))


def _keep_liaison(actor: Actor) -> Q:
    return within("area", actor.spans(*ABOVE))


LIAISONS: Final[Table] = {"read": _read_liaison, "end": _keep_liaison}


def holds_any(actor: Actor, roles: Iterable[str], area: int) -> bool:
    """Tell whether the actor holds one of `roles` over the area code."""
    return actor.is_system or any(actor.holds(role, at=area) for role in roles)


def may_form(actor: Actor, area: int) -> bool:
    return holds_any(actor, KEEPERS, area)


def keeps_some(actor: Actor) -> bool:
    """Tell whether the actor keeps the organisations of any area."""
    return actor.is_system or bool(actor.spans(*KEEPERS))


def may_list(actor: Actor, area: int, *, is_from_above: bool) -> bool:
    """Tell whether the actor may enter an organisation into the register of the area."""
    return holds_any(actor, ABOVE if is_from_above else KEEPERS, area)


def may_see_figures(actor: Actor, area: int) -> bool:
    return holds_any(actor, READERS, area)


def may_liaise(actor: Actor, area: int) -> bool:
    return holds_any(actor, ABOVE, area)


def require(may: bool, action: str) -> None:  # noqa: FBT001  # a fact, not a switch
    """Refuse (403) what the actor may not do where there is no row to judge by yet."""
    if not may:
        raise PermissionDenied(action)
