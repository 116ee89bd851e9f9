"""Which unit plays which part where: `organisations.queries.units_for`, read once for the whole city.

`test_seeds.py` proves that both give the same units.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from itertools import chain
from typing import Any, Final

from linli.apps.organisations.models import (
    Organisation,
    OrganisationArea,
    OrganisationBuilding,
    OrganisationCompound,
)
from linli.apps.organisations.queries.units import PLACED
from linli.apps.organisations.rules.kinds import STAND_IN
from linli.foundation.areas import Level, ancestor
from linli.platform.dated import holding

AT_BUILDING, AT_COMPOUND, IN_AREA, STANDS_IN = 0, 1, 2, 3
LEVELS: Final = tuple(Level)

Unit = tuple[int, int]  # its key and the code of the area where it stands


class Parts:
    """Units by part and place on a day."""

    def __init__(self, day: dt.date) -> None:
        self._found: dict[tuple[str, int, int], list[Unit]] = defaultdict(list)
        rows = Organisation.objects.filter(holding(day)).exclude(code="")
        for key, code, area in rows.values_list("id", "code", "area_id"):
            self._found[code, STANDS_IN, area].append((key, area))
        links: tuple[tuple[Any, str, int], ...] = (
            (OrganisationArea, "area_id", IN_AREA),
            (OrganisationCompound, "compound_id", AT_COMPOUND),
            (OrganisationBuilding, "building_id", AT_BUILDING),
        )
        for model, field, distance in links:
            linked = model.objects.filter(holding(day), holding(day, "organisation__"))
            columns = ("organisation_id", "organisation__code", "organisation__area_id", field)
            for key, code, area, place in linked.values_list(*columns):
                self._found[code, distance, place].append((key, area))

    def units_for(
        self, handler: str, area: int, building: int, compound: int | None
    ) -> tuple[int, ...]:
        """Return the units of the part, nearest first; the level above stands in where there is none."""
        code: str | None = handler
        while code is not None:
            units = self._playing(code, area, building, compound)
            if units:
                return units
            code = STAND_IN.get(code)
        return ()

    def _playing(
        self, code: str, area: int, building: int, compound: int | None
    ) -> tuple[int, ...]:
        at_building = self._found.get((code, AT_BUILDING, building), ())
        at_compound = self._found.get((code, AT_COMPOUND, compound or 0), ())
        around = {ancestor(area, level) for level in LEVELS}
        # A firm's own seat says nothing of whom it works for.
        ways = (IN_AREA,) if code in PLACED else (IN_AREA, STANDS_IN)
        in_area = chain.from_iterable(
            self._found.get((code, way, each), ()) for way in ways for each in around
        )
        ranked = [
            *((AT_BUILDING, -_depth(stands), key) for key, stands in at_building),
            *((AT_COMPOUND, -_depth(stands), key) for key, stands in at_compound),
            *((IN_AREA, -_depth(stands), key) for key, stands in in_area),
        ]
        return tuple(dict.fromkeys(key for _distance, _depth_of, key in sorted(ranked)))


def _depth(area: int) -> int:
    return sum(1 for level in LEVELS if area != ancestor(area, level))
