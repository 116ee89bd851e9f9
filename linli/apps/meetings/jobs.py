"""What Linli does by itself: tells conveners and leaders what is past its day."""

from __future__ import annotations

import datetime as dt

from django.http import Http404

from linli.apps.meetings import actions, queries
from linli.apps.meetings.rules.kinds import escalate_days
from linli.foundation.clock import local_date
from linli.foundation.refusals import Refused
from linli.platform.access import system
from linli.platform.jobs import job


@job("meetings.urge", every=dt.timedelta(hours=12), lease_seconds=300, atomic=False)
def urge_overdue(*, now: dt.datetime) -> None:
    """Urge each decision that is past its day, once for the convener and once for the leaders."""
    actor = system("meetings.urge")
    for pk, times in queries.list_overdue(today=local_date(now), days=escalate_days()):
        try:
            actions.urge_decision(actor=actor, decision=pk, times=times, now=now)
        except (Refused, Http404):
            continue  # it was reported done a moment ago
