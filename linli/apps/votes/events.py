"""What other apps may hear of owners' votes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VoteMoved:
    """A vote took a step of its life."""

    vote: int
    state: str
    at: dt.datetime
