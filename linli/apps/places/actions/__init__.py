"""Every change of the territory's registers: one verb, one transaction, one line in the journal."""

from __future__ import annotations

from linli.apps.places.actions.buildings import add_building, edit_building, move_building
from linli.apps.places.actions.centres import (
    add_centre,
    add_place,
    close_centre,
    edit_centre,
    edit_place,
    open_centre,
)
from linli.apps.places.actions.compounds import add_compound, change_management, edit_compound
from linli.apps.places.actions.registers import AREAS, BUILDINGS, COMPOUNDS, HOMES
from linli.apps.places.actions.regridding import GridPlan, Redivision, redivide

__all__ = [
    "AREAS",
    "BUILDINGS",
    "COMPOUNDS",
    "HOMES",
    "GridPlan",
    "Redivision",
    "add_building",
    "add_centre",
    "add_compound",
    "add_place",
    "change_management",
    "close_centre",
    "edit_building",
    "edit_centre",
    "edit_compound",
    "edit_place",
    "move_building",
    "open_centre",
    "redivide",
]
