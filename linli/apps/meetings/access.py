"""Who may do what with bodies, meetings and decisions. Read this file to know; nothing else decides it.

Who leads a body and who helps with its papers stands in `data/kinds.json`, by kind of body and role.
"""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from linli.apps.meetings.models import Attendee, Seat
from linli.apps.meetings.rules.kinds import BodyKind, all_kinds, body_kinds, told_kinds
from linli.platform.access import NOBODY, Actor, Table, within

# Who answers for a unit without a grant tied to it: the heads of its office, in its area.
OFFICE_HEADS: Final = {
    "community_office": ("community_secretary", "community_worker"),
    "subdistrict_office": ("subdistrict_officer",),
}


def units_of(actor: Actor) -> tuple[int, ...]:
    """Return the organisations that the actor works for."""
    return tuple({grant.organisation for grant in actor.grants if grant.organisation})


def _by_role(actor: Actor, kind_field: str, area_field: str, *, clerks: bool) -> Q:
    condition = NOBODY
    for kind in body_kinds().values():
        spans = actor.spans(*_roles(kind, clerks=clerks))
        if spans:
            here = Q(**{kind_field: kind.code}) & within(area_field, spans)
            condition = here if condition is NOBODY else condition | here
    return condition


def _roles(kind: BodyKind, *, clerks: bool) -> tuple[str, ...]:
    return (*kind.leaders, *kind.clerks) if clerks else kind.leaders


def _of_unit(actor: Actor, prefix: str) -> Q:
    """The actor works for the unit behind `prefix`, or heads its office."""
    condition = Q(**{f"{prefix}__in": units_of(actor)})
    for kind, roles in OFFICE_HEADS.items():
        spans = actor.spans(*roles)
        if spans:
            condition |= Q(**{f"{prefix}__kind": kind}) & within(f"{prefix}__area", spans)
    return condition


# ── Meetings ──────────────────────────────────────────────────────────────────────────────────────
def attendee_of(actor: Actor) -> Q:
    """Return the condition on `Attendee` that it is the actor: in person, as substitute, for a unit."""
    if actor.account is None:
        return NOBODY
    own = Q(account=actor.account) | Q(person__account=actor.account)
    return own | Q(substitute__account=actor.account) | _of_unit(actor, "organisation")


def _invited(actor: Actor) -> Q:
    if actor.account is None:
        return NOBODY
    return Q(pk__in=Attendee.objects.filter(attendee_of(actor)).values("meeting"))


def lead(actor: Actor) -> Q:
    return _by_role(actor, "body_kind", "area", clerks=False)


def clerk(actor: Actor) -> Q:
    return _by_role(actor, "body_kind", "area", clerks=True)


def _read(actor: Actor) -> Q:
    return Q(kind__in=told_kinds("all")) | clerk(actor) | _invited(actor)


def _open_to_all(actor: Actor) -> Q:
    """Come in: whoever is invited, and anybody signed in where the kind is open."""
    if actor.account is None:
        return NOBODY
    kinds = [kind.code for kind in all_kinds() if kind.seats == "open"]
    return Q(kind__in=kinds) | _invited(actor)


def _speak_up(actor: Actor) -> Q:
    """Bring an opinion or a need: anybody signed in; the desk writes for those who are not."""
    return NOBODY if actor.account is None else Q(kind__in=told_kinds("all"))


TABLE: Final[Table] = {
    "read": _read,
    "call": lead,
    "agenda": clerk,
    "cancel": lead,
    "desk": clerk,
    "run": clerk,
    "invited": _invited,
    "come": _open_to_all,
    "speak_up": lambda actor: _speak_up(actor) | clerk(actor),
    "answer": lead,
    "decide": clerk,
    "minutes": clerk,
    "publish": lead,
}


# ── Bodies ────────────────────────────────────────────────────────────────────────────────────────
def _public_bodies() -> tuple[str, ...]:
    told = {kind.code for kind in all_kinds() if kind.told != "nothing"}
    return tuple(kind.code for kind in body_kinds().values() if told & {*kind.holds})


def _seated(actor: Actor) -> Q:
    if actor.account is None:
        return NOBODY
    own = Q(person__account=actor.account) | Q(substitute__account=actor.account)
    held = Seat.objects.filter(own | _of_unit(actor, "organisation"), valid_to=None)
    return Q(pk__in=held.values("body"))


BODIES: Final[Table] = {
    "read": lambda actor: (
        Q(kind__in=_public_bodies()) | _by_role(actor, "kind", "area", clerks=True) | _seated(actor)
    ),
    "seats": lambda actor: _by_role(actor, "kind", "area", clerks=True) | _seated(actor),
    "lead": lambda actor: _by_role(actor, "kind", "area", clerks=False),
}


def may_found(actor: Actor, kind: BodyKind, area: int) -> bool:
    """Tell whether the actor may found a body of this kind over the area."""
    return actor.is_system or any(actor.holds(role, at=area) for role in kind.leaders)


# ── Decisions ─────────────────────────────────────────────────────────────────────────────────────
def _told(_actor: Actor) -> Q:
    return Q(kind__in=told_kinds("all", "decisions"), meeting__state="closed")


def _at_the_table(actor: Actor) -> Q:
    if actor.account is None:
        return NOBODY
    return Q(meeting__in=Attendee.objects.filter(attendee_of(actor)).values("meeting"))


DECISIONS: Final[Table] = {
    "read": lambda actor: (
        _told(actor) | clerk(actor) | _of_unit(actor, "unit") | _at_the_table(actor)
    ),
    "follow": lambda actor: clerk(actor) | _of_unit(actor, "unit"),
    "report": lambda actor: _of_unit(actor, "unit") | clerk(actor),
    "check": lead,
    "close": lead,
}
