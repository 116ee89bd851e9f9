"""What has happened to a dispute: keys only. Whoever tells people says no more than “something new”."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DisputeMoved:
    """A dispute went from one state to another (`before` is empty when it was registered)."""

    dispute: int
    before: str
    after: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class DisputeNeeds:
    """Somebody of the circle has something to do: `what` is consent, mediator, session, agreement, …."""

    dispute: int
    what: str
    accounts: tuple[int, ...]
    at: dt.datetime
