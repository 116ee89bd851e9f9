"""The demo city's meetings: everything but halls, which `deliberation` writes with the twins here."""

from __future__ import annotations

from linli.apps.meetings.seeds.load import load
from linli.apps.meetings.seeds.twins import (
    MadeBody,
    NewBody,
    NewDecision,
    NewItem,
    NewSeat,
    Sitting,
    write_bodies,
    write_sittings,
)

__all__ = [
    "MadeBody",
    "NewBody",
    "NewDecision",
    "NewItem",
    "NewSeat",
    "Sitting",
    "load",
    "write_bodies",
    "write_sittings",
]
