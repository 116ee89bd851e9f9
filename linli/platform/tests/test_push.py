"""A push message is sealed so that only the browser that asked for it can read it."""

from __future__ import annotations

import json
import threading
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.error import HTTPError

import jwt
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pytest_django import Settings

from linli.platform.messages import Message, Undeliverable, push
from linli.platform.messages.push import Push, is_push_service

AUTH = b"sixteen bytes ok"


def text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


class Service(BaseHTTPRequestHandler):
    """What a push service of a browser's maker does: takes the sealed message, or says it is gone."""

    status: ClassVar[int] = 201
    taken: ClassVar[list[tuple[dict[str, str], bytes]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.taken.append(({name.lower(): word for name, word in self.headers.items()}, body))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@pytest.fixture
def service(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run a push service on this machine, which is allowed here only and without https."""
    settings.DATA = tmp_path
    monkeypatch.setattr(push, "is_push_service", lambda _address: True)
    server = HTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    Service.taken.clear()
    Service.status = 201
    yield f"http://127.0.0.1:{server.server_port}/send/1"
    server.shutdown()
    server.server_close()
    thread.join()


def browser() -> tuple[ec.EllipticCurvePrivateKey, bytes]:
    key = ec.generate_private_key(ec.SECP256R1())
    return key, key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def subscription(where: str, point: bytes) -> str:
    return json.dumps({"endpoint": where, "keys": {"p256dh": text(point), "auth": text(AUTH)}})


def derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def opened(key: ec.EllipticCurvePrivateKey, point: bytes, body: bytes) -> dict[str, str]:
    """Open a sealed message as RFC 8291 says, apart from the library that sealed it."""
    salt, size = body[:16], body[20]
    theirs, sealed = body[21 : 21 + size], body[21 + size :]
    shared = key.exchange(
        ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)
    )
    secret = derive(shared, AUTH, b"WebPush: info\0" + point + theirs, 32)
    content = derive(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = derive(secret, salt, b"Content-Encoding: nonce\0", 12)
    plain = AESGCM(content).decrypt(nonce, sealed, None)
    assert plain.endswith(b"\x02")
    told: dict[str, str] = json.loads(plain[:-1])
    return told


def test_only_the_browser_reads_it_and_knows_who_sent_it(service: str) -> None:
    key, point = browser()
    message = Message(subscription(service, point), "有了答复", "“路灯”有答复了。", "https://x/m/")
    Push().send(message)

    ((headers, body),) = Service.taken
    assert "路灯".encode() not in body
    assert opened(key, point, body) == {
        "title": "有了答复",
        "body": "“路灯”有答复了。",
        "address": "https://x/m/",
    }
    assert headers["content-encoding"] == "aes128gcm"
    token, shown = headers["authorization"].removeprefix("vapid t=").split(", k=")
    point_of_sender = urlsafe_b64decode(shown + "==")
    sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point_of_sender)
    claims = jwt.decode(token, sender, algorithms=["ES256"], options={"verify_aud": False})
    assert claims["aud"].startswith("http://127.0.0.1")
    assert shown == push.public_key()


def test_the_key_is_made_once_and_only_its_owner_reads_it(
    settings: Settings, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    assert push.public_key() == push.public_key()
    assert (tmp_path / "push.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("status", "error"),
    [(404, Undeliverable), (410, Undeliverable), (429, HTTPError), (500, HTTPError)],
)
def test_a_service_that_knows_the_browser_no_more_is_believed(
    service: str, status: int, error: type[Exception]
) -> None:
    Service.status = status
    _key, point = browser()
    with pytest.raises(error):
        Push().send(Message(subscription(service, point), "a", "b", "https://x/"))


def test_an_unknown_service_is_not_called() -> None:
    _key, point = browser()
    with pytest.raises(Undeliverable):
        Push().send(Message(subscription("https://127.0.0.1/x", point), "a", "b", "https://x/"))
    assert is_push_service("https://wns2-sg2p.notify.windows.com/w/?token=1")
    assert not is_push_service("https://10.0.0.1/")
