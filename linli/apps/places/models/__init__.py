"""Tables of the territory. An area's code is its key, so that "inside" is one range of numbers."""

from __future__ import annotations

from linli.apps.places.models.areas import Area, MapFeature
from linli.apps.places.models.centres import NeighbourPlace, ServiceCentre
from linli.apps.places.models.compounds import Compound, CompoundManagement
from linli.apps.places.models.homes import Building, GridBuilding, Home

__all__ = [
    "Area",
    "Building",
    "Compound",
    "CompoundManagement",
    "GridBuilding",
    "Home",
    "MapFeature",
    "NeighbourPlace",
    "ServiceCentre",
]
