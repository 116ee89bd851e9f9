"""Telling people something, and their reading it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Final

from django.db import transaction
from django.http import Http404

from linli.apps.notifications.access import NOTIFICATIONS
from linli.apps.notifications.models import Delivery, Notification
from linli.apps.notifications.queries import kind_of, wanted_channels
from linli.apps.notifications.rules import check_facts, send_at
from linli.foundation.keys import new_key
from linli.platform.access import Actor, allowed

TOLD_AT_ONCE: Final = 500


def notify(  # noqa: PLR0913  # what is said, to whom, about what
    *,
    actor: Actor,
    accounts: Iterable[int],
    kind: str,
    facts: Mapping[str, str],
    path: str,
    mark: str,
    now: dt.datetime,
) -> int:
    """Tell accounts something; return how many had not been told of this cause (`mark`) before.

    Called in the transaction of the act that is told, so that neither is there without the other;
    nothing is sent here. Whoever did the act themself (`actor.account`) is not told of it.
    """
    check_facts(dict(facts))
    told = 0
    wanted = sorted(set(accounts) - {actor.account})
    with transaction.atomic():
        for start in range(0, len(wanted), TOLD_AT_ONCE):
            some = wanted[start : start + TOLD_AT_ONCE]
            known = Notification.objects.filter(account__in=some, kind=kind, mark=mark)
            again = set(known.values_list("account", flat=True))
            fresh = [account for account in some if account not in again]
            rows = [
                Notification(
                    id=new_key(now),
                    account_id=account,
                    kind=kind,
                    facts=dict(facts),
                    path=path,
                    mark=mark,
                )
                for account in fresh
            ]
            Notification.objects.bulk_create(rows)
            Delivery.objects.bulk_create(_deliveries(rows, now))
            told += len(rows)
    return told


def _deliveries(rows: list[Notification], now: dt.datetime) -> list[Delivery]:
    if not rows:
        return []
    kind = kind_of(rows[0].kind)
    wishes = wanted_channels([row.account_id for row in rows], kind.group)
    return [
        Delivery(
            id=new_key(now),
            notification=row,
            account=row.account_id,
            channel=channel,
            due_at=send_at(now, rhythm, is_urgent=kind.is_urgent),
        )
        for row in rows
        for channels, rhythm in (wishes[row.account_id],)
        for channel in channels
    ]


def mark_read(*, actor: Actor, pk: int, now: dt.datetime) -> None:
    """Note that the actor has read one of theirs; what waits to be sent need not be sent any more."""
    with transaction.atomic():
        rows = allowed(Notification.objects.all(), actor=actor, action="mark", table=NOTIFICATIONS)
        if not rows.filter(pk=pk).exists():
            raise Http404
        Notification.objects.filter(pk=pk, read_at=None).update(read_at=now)
        Delivery.objects.filter(notification=pk, state=Delivery.State.WAITING).delete()


def mark_all_read(*, actor: Actor, now: dt.datetime) -> int:
    """Note that the actor has read all of theirs."""
    with transaction.atomic():
        rows = allowed(Notification.objects.all(), actor=actor, action="mark", table=NOTIFICATIONS)
        count = rows.filter(read_at=None).update(read_at=now)
        Delivery.objects.filter(account=actor.account or 0, state=Delivery.State.WAITING).delete()
    return count
