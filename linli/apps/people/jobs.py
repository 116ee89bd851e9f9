"""Retention: entries of help lists go when they have expired (`until_expiry` in domain/codes.json)."""

from __future__ import annotations

import datetime as dt

from linli.apps.people.models import HelpListEntry, ResidenceClaim
from linli.foundation.clock import local_date
from linli.platform.jobs import job

ROWS_A_NIGHT_MAX = 5000
CLAIM_DAYS = 180  # matter_contact_fields: what was only asked for


@job("people.forget", every=dt.timedelta(days=1), lease_seconds=600)
def forget(*, now: dt.datetime) -> None:
    """Delete expired entries of help lists, and claims that were decided half a year ago."""
    expired = HelpListEntry.objects.filter(valid_to__lte=local_date(now)).order_by("id")
    keys = list(expired.values_list("pk", flat=True)[:ROWS_A_NIGHT_MAX])
    HelpListEntry.objects.filter(pk__in=keys).delete()
    decided = ResidenceClaim.objects.filter(decided_at__lt=now - dt.timedelta(days=CLAIM_DAYS))
    keys = list(decided.order_by("id").values_list("pk", flat=True)[:ROWS_A_NIGHT_MAX])
    ResidenceClaim.objects.filter(pk__in=keys).delete()
