"""What Linli does by itself: closes what nobody objected to, deletes contacts that are due."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import Http404

from linli.apps.matters import actions, queries
from linli.apps.places import queries as places
from linli.foundation.areas import Level
from linli.foundation.refusals import Refused
from linli.platform.access import system
from linli.platform.jobs import job

CLOSED_AT_ONCE_MAX: Final = 500
FORGOTTEN_AT_ONCE_MAX: Final = 500


@job("matters.close_unasked", every=dt.timedelta(minutes=30), lease_seconds=300, atomic=False)
def close_unasked(*, now: dt.datetime) -> None:
    """Close what was resolved a week ago; each matter in its own transaction."""
    actor = system("matters.close_unasked")
    for pk in queries.list_unasked(now=now, limit=CLOSED_AT_ONCE_MAX):
        try:
            actions.close_matter(actor=actor, pk=pk, now=now)
        except (Refused, Http404, PermissionDenied):
            continue  # somebody reopened or closed it a moment ago


@job("matters.escalate", every=dt.timedelta(minutes=10), lease_seconds=300, atomic=False)
def escalate(*, now: dt.datetime) -> None:
    """Tell the next rung of what is late; each step in its own transaction."""
    for city in places.codes_at(Level.CITY):
        actions.escalate(actor=system("matters.escalate"), city=city, now=now)


@job("matters.forget_contacts", every=dt.timedelta(days=1), lease_seconds=300)
def forget_contacts(*, now: dt.datetime) -> None:
    """Delete contacts of matters that ended 180 days ago."""
    actor = system("matters.forget_contacts")
    actions.forget_contacts(actor=actor, now=now, limit=FORGOTTEN_AT_ONCE_MAX)


@job("matters.learn_suggestions", every=dt.timedelta(days=1), lease_seconds=1800, atomic=False)
def learn_suggestions(*, now: dt.datetime) -> None:
    """Learn from the closed matters what words speak of."""
    actions.learn_suggestions(actor=system("matters.learn_suggestions"), now=now)


@job("matters.index", every=dt.timedelta(seconds=15), lease_seconds=300, atomic=False)
def index(*, now: dt.datetime) -> None:  # noqa: ARG001  # every job is told the time
    """Let the search index follow the journal."""
    queries.follow_journal()
