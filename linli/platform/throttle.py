"""Limits on how often one subject may do one thing, counted in the database, one query each.

Inside an action's transaction only acts that succeed are counted, for a failed one is rolled back;
outside of one every attempt counts, as sign-in wants it. Ask `once` first: a retry of an act that
was already done comes back from there and is never counted.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
from typing import Final

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from linli.foundation.refusals import Refused

IPV6_SITE_BITS: Final = 64  # one household has at least so many addresses to itself

COUNT: Final = (
    "INSERT INTO platform_throttlecount (key, count, expires) VALUES (%s, 1, %s)"
    " ON CONFLICT (key) DO UPDATE SET count = platform_throttlecount.count + 1 RETURNING count"
)


def throttle(name: str, subject: str, limit: int, seconds: int, *, now: dt.datetime) -> None:
    """Count one more `name` of `subject`; refuse the one after `limit` within a window of `seconds`."""
    moment = int(now.timestamp())
    slot = moment // seconds
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [_hash(f"{name}|{subject}|{slot}"), (slot + 1) * seconds])
        (count,) = cursor.fetchone()
    if count > limit:
        raise Refused(
            "throttle.too_often",
            "操作太频繁了，请 %(minutes)s 分钟后再试；紧急情况请直接拨打 110、119 或 120。",
            minutes=max(1, -(-((slot + 1) * seconds - moment) // 60)),
        )


def _hash(text: str) -> str:
    """Return a keyed hash, different in each window: addresses are neither kept nor linked."""
    return salted_hmac("linli.throttle", text, algorithm="sha256").hexdigest()[:32]


def caller_address(request: HttpRequest) -> str:
    """Return the caller's address (IPv6: its /64 network), believing `TRUSTED_PROXIES` proxies only.

    >>> request = HttpRequest()
    >>> request.META = {"REMOTE_ADDR": "192.0.2.7", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}
    >>> caller_address(request)  # no proxy is trusted: anybody can write that header
    '192.0.2.7'
    """
    nearest = str(request.META.get("REMOTE_ADDR", ""))
    trusted: int = settings.TRUSTED_PROXIES
    if trusted:
        chain = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
        nearest = chain[-trusted].strip() if len(chain) >= trusted else nearest
    return _site(nearest) or _site(str(request.META.get("REMOTE_ADDR", "")))


def _site(text: str) -> str:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    if address.version == 6:
        return str(ipaddress.ip_network((address, IPV6_SITE_BITS), strict=False))
    return str(address)
