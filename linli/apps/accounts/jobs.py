"""Retention: what nobody needs any more is forgotten every night (days from domain/codes.json)."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from linli.apps.accounts.actions import close_account
from linli.apps.accounts.models import AccessLogLine, Account, AccountSession
from linli.apps.accounts.rules import ACCESS_LOG_DAYS, ACCOUNT_INACTIVE_DAYS, STAFF_ROLES
from linli.foundation.clock import local_date
from linli.foundation.keys import key_floor
from linli.platform.access import system
from linli.platform.dated import holding
from linli.platform.jobs import job

ACCOUNTS_A_NIGHT_MAX = 200
LINES_A_NIGHT_MAX = 5000


@job("accounts.forget", every=dt.timedelta(days=1), lease_seconds=600)
def forget(*, now: dt.datetime) -> None:
    """Empty accounts unused for two years, drop old lines of the access log and dead sessions."""
    _forget_accounts(now)
    old = now - dt.timedelta(days=ACCESS_LOG_DAYS)
    lines = AccessLogLine.objects.filter(at__lt=old).order_by("id")[:LINES_A_NIGHT_MAX]
    AccessLogLine.objects.filter(pk__in=[line.pk for line in lines]).delete()
    AccountSession.objects.filter(expire_date__lt=now).delete()


def _forget_accounts(now: dt.datetime) -> None:
    """Close accounts that nobody has used for long; those with a staff role in force stay."""
    since = now - dt.timedelta(days=ACCOUNT_INACTIVE_DAYS)
    unused = Q(last_login__lt=since) | Q(last_login=None, pk__lt=key_floor(since))
    at_work = Account.objects.filter(
        holding(local_date(now), "grants__"), grants__role__in=STAFF_ROLES
    )
    accounts = (
        Account.objects.filter(unused, is_active=True)
        .exclude(pk__in=at_work.values("pk"))
        .order_by("pk")
    )
    for account in accounts.values_list("pk", flat=True)[:ACCOUNTS_A_NIGHT_MAX]:
        close_account(actor=system("retention"), account=account, now=now)
