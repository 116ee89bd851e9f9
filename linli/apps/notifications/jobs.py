"""What Linli does by itself: sends what is due each minute, forgets what is old each day."""

from __future__ import annotations

import datetime as dt

from linli.apps.notifications import actions
from linli.platform.access import system
from linli.platform.jobs import job


@job("notifications.deliver", every=dt.timedelta(minutes=1), lease_seconds=600, atomic=False)
def deliver(*, now: dt.datetime) -> None:
    """Send what is due; the network is called outside of every transaction."""
    actions.deliver(actor=system("notifications.deliver"), now=now)


@job("notifications.forget", every=dt.timedelta(days=1), lease_seconds=300, atomic=False)
def forget(*, now: dt.datetime) -> None:
    """Delete old notifications."""
    actions.forget(actor=system("notifications.forget"), now=now)
