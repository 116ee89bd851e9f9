"""Tables of this app."""

from __future__ import annotations

from linli.apps.meetings.models.bodies import Body, Seat
from linli.apps.meetings.models.followup import Approval, Decision, DecisionStep, MinutesVersion
from linli.apps.meetings.models.meetings import AgendaItem, Attendee, Meeting, Speaker
from linli.apps.meetings.models.voices import Need, Opinion, Rated, Rating, Review

__all__ = [
    "AgendaItem",
    "Approval",
    "Attendee",
    "Body",
    "Decision",
    "DecisionStep",
    "Meeting",
    "MinutesVersion",
    "Need",
    "Opinion",
    "Rated",
    "Rating",
    "Review",
    "Seat",
    "Speaker",
]
