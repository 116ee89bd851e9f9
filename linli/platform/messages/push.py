"""Web Push (RFC 8030, 8291, 8292): a message for a browser that asked for it, sealed for it alone.

The browser names the address to send to; only hosts of known push services are called, so that
nobody can make Linli call into the house's own network.
"""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from linli.platform.messages import Message, Undeliverable

if TYPE_CHECKING:
    from webpush import WebPush

SECONDS_MAX: Final = 15
KEPT_SECONDS: Final = 24 * 3600  # how long the push service keeps it for a sleeping device
ANSWER_BYTES_MAX: Final = 10_000


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_given: object, **_named: object) -> None:
        return None


def is_push_service(address: str) -> bool:
    """Tell whether the address belongs to a push service that Linli may call."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    return parts.scheme == "https" and any(
        host == known or (known.startswith(".") and host.endswith(known))
        for known in settings.PUSH_HOSTS
    )


def public_key() -> str:
    """Return the key that a browser needs to subscribe; made at the first call and kept."""
    return _keys()[2]


def _keys() -> tuple[bytes, bytes, str]:
    """Return private key, public key (PEM) and the public key as browsers want it.

    The file holds all three, so that a page which shows the last one loads no cryptography.
    """
    file = Path(settings.DATA) / "push.key"
    if not file.exists():
        from webpush.vapid import VAPID

        private, public, shown = VAPID.generate_keys()
        made = file.with_suffix(".new")
        made.touch(mode=0o600)
        made.write_bytes(private + public + shown.encode())
        made.replace(file)
    private, mark, rest = file.read_bytes().partition(b"-----BEGIN PUBLIC KEY-----")
    public, end, shown_bytes = rest.partition(b"-----END PUBLIC KEY-----\n")
    return private, mark + public + end, shown_bytes.decode()


class Push:
    """Seals the message for the subscription and hands it to the push service."""

    @cached_property
    def _sealer(self) -> WebPush:
        from webpush import WebPush

        private, public, _shown = _keys()
        return WebPush(private, public, subscriber=settings.DEFAULT_FROM_EMAIL, ttl=KEPT_SECONDS)

    def send(self, message: Message) -> None:
        from webpush import WebPushSubscription

        subscription = WebPushSubscription.model_validate_json(message.to)
        where = str(subscription.endpoint)
        if not is_push_service(where):
            raise Undeliverable("no known push service")
        told = {
            "title": message.subject,
            "body": message.text.partition("\n\n")[0],
            "address": message.address,
        }
        sealed = self._sealer.get(json.dumps(told, ensure_ascii=False), subscription)
        headers = {**sealed.headers, "content-type": "application/octet-stream"}
        request = Request(where, data=sealed.encrypted, headers=headers, method="POST")  # noqa: S310  # https only, see above
        try:
            with build_opener(_NoRedirects()).open(request, timeout=SECONDS_MAX) as answer:
                answer.read(ANSWER_BYTES_MAX)
        except HTTPError as error:
            error.close()
            if error.code in {404, 410}:
                raise Undeliverable("the browser has unsubscribed") from error
            raise
