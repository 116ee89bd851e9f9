"""Tables of disputes."""

from __future__ import annotations

from linli.apps.disputes.models.agreement import (
    Agreement,
    Confirmation,
    Obligation,
    PerformanceLine,
)
from linli.apps.disputes.models.dispute import Dispute
from linli.apps.disputes.models.mediation import Look, Note, Seat, SeatAnswer, Session
from linli.apps.disputes.models.sides import ConsentLine, Side

__all__ = [
    "Agreement",
    "Confirmation",
    "ConsentLine",
    "Dispute",
    "Look",
    "Note",
    "Obligation",
    "PerformanceLine",
    "Seat",
    "SeatAnswer",
    "Session",
    "Side",
]
