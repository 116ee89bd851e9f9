"""Who may do what in halls and with topics. Read this file to know; nothing else decides it.

A topic is public: everybody reads it. What somebody is to a topic (`parts_of`) is narrowed further
by the hall's procedure, which says who may do which act in which stage.
"""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from linli.apps.deliberation.models import HallSeat, Topic
from linli.apps.deliberation.rules.procedures import Part
from linli.apps.people import queries as people
from linli.foundation import clock
from linli.foundation.areas import SIZE, Level, Span
from linli.platform.access import EVERYBODY, NOBODY, Actor, Rule, Table, within

SECRETARY: Final = ("community_secretary",)
OFFICE_ROLES: Final = (
    "community_secretary",
    "community_worker",
    "subdistrict_officer",
    "grid_worker",
    "grid_leader",
    "building_head",
)
# Who keeps the halls of an area: founds them, fills seats, publishes rules.
KEEPER_ROLES: Final = ("community_secretary", "subdistrict_officer")
UNIT_ROLES: Final = ("department_handler", "property_manager", "oc_director", "steward")


def _everybody(_actor: Actor) -> Q:
    return EVERYBODY


def _office(actor: Actor) -> Q:
    """Return what lies inside the community of somebody of the office: a grid worker speaks for it."""
    return within("area", tuple(_whole(over) for over in actor.spans(*OFFICE_ROLES)))


def _whole(over: Span) -> Span:
    """Return the community around a grid; what is larger stays."""
    size = SIZE[Level.COMMUNITY]
    low = over.low - over.low % size
    return over if over.high - over.low >= size else Span(low, low + size)


def _convener(prefix: str) -> Rule:
    """The community's secretary; the branch secretary who convenes the hall."""

    def rule(actor: Actor) -> Q:
        condition = within("area", actor.spans(*SECRETARY))
        if actor.account is None or not actor.holds("branch_secretary"):
            return condition
        own = Q(**{f"{prefix}convener__account": actor.account})
        return own if condition is NOBODY else condition | own

    return rule


def _unit(actor: Actor) -> Q:
    units = [unit for unit in actor.organisations(*UNIT_ROLES) if unit]
    return Q(unit__in=units) if units else NOBODY


def _answerer(actor: Actor) -> Q:
    """Return where the actor's department, firm or committee stands for the place."""
    condition = within("area", actor.spans(*UNIT_ROLES, *KEEPER_ROLES))
    return condition | _unit(actor)


def neighbour(actor: Actor) -> Q:
    """Whoever lives or owns a home there now, or whom the actor acts for."""
    account = actor.behalf or actor.account
    if account is None:
        return NOBODY
    today = clock.local_date(clock.now())
    return people.neighbour_condition(account, today, compound="compound", community="area")


def _seat(actor: Actor) -> Q:
    if actor.account is None:
        return NOBODY
    seats = HallSeat.objects.filter(
        hall=OuterRef("hall"), seat__valid_to=None, seat__person__account=actor.account
    )
    return Q(Exists(seats))


def _proposer(actor: Actor) -> Q:
    keys = [key for key in (actor.account, actor.behalf) if key is not None]
    return Q(proposer__in=keys) if keys else NOBODY


PARTS: Final[dict[Part, Rule]] = {
    Part.NEIGHBOUR: neighbour,
    Part.SEAT: _seat,
    Part.CONVENER: _convener("hall__"),
    Part.UNIT: _answerer,
    Part.OFFICE: _office,
}


def either(*rules: Rule) -> Rule:
    """Return the rule that one of `rules` holds."""

    def rule(actor: Actor) -> Q:
        condition = NOBODY
        for each in rules:
            found = each(actor)
            if found is not NOBODY:
                condition = found if condition is NOBODY else condition | found
        return condition

    return rule


HALLS: Final[Table] = {
    "read": _everybody,
    "keep": lambda actor: within("area", actor.spans(*KEEPER_ROLES)),
    "publish_rules": either(
        _convener(""), lambda actor: within("area", actor.spans(*KEEPER_ROLES))
    ),
    "convene": _convener(""),
    "book": either(neighbour, _office, _convener("")),
    "raise": either(neighbour, _office, _convener("")),
}
TOPICS: Final[Table] = {
    "read": _everybody,
    "second": neighbour,
    "idea": either(neighbour, _seat, _office, _answerer),
    "voice": neighbour,
    "review": neighbour,
    "withdraw": _proposer,
    "triage": either(
        PARTS[Part.CONVENER], lambda actor: within("area", actor.spans(*KEEPER_ROLES))
    ),
    "convene": PARTS[Part.CONVENER],
    "option": either(PARTS[Part.CONVENER], _seat, _office),
    "answer": either(_answerer, PARTS[Part.CONVENER]),
    "follow_up": either(_unit, PARTS[Part.CONVENER]),
    "hide": either(PARTS[Part.CONVENER], lambda actor: within("area", actor.spans(*KEEPER_ROLES))),
}


def parts_of(actor: Actor, topic: int) -> frozenset[Part]:
    """Return what the actor is to a topic: one query."""
    if actor.is_system:
        return frozenset(Part)
    asked = {f"part_{part}": Exists(_own(topic).filter(PARTS[part](actor))) for part in Part}
    rows: Any = _own(topic).values(**asked)
    row = rows.get()
    return frozenset(part for part in Part if row[f"part_{part}"])


def _own(topic: int) -> QuerySet[Topic]:
    return Topic.objects.filter(pk=topic)
