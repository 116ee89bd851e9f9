"""What other apps may hear of votes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VoteMoved:
    """A vote took a step of its life."""

    vote: int
    state: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class ResidentsVoteClosed:
    """A residents' vote was counted: `winner` is the number of an option, none when nothing won."""

    vote: int
    reference: str
    is_quorate: bool
    winner: int | None
    at: dt.datetime
