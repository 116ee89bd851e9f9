"""Work that comes due by itself: roles end with the posts that they came with."""

from __future__ import annotations

import datetime as dt
from typing import Final

from linli.apps.organisations import actions, queries
from linli.foundation import clock
from linli.platform.access import system
from linli.platform.jobs import job

BATCH: Final = 500


@job("organisations.end_roles", every=dt.timedelta(days=1), lease_seconds=300, atomic=False)
def end_roles(*, now: dt.datetime) -> None:
    """End the roles of appointments that ended by themselves; the rest waits for the next day."""
    for pk in queries.ended_with_role(clock.local_date(now), BATCH):
        actions.end_role_of(actor=system("organisations.end_roles"), pk=pk, now=now)
