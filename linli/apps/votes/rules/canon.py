"""One way to write a record down, so that everyone gets the same fingerprint.

A record is JSON with sorted keys, no spaces, non-ASCII letters as they are, whole numbers only. The
one-file verifier writes it the same way; nothing else may feed a hash.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Final

START: Final = "0" * 64  # what stands before the first ballot


WRITER: Final = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)


def written(record: object) -> bytes:
    """Return the one way to write `record`."""
    return WRITER.encode(record).encode()


def fingerprint(records: Iterable[object]) -> str:
    """Return the SHA-256 over `records`, one a line, in the order given."""
    digest = sha256()
    for record in records:
        digest.update(written(record))
        digest.update(b"\n")
    return digest.hexdigest()


def link(previous: str, ballot: Mapping[str, object]) -> str:
    """Return the hash of a ballot that follows the one whose hash is `previous`."""
    return sha256(previous.encode() + b"\n" + written(ballot)).hexdigest()
