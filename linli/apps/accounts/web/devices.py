"""What a session remembers of its device: enough to recognise it in a list, no fingerprint."""

from __future__ import annotations

import re

from django.http import HttpRequest

from linli.apps.accounts.web.sessions import DEVICE_KEY, MADE_KEY
from linli.foundation import clock

_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
_BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def device_name(user_agent: str) -> str:
    """Return a short name such as `Android · WeChat`, without any version.

    >>> device_name("Mozilla/5.0 (Linux; Android 14) Chrome/120 MicroMessenger/8.0")
    'Android · WeChat'
    """
    words = [_first(_SYSTEMS, user_agent), _first(_BROWSERS, user_agent)]
    return " · ".join(word for word in words if word)


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in names if re.search(sign, user_agent)), "")


def note_device(request: HttpRequest) -> None:
    """Write device and moment of sign-in into the session that is about to be signed in."""
    request.session[DEVICE_KEY] = device_name(request.headers.get("User-Agent", ""))
    request.session[MADE_KEY] = clock.now().isoformat(timespec="seconds")
