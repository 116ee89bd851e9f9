"""The buildings of a study as the rules take them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db.models import QuerySet

from linli.apps.planning.models import Study, StudyBuilding
from linli.apps.planning.rules.drawing import Limits, Piece

COLUMNS: Final = ("number", "lon", "lat", "households", "area", "compound", "near", "grid")


def limits_of(study: Study) -> Limits:
    return Limits(study.facts["low"], study.facts["high"])


def pieces_of_study(pk: int) -> list[Piece]:
    """Return all buildings of a study. One query."""
    return _pieces(StudyBuilding.objects.filter(study=pk))


def members_of(pk: int, grids: Sequence[int]) -> dict[int, dict[int, Piece]]:
    """Return the buildings of some grids, by grid and number. One query."""
    found: dict[int, dict[int, Piece]] = {grid: {} for grid in grids}
    for piece in _pieces(StudyBuilding.objects.filter(study=pk, grid__in=grids)):
        assert piece.grid is not None
        found[piece.grid][piece.number] = piece
    return found


def _pieces(rows: QuerySet[StudyBuilding]) -> list[Piece]:
    return [
        Piece(number, lon, lat, households, area, compound, tuple(near), grid)
        for number, lon, lat, households, area, compound, near, grid in rows.order_by(
            "number"
        ).values_list(*COLUMNS)
    ]
