"""Where a person is reached by each channel: whoever knows an address registers how to find it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Final

from allauth.account.models import EmailAddress

from linli.apps.notifications.models import PushDevice
from linli.apps.notifications.rules import Channel

Address = Callable[[int], Iterable[str]]
_finders: Final[dict[Channel, Address]] = {}


def register_address(channel: Channel, find: Address) -> None:
    """Let `find` name the addresses of an account on `channel`; from an app's `ready()`."""
    _finders[channel] = find


def address_of(channel: Channel, account: int) -> tuple[str, ...]:
    """Return where an account is reached by a channel; nowhere is an empty answer."""
    find = _finders.get(channel)
    return tuple(find(account)) if find else ()


def _mail(account: int) -> Iterable[str]:
    """Return the address that its owner has confirmed: nobody else's mail box is filled."""
    rows = EmailAddress.objects.filter(user=account, verified=True, primary=True)
    return list(rows.values_list("email", flat=True)[:1])


def _browsers(account: int) -> Iterable[str]:
    rows = PushDevice.objects.filter(account=account).order_by("id")
    for endpoint, p256dh, auth in rows.values_list("endpoint", "p256dh", "auth"):
        yield json.dumps({"endpoint": endpoint, "keys": {"p256dh": p256dh, "auth": auth}})


register_address(Channel.EMAIL, _mail)
register_address(Channel.PUSH, _browsers)
