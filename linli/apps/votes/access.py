"""Who may do what with an owners' vote and with a residents' vote; nothing else decides it.

The rules say who; whether the moment is right says `rules/`. Nobody sees a ballot of somebody else
before the end of voting: that would be a running count.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db.models import Q

from linli.apps.organisations import queries as organisations
from linli.apps.votes.models import ElectorOwner, Proxy, ResidentsVoter
from linli.apps.votes.rules import secrecy
from linli.apps.votes.rules.ballots import State
from linli.foundation import clock
from linli.platform.access import NOBODY, Actor, Table, within
from linli.platform.dated import holding

OFFICE_ROLES: Final = ("community_secretary", "subdistrict_officer")
DIRECTOR_ROLE: Final = "oc_director"
HELPING_ROLES: Final = ("community_worker", "service_window_staff")
# A proxy on paper holds once a second clerk has read the paper; one that the owner granted, at once.
IN_FORCE: Final = Q(withdrawn_at=None) & (Q(clerk_one=None) | Q(clerk_two__isnull=False))
COUNTED: Final = (State.CLOSED, State.DECLARED, State.POSTED, State.ARCHIVED)
TOLD: Final = (State.DECLARED, State.POSTED, State.ARCHIVED)


def owner_of(actor: Actor) -> Q:
    """Return the condition on `ElectorOwner` that it is the actor, or a child in the actor's care."""
    if actor.account is None:
        return NOBODY
    return Q(person__account=actor.account) | Q(person__guardian__account=actor.account)


def directed_compounds(actor: Actor) -> frozenset[int]:
    """Return the compounds whose owners' committee the actor directs today."""
    today = clock.local_date(clock.now())
    return frozenset(
        compound
        for committee in actor.organisations(DIRECTOR_ROLE)
        for compound in organisations.covered_keys(committee, "compound", today)
    )


def may_begin(actor: Actor, *, compound: int, community: int) -> bool:
    """Tell whether the actor may begin an owners' vote in a compound."""
    if actor.is_system or any(actor.holds(role, at=community) for role in OFFICE_ROLES):
        return True
    return actor.holds(DIRECTOR_ROLE, at=community) and compound in directed_compounds(actor)


def _lead(actor: Actor) -> Q:
    """Offices lead in their area; a director leads in the compounds of the own committee alone."""
    offices = within("area", actor.spans(*OFFICE_ROLES))
    spans = actor.spans(DIRECTOR_ROLE)
    if not spans:
        return offices
    return offices | within("area", spans) & Q(compound__in=directed_compounds(actor))


def _clerk(actor: Actor) -> Q:
    return _lead(actor) | within("area", actor.spans(*HELPING_ROLES))


def _read(actor: Actor) -> Q:
    """Everybody reads a notice and a result; a draft only those who make it."""
    return ~Q(state=State.DRAFT) & ~Q(state=State.VOID, noticed_on=None) | _clerk(actor)


def _elector(actor: Actor) -> Q:
    if actor.account is None:
        return NOBODY
    return Q(pk__in=ElectorOwner.objects.filter(owner_of(actor)).values("vote"))


def _cast(actor: Actor) -> Q:
    """An owner on the roll, or who holds a proxy of one."""
    if actor.account is None:
        return NOBODY
    held = Proxy.objects.filter(IN_FORCE, holder=actor.account)
    return _elector(actor) | Q(pk__in=held.values("vote"))


def _see_ballots(actor: Actor) -> Q:
    return _lead(actor) & Q(state__in=COUNTED)


def _bundle(actor: Actor) -> Q:
    """Those whose vote it was, and who counted it: an area in it can tell neighbours who it is."""
    return (_lead(actor) | _elector(actor)) & Q(state__in=TOLD)


TABLE: Final[Table] = {
    "read": _read,
    "draft": _lead,
    "notice": _lead,
    "deliver": _clerk,
    "roll": _clerk,
    "cast": _cast,
    "grant_proxy": lambda actor: _elector(actor) | _clerk(actor),
    "enter_paper": _clerk,
    "extend": _lead,
    "open": lambda _actor: NOBODY,
    "close": lambda _actor: NOBODY,
    "declare": _lead,
    "post": _lead,
    "archive": _lead,
    "void": _lead,
    "see_ballots": _see_ballots,
    "bundle": _bundle,
}

RESIDENTS_LEAD_ROLES: Final = ("community_secretary", "community_worker", "subdistrict_officer")
RESIDENTS_CLERK_ROLES: Final = (*RESIDENTS_LEAD_ROLES, "service_window_staff", "grid_worker")


def voice_of(actor: Actor) -> Q:
    """Return the condition on `ResidentsVoter` that it is the actor, or the household of the actor.

    For a household any adult who lives in it today may speak.
    """
    if actor.account is None:
        return NOBODY
    today = clock.local_date(clock.now())
    return Q(person__account=actor.account) | _household_of(actor.account, today)


def _household_of(account: int, today: dt.date) -> Q:
    born, who = (
        "household__residences__person__birth_year",
        "household__residences__person__account",
    )
    is_adult = Q(**{born: None}) | Q(**{f"{born}__lte": today.year - secrecy.ADULT_YEARS})
    return Q(**{who: account}) & is_adult & holding(today, "household__residences__")


def _lead_residents(actor: Actor) -> Q:
    return within("area", actor.spans(*RESIDENTS_LEAD_ROLES))


def _clerk_residents(actor: Actor) -> Q:
    return within("area", actor.spans(*RESIDENTS_CLERK_ROLES))


def _read_residents(actor: Actor) -> Q:
    hidden = Q(state=secrecy.State.DRAFT) | Q(state=secrecy.State.VOID, voters=0)
    return ~hidden | _clerk_residents(actor)


def _cast_residents(actor: Actor) -> Q:
    if actor.account is None:
        return NOBODY
    return Q(pk__in=ResidentsVoter.objects.filter(voice_of(actor)).values("vote"))


RESIDENTS_TABLE: Final[Table] = {
    "read": _read_residents,
    "open": _lead_residents,
    "void": _lead_residents,
    "cast": _cast_residents,
    "take_in": _clerk_residents,
    "close": lambda _actor: NOBODY,
}
