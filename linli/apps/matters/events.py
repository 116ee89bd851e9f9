"""What has happened to a matter; higher apps listen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class MatterReported:
    matter: int
    kind: str
    area: int
    channel: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class MatterMoved:
    """A matter went from one state to another (they are equal when it stayed where it is)."""

    matter: int
    verb: str
    before: str
    after: str
    unit: int | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class MatterRated:
    matter: int
    close_round: int
    value: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class MatterMerged:
    """A matter was found to be the same as `into`; `is_undone` takes that back."""

    matter: int
    into: int
    is_undone: bool
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class MatterUrged:
    matter: int
    unit: int | None
    handler: int | None
    urges: int
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class ObjectionMade:
    """A unit says that a matter in `area` should be another's."""

    matter: int
    area: int
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class ObjectionRuled:
    """It was decided who has the matter; `author` objected."""

    matter: int
    author: int | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class MattersEscalated:
    """Matters that are late have reached a rung; `rows` hold whom and where each concerns."""

    rung: str
    rows: tuple[Mapping[str, Any], ...]
    at: dt.datetime
