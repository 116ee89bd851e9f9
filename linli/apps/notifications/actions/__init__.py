"""What can be done with notifications: telling, reading, choosing, stopping."""

from __future__ import annotations

from linli.apps.notifications.actions.choosing import (
    add_device,
    choose,
    remove_device,
    set_rhythm,
    stop,
)
from linli.apps.notifications.actions.sending import deliver, erase_notifications, forget
from linli.apps.notifications.actions.telling import mark_all_read, mark_read, notify

__all__ = [
    "add_device",
    "choose",
    "deliver",
    "erase_notifications",
    "forget",
    "mark_all_read",
    "mark_read",
    "notify",
    "remove_device",
    "set_rhythm",
    "stop",
]
