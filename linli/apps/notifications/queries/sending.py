"""What is due to be sent, bundled by person and channel; who wants to be told by which channel."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import F

from linli.apps.notifications.models import Choice, Delivery, OwnRhythm, PushDevice
from linli.apps.notifications.rules import ON_BY_DEFAULT, Channel, Group, Pace, Rhythm

DELIVERIES_AT_ONCE: Final = 400
ATTEMPT_MINUTES: Final = 10  # nobody else takes a delivery while one attempt may last


@dataclass(frozen=True, slots=True)
class Bundle:
    """All that is due for one person by one channel: (delivery, kind, facts, path) each."""

    account: int
    language: str
    channel: Channel
    parts: tuple[tuple[int, str, dict[str, str], str], ...]


def claim_due(*, now: dt.datetime) -> tuple[Bundle, ...]:
    """Take what is due, so that no other worker takes it for a while; return it in bundles.

    A worker that dies leaves its deliveries to whoever comes after `ATTEMPT_MINUTES`: a message may
    come twice then, but none is lost.
    """
    with transaction.atomic():
        due = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            state=Delivery.State.WAITING, due_at__lte=now
        )
        keys = list(due.order_by("due_at").values_list("id", flat=True)[:DELIVERIES_AT_ONCE])
        Delivery.objects.filter(pk__in=keys).update(
            due_at=now + dt.timedelta(minutes=ATTEMPT_MINUTES), attempts=F("attempts") + 1
        )
    rows = Delivery.objects.filter(pk__in=keys).order_by("id")
    found: dict[tuple[int, str, str], list[tuple[int, str, dict[str, str], str]]]
    found = defaultdict(list)
    for account, language, channel, *part in rows.values_list(
        "account",
        "notification__account__language",
        "channel",
        "id",
        "notification__kind",
        "notification__facts",
        "notification__path",
    ):
        found[account, language, channel].append((part[0], part[1], part[2], part[3]))
    return tuple(
        Bundle(account, language, Channel(channel), tuple(parts))
        for (account, language, channel), parts in found.items()
    )


def wanted_channels(
    accounts: Collection[int], group: Group
) -> Mapping[int, tuple[tuple[Channel, ...], Rhythm]]:
    """Return by which channels, and when, each account wants to be told of a group. Three queries."""
    chosen = {
        (account, Channel(channel)): is_on
        for account, channel, is_on in Choice.objects.filter(
            account__in=accounts, group=group
        ).values_list("account", "channel", "is_on")
    }
    pushed = set(PushDevice.objects.filter(account__in=accounts).values_list("account", flat=True))
    rhythms = {
        account: Rhythm(Pace(pace), start, end)
        for account, pace, start, end in OwnRhythm.objects.filter(account__in=accounts).values_list(
            "account", "pace", "quiet_from", "quiet_to"
        )
    }
    return {
        account: (
            tuple(
                channel
                for channel in Channel
                if chosen.get((account, channel), channel in ON_BY_DEFAULT)
                and (channel is not Channel.PUSH or account in pushed)
            ),
            rhythms.get(account, Rhythm()),
        )
        for account in accounts
    }
