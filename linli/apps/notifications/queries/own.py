"""What somebody reads about their own notifications, choices and devices."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from linli.apps.notifications.access import DEVICES, NOTIFICATIONS
from linli.apps.notifications.models import (
    CHANNEL_NAMES,
    GROUP_NAMES,
    Choice,
    Notification,
    OwnRhythm,
    PushDevice,
)
from linli.apps.notifications.queries.addresses import address_of
from linli.apps.notifications.queries.kinds import kind_of, sentence_of
from linli.apps.notifications.rules import ON_BY_DEFAULT, Channel, Group, Pace, Rhythm
from linli.foundation.keys import key_moment
from linli.platform.access import Actor, allowed

ROWS: Final = 30
UNREAD_SHOWN_MAX: Final = 99
EXPORTED_MAX: Final = 1000


@dataclass(frozen=True, slots=True)
class NotificationRow:
    """A notification in the reader's language."""

    id: int
    kind: str
    facts: dict[str, str]
    path: str
    read_at: dt.datetime | None

    @property
    def sentence(self) -> str:
        return sentence_of(self.kind, self.facts)

    @property
    def icon(self) -> str:
        return kind_of(self.kind).icon

    @property
    def at(self) -> dt.datetime:
        return key_moment(self.id)


@dataclass(frozen=True, slots=True)
class ChannelChoices:
    """A channel and for which groups it is on; `is_reachable` says whether it leads anywhere."""

    channel: Channel
    is_reachable: bool
    groups: frozenset[Group]

    @property
    def name(self) -> str:
        return str(CHANNEL_NAMES[self.channel])


@dataclass(frozen=True, slots=True)
class DeviceRow:
    id: int
    device: str
    made_at: dt.datetime


def list_notifications(
    *, actor: Actor, before: int | None = None, limit: int = ROWS
) -> tuple[NotificationRow, ...]:
    """Return the actor's notifications, the newest first, older than the key `before`. One query."""
    rows = allowed(Notification.objects.all(), actor=actor, action="read", table=NOTIFICATIONS)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    values = rows.order_by("-id").values_list("id", "kind", "facts", "path", "read_at")
    return tuple(NotificationRow(*row) for row in values[: min(limit, ROWS)])


def get_path(*, actor: Actor, pk: int) -> str | None:
    """Return where one of the actor's notifications leads."""
    rows = allowed(Notification.objects.all(), actor=actor, action="read", table=NOTIFICATIONS)
    return rows.filter(pk=pk).values_list("path", flat=True).first()


def count_unread(*, actor: Actor) -> int:
    """Return how many the actor has not read, at most a hundred. One query."""
    rows = allowed(Notification.objects.all(), actor=actor, action="read", table=NOTIFICATIONS)
    return len(rows.filter(read_at=None).values_list("id")[: UNREAD_SHOWN_MAX + 1])


def choices_of(account: int) -> tuple[ChannelChoices, ...]:
    """Return what an account chose, channel by channel, groups in their order."""
    chosen = {
        (group, channel): is_on
        for group, channel, is_on in Choice.objects.filter(account=account).values_list(
            "group", "channel", "is_on"
        )
    }
    return tuple(
        ChannelChoices(
            channel,
            bool(address_of(channel, account)),
            frozenset(
                group
                for group in GROUP_NAMES
                if chosen.get((str(group), str(channel)), channel in ON_BY_DEFAULT)
            ),
        )
        for channel in CHANNEL_NAMES
    )


def rhythm_of(account: int) -> Rhythm:
    """Return when an account may be reached."""
    rows = OwnRhythm.objects.filter(account=account)
    row = rows.values_list("pace", "quiet_from", "quiet_to").first()
    return Rhythm(Pace(row[0]), row[1], row[2]) if row else Rhythm()


def list_devices(*, actor: Actor) -> tuple[DeviceRow, ...]:
    rows = allowed(PushDevice.objects.all(), actor=actor, action="read", table=DEVICES)
    return tuple(
        DeviceRow(*row) for row in rows.order_by("id").values_list("id", "device", "made_at")
    )


def export_notifications(account: int) -> dict[str, Any]:
    """Return what is held about an account, for its own copy."""
    rows = Notification.objects.filter(account=account).order_by("-id")[:EXPORTED_MAX]
    rhythm = rhythm_of(account)
    return {
        "notifications": [
            {
                "at": key_moment(row.id).isoformat(),
                "sentence": sentence_of(row.kind, row.facts),
                "read_at": row.read_at.isoformat() if row.read_at else None,
            }
            for row in rows
        ],
        "choices": {
            str(each.channel): sorted(map(str, each.groups)) for each in choices_of(account)
        },
        "pace": str(rhythm.pace),
        "quiet_hours": f"{rhythm.quiet_from:%H:%M}–{rhythm.quiet_to:%H:%M}",
        "devices": list(
            PushDevice.objects.filter(account=account).values_list("device", flat=True)
        ),
    }
