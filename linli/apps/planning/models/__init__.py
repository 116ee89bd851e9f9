"""Tables of the studio."""

from __future__ import annotations

from linli.apps.planning.models.rows import (
    Handover,
    Move,
    Note,
    PlanGrid,
    Proposal,
    Spot,
    StudyBuilding,
)
from linli.apps.planning.models.studies import Study, Upload

__all__ = [
    "Handover",
    "Move",
    "Note",
    "PlanGrid",
    "Proposal",
    "Spot",
    "Study",
    "StudyBuilding",
    "Upload",
]
