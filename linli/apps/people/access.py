"""Who may do what with persons, homes' owners and residents, claims and help lists.

Keepers are those whose daily work it is to know who lives where: in a community its secretary,
workers and window, in a grid its workers. Officers above see places and figures, not persons.
"""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from linli.apps.people.models import Residence
from linli.foundation import clock
from linli.platform.access import NOBODY, Actor, Table, within
from linli.platform.dated import holding

COMMUNITY_KEEPERS: Final = ("community_secretary", "community_worker", "service_window_staff")
GRID_KEEPERS: Final = ("grid_worker", "grid_leader")
KEEPERS: Final = (*COMMUNITY_KEEPERS, *GRID_KEEPERS)


def _own(field: str, actor: Actor) -> Q:
    """Match what is the actor's own, or of the family member whom the actor acts for."""
    return Q(**{field: actor.behalf or actor.account}) if actor.is_signed_in else NOBODY


def _lives_inside(actor: Actor) -> Q:
    """Match persons who live today in a building of a grid that the actor keeps."""
    spans = actor.spans(*GRID_KEEPERS)
    if not spans:
        return NOBODY
    today = clock.local_date(clock.now())
    inside = Residence.objects.filter(
        holding(today),
        holding(today, "home__building__grids__"),
        within("home__building__grids__grid_id", spans),
    )
    return Q(pk__in=inside.values("person"))


def _kept(actor: Actor) -> Q:
    return within("community_id", actor.spans(*COMMUNITY_KEEPERS)) | _lives_inside(actor)


def _residence_kept(actor: Actor) -> Q:
    """Match who lives in the actor's community, or in a building of the actor's grid."""
    by_community = within("home__building__community_id", actor.spans(*COMMUNITY_KEEPERS))
    spans = actor.spans(*GRID_KEEPERS)
    if not spans:
        return by_community
    inside = Residence.objects.filter(
        holding(clock.local_date(clock.now()), "home__building__grids__"),
        within("home__building__grids__grid_id", spans),
    )
    return by_community | Q(pk__in=inside.values("pk"))


def _decides(actor: Actor) -> Q:
    """A claim is decided by a keeper of its grid, never by the one who made it."""
    return within("grid_id", actor.spans(*KEEPERS)) & ~Q(account_id=actor.account)


def _help_kept(actor: Actor) -> Q:
    return within("community_id", actor.spans(*COMMUNITY_KEEPERS))


PERSONS: Table = {
    "read": lambda actor: _own("account_id", actor) | _kept(actor),
    "correct": lambda actor: (
        _own("account_id", actor) | within("community_id", actor.spans(*COMMUNITY_KEEPERS))
    ),
}
RESIDENCES: Table = {
    "read": lambda actor: _own("person__account_id", actor) | _residence_kept(actor),
    "end": lambda actor: (
        _own("person__account_id", actor)
        | within("home__building__community_id", actor.spans(*COMMUNITY_KEEPERS))
    ),
}
OWNERSHIPS: Table = {
    "read": lambda actor: (
        _own("person__account_id", actor)
        | within("home__building__community_id", actor.spans(*COMMUNITY_KEEPERS))
    ),
}
CLAIMS: Table = {
    "read": lambda actor: _own("account_id", actor) | within("grid_id", actor.spans(*KEEPERS)),
    "decide": _decides,
    "withdraw": lambda actor: _own("account_id", actor),
}
HELP_ENTRIES: Table = {
    "read": lambda actor: _own("person__account_id", actor) | _help_kept(actor),
    "end": lambda actor: _own("person__account_id", actor) | _help_kept(actor),
}
