"""What has happened in accounts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoleGranted:
    account: int
    role: str
    area: int
    organisation: int | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class RoleEnded:
    account: int
    role: str
    area: int
    organisation: int | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """Somebody agreed to a purpose."""

    account: int
    purpose: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class ConsentWithdrawn:
    """Somebody took their consent back; whoever relied on it stops at once."""

    account: int
    purpose: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class AccountClosed:
    """An account was closed and emptied; its key stays in the records of work."""

    account: int
    at: dt.datetime
