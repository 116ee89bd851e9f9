"""What Linli does by itself: it reminds of deadlines and tells the next level. It decides nothing."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.http import Http404

from linli.apps.deliberation import actions, queries
from linli.platform.access import system
from linli.platform.jobs import job

BATCH: Final = 500


@job("deliberation.remind", every=dt.timedelta(hours=1), lease_seconds=300, atomic=False)
def remind(*, now: dt.datetime) -> None:
    """Remind of each deadline that is near or over; each topic in its own transaction."""
    actor = system("deliberation.remind")
    for pk in queries.list_due(now=now, limit=BATCH):
        try:
            actions.nudge_topic(actor=actor, pk=pk, now=now)
        except Http404:
            continue
