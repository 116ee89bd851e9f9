"""The registers of the territory as tables: areas, compounds, buildings, homes.

Each plans what the rows of a table would change in a few queries, whatever the number of rows, and
refuses what the page of the same thing refuses. What stands in a table as an address (community,
compound, building by their names) is what people have on paper: no row needs a key of ours.
"""

from __future__ import annotations

from linli.apps.places.actions.registers.areas import AREAS
from linli.apps.places.actions.registers.buildings import BUILDINGS
from linli.apps.places.actions.registers.compounds import COMPOUNDS
from linli.apps.places.actions.registers.homes import HOMES

__all__ = ["AREAS", "BUILDINGS", "COMPOUNDS", "HOMES"]
