"""What has happened among people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ResidenceConfirmed:
    """Somebody who keeps the grid has confirmed that an account's person lives in a home."""

    account: int
    person: int
    home: int
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class ResidenceEnded:
    person: int
    home: int
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class OwnersRecorded:
    """The owners of a home are others from `since` on; rolls frozen earlier stay as they were."""

    home: int
    since: dt.date
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class PersonErased:
    """A person's name and contact are gone; the key stays where work was recorded."""

    person: int
    at: dt.datetime
