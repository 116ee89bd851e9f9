"""Deletion is real: what names the person goes, what records work stays without the person."""

from __future__ import annotations

import datetime as dt

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_noop

from linli.apps.accounts import events, rules
from linli.apps.accounts.access import ACCOUNTS
from linli.apps.accounts.actions.terms import close_term
from linli.apps.accounts.models import Account, AccountSession, Consent, Helper, RoleGrant
from linli.apps.accounts.queries import holders
from linli.foundation.clock import local_date
from linli.foundation.refusals import Refused
from linli.platform import journal
from linli.platform.access import Actor, fetch
from linli.platform.dated import holding
from linli.platform.events import publish

CLOSED_NAME = gettext_noop("已注销")


def close_account(*, actor: Actor, account: int, now: dt.datetime) -> Account:
    """Empty the account, sign it out everywhere, and let every app erase what it holds.

    Its key stays in records of work, where it points at nobody. Somebody acting on behalf may not.

    Raises
    ------
    Refused
        `account.last_admin` while no other platform admin is there.
    """
    if actor.behalf is not None:
        raise PermissionDenied("account.close")
    with transaction.atomic():
        row = fetch(
            Account.objects.all(),
            actor=actor,
            action="close",
            table=ACCOUNTS,
            pk=account,
            lock=True,
        )
        if row.deleted_at is not None:
            return row
        _check_not_last_admin(row.pk, local_date(now))
        _end_links(row.pk, now)
        for holder in holders():
            holder.erase(row.pk, now)
        _empty(row, now)
        journal.record(actor=actor, verb="account.closed", subject=row, now=now)
        publish(events.AccountClosed(row.pk, now))
    return row


def _check_not_last_admin(account: int, today: dt.date) -> None:
    admins = set(
        RoleGrant.objects.filter(
            holding(today), role=rules.Role.PLATFORM_ADMIN, account__is_active=True
        ).values_list("account_id", flat=True)
    )
    if admins == {account}:
        raise Refused(
            "account.last_admin", "这是最后一位平台管理员，请先授予另一位，再结束这一位。"
        )


def _end_links(account: int, now: dt.datetime) -> None:
    """End roles, helpers and consents today, and remove every way to sign in."""
    today = local_date(now)
    for grant in RoleGrant.objects.filter(account=account).exclude(valid_to__lte=today):
        close_term(grant, today)
    Helper.objects.filter(principal=account).delete()
    Helper.objects.filter(helper=account).delete()
    Consent.objects.filter(account=account, withdrawn_at=None).update(withdrawn_at=now)
    EmailAddress.objects.filter(user=account).delete()
    Authenticator.objects.filter(user=account).delete()
    AccountSession.objects.filter(account=account).delete()


def _empty(row: Account, now: dt.datetime) -> None:
    """Take the person out of the row."""
    row.username = row.email = None
    row.display_name = CLOSED_NAME
    row.language = ""
    row.large_text = row.is_active = False
    row.community = None
    row.last_login = None
    row.deleted_at = now
    row.set_unusable_password()
    row.save()
