"""Consents are free, dated, and taken back as easily as they were given."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from linli.apps.accounts import events
from linli.apps.accounts.access import HELPERS
from linli.apps.accounts.actions.terms import close_term
from linli.apps.accounts.models import Account, Consent, Helper
from linli.foundation.clock import local_date
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import journal
from linli.platform.access import Actor, fetch
from linli.platform.events import publish

TEXT_VERSION: Final = "2026-11"
HELPER_DAYS_MAX: Final = 366
HELPERS_MAX: Final = 5


def give_consent(*, actor: Actor, purpose: str, now: dt.datetime) -> Consent:
    """Note that the actor agrees to a purpose in today's words; agreeing twice is once."""
    account = _signed_in(actor)
    if purpose not in Consent.Purpose.values:
        raise Refused("account.purpose_unknown", "没有这个用途，请从列表中选择。", field="purpose")
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account)
        kept = Consent.objects.filter(account=account, purpose=purpose, withdrawn_at=None).first()
        if kept is not None:
            return kept
        consent = Consent.objects.create(
            id=new_key(now),
            account_id=account,
            purpose=purpose,
            text_version=TEXT_VERSION,
            given_at=now,
        )
        journal.record(
            actor=actor, verb="consent.given", subject=consent, now=now, after={"purpose": purpose}
        )
        publish(events.ConsentGiven(account, purpose, now))
    return consent


def withdraw_consent(*, actor: Actor, purpose: str, now: dt.datetime) -> None:
    """Take the consent back; whatever rested on it ends with it. Without one, nothing happens."""
    account = _signed_in(actor)
    with transaction.atomic():
        consent = (
            Consent.objects.select_for_update()
            .filter(account=account, purpose=purpose, withdrawn_at=None)
            .first()
        )
        if consent is None:
            return
        consent.withdrawn_at = now
        consent.save(update_fields=["withdrawn_at"])
        journal.record(
            actor=actor,
            verb="consent.withdrawn",
            subject=consent,
            now=now,
            after={"purpose": purpose},
        )
        if purpose == Consent.Purpose.FAMILY_HELPER:
            _end_helpers(account, now)
        publish(events.ConsentWithdrawn(account, purpose, now))


def appoint_helper(*, actor: Actor, helper: str, valid_to: dt.date, now: dt.datetime) -> Helper:
    """Let a family member, named by user name or e-mail address, act for the actor until a day."""
    account = _signed_in(actor)
    if actor.behalf is not None:
        raise PermissionDenied("helper.appoint")
    today = local_date(now)
    if not today < valid_to <= today + dt.timedelta(days=HELPER_DAYS_MAX):
        raise Refused(
            "account.helper_term", "代办最长一年，请选今天之后一年以内的日期。", field="valid_to"
        )
    with transaction.atomic():
        consent = give_consent(actor=actor, purpose=Consent.Purpose.FAMILY_HELPER, now=now)
        other = _account_named(helper)
        if other is None or other.pk == account:
            raise Refused(
                "account.helper_unknown",
                "没有找到这个账号。请家人先注册，再填他的用户名或邮箱。",
                field="helper",
            )
        _check_helper_free(account, other.pk, today)
        link = Helper.objects.create(
            id=new_key(now),
            principal_id=account,
            helper=other,
            consent=consent,
            valid_from=today,
            valid_to=valid_to,
        )
        journal.record(
            actor=actor,
            verb="helper.appointed",
            subject=link,
            now=now,
            after={"helper": str(other.pk), "valid_to": valid_to.isoformat()},
        )
    return link


def end_helper(*, actor: Actor, link: int, now: dt.datetime) -> None:
    """End a helper's power at once; both sides may."""
    with transaction.atomic():
        row = fetch(
            Helper.objects.all(), actor=actor, action="end", table=HELPERS, pk=link, lock=True
        )
        close_term(row, local_date(now))
        journal.record(actor=actor, verb="helper.ended", subject=row, now=now)


def _signed_in(actor: Actor) -> int:
    if actor.account is None:
        raise PermissionDenied("signed_in")
    return actor.account


def _account_named(name: str) -> Account | None:
    kept = name.strip().lower()
    field = "email" if "@" in kept else "username"
    return Account.objects.filter(**{field: kept}, is_active=True).first() if kept else None


def _check_helper_free(principal: int, helper: int, today: dt.date) -> None:
    links = list(
        Helper.objects.as_of(today)
        .filter(principal=principal)
        .values_list("helper_id", flat=True)[: HELPERS_MAX + 1]
    )
    if helper in links:
        raise Refused("account.helper_twice", "这位家人已经可以代您办理。", field="helper")
    if len(links) >= HELPERS_MAX:
        raise Refused(
            "account.helpers_many",
            "最多请%(most)s位家人代办，请先结束一位。",
            field="helper",
            most=HELPERS_MAX,
        )


def _end_helpers(principal: int, now: dt.datetime) -> None:
    today = local_date(now)
    for link in Helper.objects.as_of(today).filter(principal=principal):
        close_term(link, today)
