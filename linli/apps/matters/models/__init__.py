"""Tables of matters."""

from __future__ import annotations

from linli.apps.matters.models.care import PlaceCare
from linli.apps.matters.models.escalation import EscalationLadder
from linli.apps.matters.models.following import Follow
from linli.apps.matters.models.learned import SuggestionModel
from linli.apps.matters.models.matter import Matter
from linli.apps.matters.models.objection import DispatchObjection
from linli.apps.matters.models.records import (
    MatterContact,
    MatterNote,
    MatterRating,
)
from linli.apps.matters.models.replies import ReplyTemplate

__all__ = [
    "DispatchObjection",
    "EscalationLadder",
    "Follow",
    "Matter",
    "MatterContact",
    "MatterNote",
    "MatterRating",
    "PlaceCare",
    "ReplyTemplate",
    "SuggestionModel",
]
