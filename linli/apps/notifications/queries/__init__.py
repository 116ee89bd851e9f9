"""What pages and other apps read of notifications."""

from __future__ import annotations

from linli.apps.notifications.queries.addresses import Address, address_of, register_address
from linli.apps.notifications.queries.kinds import Kind, kind_of, register_kind, sentence_of
from linli.apps.notifications.queries.own import (
    ChannelChoices,
    DeviceRow,
    NotificationRow,
    choices_of,
    count_unread,
    export_notifications,
    get_path,
    list_devices,
    list_notifications,
    rhythm_of,
)
from linli.apps.notifications.queries.sending import Bundle, claim_due, wanted_channels
from linli.apps.notifications.rules import Channel, Group, shortened

__all__ = [
    "Address",
    "Bundle",
    "Channel",
    "ChannelChoices",
    "DeviceRow",
    "Group",
    "Kind",
    "NotificationRow",
    "address_of",
    "choices_of",
    "claim_due",
    "count_unread",
    "export_notifications",
    "get_path",
    "kind_of",
    "list_devices",
    "list_notifications",
    "register_address",
    "register_kind",
    "rhythm_of",
    "sentence_of",
    "shortened",
    "wanted_channels",
]
