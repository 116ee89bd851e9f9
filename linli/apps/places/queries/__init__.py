"""What the other apps and the pages read of the territory. Lists are frozen rows."""

from __future__ import annotations

from linli.apps.places.queries.areas import (
    AreaName,
    AreaRow,
    area_at,
    area_names,
    area_path,
    codes_at,
    codes_in_force,
    get_area,
    list_areas,
    list_children,
)
from linli.apps.places.queries.buildings import (
    BuildingRow,
    CompoundRow,
    get_building,
    get_building_by_card,
    get_compound,
    grid_of,
    grids_of,
    list_buildings,
    list_compounds,
    nearest_buildings,
)
from linli.apps.places.queries.centres import (
    CentreRow,
    NeighbourPlaceRow,
    get_centre,
    list_centres,
    list_neighbour_places,
    nearest_centres,
)
from linli.apps.places.queries.homes import HomePlace, homes_of_compound
from linli.apps.places.queries.search import PlaceRow, search_places

__all__ = [
    "AreaName",
    "AreaRow",
    "BuildingRow",
    "CentreRow",
    "CompoundRow",
    "HomePlace",
    "NeighbourPlaceRow",
    "PlaceRow",
    "area_at",
    "area_names",
    "area_path",
    "codes_at",
    "codes_in_force",
    "get_area",
    "get_building",
    "get_building_by_card",
    "get_centre",
    "get_compound",
    "grid_of",
    "grids_of",
    "homes_of_compound",
    "list_areas",
    "list_buildings",
    "list_centres",
    "list_children",
    "list_compounds",
    "list_neighbour_places",
    "nearest_buildings",
    "nearest_centres",
    "search_places",
]
