"""Ways out of Linli to one person: e-mail, a browser's push, SMS, WeChat, all behind one call.

>>> send("email", Message(to="mo@example.org", subject="有了答复", text="…", address="https://…"))

SMS and WeChat have no common protocol: each is a class with `send(message)`, named by LINLI_SMS and
LINLI_WECHAT; unnamed, it prints. A channel is called by jobs only, never inside a transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

CHANNELS: Final = ("email", "push", "sms", "wechat")


@dataclass(frozen=True, slots=True)
class Message:
    """What one person is told.

    `to` is what the channel understands: an address of mail, a telephone number, an open id, or the
    JSON of a push subscription. `address` is the page to open, `stop_address` ends such messages.
    """

    to: str
    subject: str
    text: str
    address: str
    stop_address: str = ""


class Undeliverable(Exception):
    """The recipient cannot be reached any more: trying again is in vain."""


class Channel(Protocol):
    """One way out. `send` returns when the message was taken, else raises; it ends by itself."""

    def send(self, message: Message) -> None: ...


@lru_cache(maxsize=len(CHANNELS))
def _channel(name: str) -> Channel:
    channel: Channel = import_string(settings.MESSAGE_CHANNELS[name])()
    return channel


def send(name: str, message: Message) -> None:
    """Send `message` by the channel `name`.

    Raises
    ------
    Undeliverable
        The recipient is gone. Any other exception means: try again later.
    """
    _channel(name).send(message)


def forget_channels() -> None:
    """Read the settings again at the next message; tests change them."""
    _channel.cache_clear()
