"""The platform's own jobs: removing what has served its time, in bounded steps."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.contrib.sessions.models import Session
from django.db.models import Model, QuerySet

from linli.platform.files.store import discard, list_orphans, list_strays
from linli.platform.jobs.kinds import job
from linli.platform.models import Act, CacheLine, Job, ThrottleCount

FINISHED_KEPT: Final = dt.timedelta(days=7)
ACTS_KEPT: Final = dt.timedelta(days=30)
ROWS_AT_ONCE: Final = 5000


@job("platform.sweep_rows", every=dt.timedelta(hours=1), atomic=False)
def sweep_rows(*, now: dt.datetime) -> None:
    """Remove rows that nobody will ask for again; what is left over waits for the next hour."""
    moment = int(now.timestamp())
    _sweep(CacheLine.objects.filter(expires__lt=moment))
    _sweep(ThrottleCount.objects.filter(expires__lt=moment))
    _sweep(Act.objects.filter(at__lt=now - ACTS_KEPT))
    _sweep(Job.objects.filter(done_at__lt=now - FINISHED_KEPT))
    _sweep(Session.objects.filter(expire_date__lt=now))


def _sweep(rows: QuerySet[Model]) -> None:
    keys = list(rows.values_list("pk", flat=True)[:ROWS_AT_ONCE])
    rows.filter(pk__in=keys).delete()


@job("platform.sweep_files", every=dt.timedelta(hours=6), atomic=False, lease_seconds=300)
def sweep_files(*, now: dt.datetime) -> None:
    """Remove photos that belong to nothing."""
    discard(list_orphans(now=now))
    for path in list_strays(now=now):
        path.unlink(missing_ok=True)
