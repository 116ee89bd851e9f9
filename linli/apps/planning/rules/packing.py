"""Columns of a file and reach of a point as few bytes, without array libraries."""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Sequence
from typing import Any


def pack(columns: dict[str, Any]) -> bytes:
    """Return columns as compressed JSON."""
    return zlib.compress(json.dumps(columns, ensure_ascii=False).encode())


def unpack(content: bytes | memoryview) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(zlib.decompress(bytes(content)))
    return found


def pack_reach(homes: Sequence[int], tenths: Sequence[int]) -> bytes:
    """Return numbers of homes (4 bytes each), then tenths of minutes (2 bytes each).

    >>> unpack_reach(pack_reach([3, 70_000], [12, 149]))
    ([3, 70000], [12, 149])
    """
    return _little(array("I", homes)) + _little(array("H", tenths))


def unpack_reach(content: bytes | memoryview) -> tuple[list[int], list[int]]:
    """Return homes and tenths of minutes."""
    whole = bytes(content)
    count = len(whole) // 6
    homes, tenths = array("I"), array("H")
    homes.frombytes(whole[: 4 * count])
    tenths.frombytes(whole[4 * count :])
    for each in (homes, tenths):
        if sys.byteorder == "big":
            each.byteswap()
    return homes.tolist(), tenths.tolist()


def _little(values: array[int]) -> bytes:
    if sys.byteorder == "big":
        values.byteswap()
    return values.tobytes()
