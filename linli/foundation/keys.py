"""Keys of our own rows: made by the app, ordered by time, 63 bits; and codes that people read out.

A key is 42 bits of milliseconds since 2020 (139 years) followed by 21 bits that start at a random
number in each process and count up, so that rows made one after another stand in order and two
processes meet only by a chance of one in two million within one millisecond, which the primary
key then refuses. Sequences are not used: they do not rise in order on a distributed database.
"""

from __future__ import annotations

import datetime as dt
import threading
from typing import Final

from linli.foundation.clock import chance

EPOCH: Final = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
TAIL_BITS: Final = 21
TAIL_SIZE: Final = 1 << TAIL_BITS
KEY_MAX: Final = (1 << 63) - 1

# Without 0, O, 1 and I: a code is read out on the telephone.
CODE_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

_lock = threading.Lock()
_last = [0]


def key_floor(moment: dt.datetime) -> int:
    """Return the smallest key that a row made at `moment` can have."""
    milliseconds = (moment - EPOCH) // dt.timedelta(milliseconds=1)
    return milliseconds << TAIL_BITS


def new_key(now: dt.datetime) -> int:
    """Return a key for a row made at `now`; keys made in one process for one moment rise."""
    floor = key_floor(now)
    with _lock:
        last = _last[0]
        within = floor <= last < floor + TAIL_SIZE - 1
        key = last + 1 if within else floor + chance(TAIL_SIZE // 2)
        _last[0] = key
    return key


def key_moment(key: int) -> dt.datetime:
    """Return the moment, to the millisecond, at which `key` was made."""
    return EPOCH + dt.timedelta(milliseconds=key >> TAIL_BITS)


def new_code(length: int) -> str:
    """Return an unguessable code of `length` letters (5 bits each) for people to read out.

    >>> len(new_code(8))
    8
    """
    return "".join(CODE_LETTERS[chance(len(CODE_LETTERS))] for _ in range(length))


def read_code(text: str) -> str:
    """Return `text` as a code: spaces and dashes dropped, look-alikes mended, upper case.

    >>> read_code(" k7m4-q2xd ")
    'K7M4Q2XD'
    """
    kept = "".join(letter for letter in text.upper() if letter.isalnum())
    return kept.translate(str.maketrans("0O1I", "QQLL"))
