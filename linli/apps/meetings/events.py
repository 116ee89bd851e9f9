"""What other apps may hear of meetings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MeetingCalled:
    """A meeting was called: those invited can be told."""

    meeting: int
    kind: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class MeetingCancelled:
    """A meeting was called off."""

    meeting: int
    kind: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class MinutesWritten:
    """Another version of the minutes waits for those who were there."""

    meeting: int
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class MeetingClosed:
    """A meeting has ended."""

    meeting: int
    kind: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class MinutesPublished:
    """The minutes of a meeting are out."""

    meeting: int
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class DecisionMoved:
    """A decision took a step; `state` is also `overdue` when its day has passed."""

    decision: int
    meeting: int
    state: str
    at: dt.datetime
