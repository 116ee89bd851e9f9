"""What Linli does by itself: reminds of the court's window and of duties, forgets old files."""

from __future__ import annotations

import datetime as dt

from linli.apps.disputes import actions, queries
from linli.foundation.refusals import Refused
from linli.platform.access import system
from linli.platform.jobs import job


@job("disputes.remind", every=dt.timedelta(hours=12), lease_seconds=300, atomic=False)
def remind(*, now: dt.datetime) -> None:
    """Remind of the last day at court and of duties that were due; each in its own transaction."""
    actor = system("disputes.remind")
    for pk in queries.list_to_remind_of_court(now=now):
        actions.remind_of_court(actor=actor, pk=pk, now=now)
    for pk in queries.list_duties_to_follow(now=now):
        actions.remind_of_duty(actor=actor, pk=pk, now=now)


@job("disputes.erase", every=dt.timedelta(days=1), lease_seconds=300, atomic=False)
def erase(*, now: dt.datetime) -> None:
    """Empty files that are older than they are kept."""
    actor = system("disputes.erase")
    for pk in queries.list_to_erase(now=now):
        try:
            actions.erase_dispute(actor=actor, pk=pk, now=now)
        except Refused:
            continue  # its last day is only tomorrow on the wall calendar
