"""Log lines hold no code that opens something."""

from __future__ import annotations

import logging

import pytest

from linli.platform.logs import WithoutCodes

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Not Found: /follow/K7M4Q2XDABCD/", "Not Found: /follow/…/"),
        ("Forbidden: /my/photos/abc:1x:yz", "Forbidden: /my/photos/…"),
        ("Gone: /files/abcdefgh?small=1", "Gone: /files/…?small=1"),
        ("Not Found: /matters/TABRR4BF/", "Not Found: /matters/TABRR4BF/"),
    ],
)
def test_addresses_lose_their_secret_part(said: str, kept: str) -> None:
    word, path = said.split(" /", 1)
    record = logging.LogRecord("x", logging.WARNING, "", 0, "%s /%s", (word, path), None)

    assert WithoutCodes().filter(record)
    assert record.getMessage() == kept
