"""What has happened to a topic; higher apps and notifications listen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TopicMoved:
    """A topic went from one stage to another; one that is raised comes from none (`before` empty)."""

    topic: int
    reference: str
    before: str
    after: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class TopicNudged:
    """A deadline is near (`soon`), over (`late`), or long over (`escalated`)."""

    topic: int
    reference: str
    kind: str
    area: int
    at: dt.datetime
