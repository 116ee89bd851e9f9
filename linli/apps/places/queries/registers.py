"""The registers as staff see them: what lies below an area with its figures, and each list by key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Coalesce

from linli.apps.places.access import HOMES
from linli.apps.places.models import (
    Area,
    Building,
    Compound,
    CompoundManagement,
    GridBuilding,
    Home,
    ServiceCentre,
)
from linli.apps.places.queries.areas import AreaRow, list_children
from linli.apps.places.queries.buildings import BuildingRow, building_rows
from linli.apps.places.rules import GRID_HOUSEHOLDS_MAX, GRID_HOUSEHOLDS_MIN
from linli.foundation.areas import SIZE, Level
from linli.platform.access import Actor, allowed

PAGE_ROWS = 50
HOMES_MAX = 3000


@dataclass(frozen=True, slots=True)
class AreaFigures:
    """An area with what stands in it: counts, and households of its buildings."""

    area: AreaRow
    buildings: int
    households: int
    compounds: int
    centres: int

    @property
    def is_off_size(self) -> bool:
        """Tell whether a grid has fewer or more households than it should; it warns, never blocks."""
        fits = GRID_HOUSEHOLDS_MIN <= self.households <= GRID_HOUSEHOLDS_MAX
        return self.area.level == Level.GRID and not fits


@dataclass(frozen=True, slots=True)
class ManagementRow:
    id: int
    mode: str
    decision: str
    decided_on: dt.date | None
    valid_from: dt.date
    valid_to: dt.date | None

    @property
    def mode_label(self) -> str:
        return str(CompoundManagement.Mode(self.mode).label)


@dataclass(frozen=True, slots=True)
class GridRow:
    grid: int
    name: str
    valid_from: dt.date
    valid_to: dt.date | None


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A compound in the register of its community."""

    id: int
    name: str
    kind: str
    address: str
    buildings: int
    households: int

    @property
    def kind_label(self) -> str:
        return str(Compound.Kind(self.kind).label)


@dataclass(frozen=True, slots=True)
class HomeRow:
    id: int
    entrance: int
    floor: int
    number: str
    exclusive_area: int
    use: str

    @property
    def square_metres(self) -> str:
        return f"{self.exclusive_area // 100}.{self.exclusive_area % 100:02d}"


def below(code: int, *, on: dt.date) -> tuple[AreaFigures, ...]:
    """Return the areas below `code` with their figures: four queries, whatever their number."""
    children = list_children(code, on=on)
    if not children:
        return ()
    level = Level(children[0].level)
    if level is Level.GRID:
        return _grids(children, on)
    size = SIZE[level]
    spread = {"code__gte": children[0].code, "code__lt": children[-1].code + size}
    inside = {key.replace("code", "community"): value for key, value in spread.items()}
    key = F("community") - F("community") % size
    built = {
        row["within"]: row
        for row in Building.objects.filter(**inside)
        .annotate(within=key)
        .values("within")
        .annotate(count=Count("id"), dwellings=Sum("households"))
    }
    compounds = _counts(Compound.objects.filter(**inside), size)
    centres = _counts(ServiceCentre.objects.filter(**inside), size)
    none = {"count": 0, "dwellings": 0}
    return tuple(
        AreaFigures(
            child,
            built.get(child.code, none)["count"],
            built.get(child.code, none)["dwellings"],
            compounds.get(child.code, 0),
            centres.get(child.code, 0),
        )
        for child in children
    )


def _counts(rows: QuerySet[Compound] | QuerySet[ServiceCentre], size: int) -> dict[int, int]:
    grouped = rows.annotate(within=F("community") - F("community") % size).values("within")
    return dict(grouped.annotate(count=Count("id")).values_list("within", "count"))


def _grids(children: Iterable[AreaRow], on: dt.date) -> tuple[AreaFigures, ...]:
    codes = [child.code for child in children]
    links = GridBuilding.objects.as_of(on).filter(grid__in=codes).values("grid")
    found = {
        row["grid"]: row
        for row in links.annotate(
            count=Count("building"),
            homes=Coalesce(Sum("building__households"), 0),
            estates=Count("building__compound", distinct=True),
        )
    }
    none = {"count": 0, "homes": 0, "estates": 0}
    return tuple(
        AreaFigures(
            child,
            found.get(child.code, none)["count"],
            found.get(child.code, none)["homes"],
            found.get(child.code, none)["estates"],
            0,
        )
        for child in children
    )


def compound_register(community: int) -> tuple[RegisterRow, ...]:
    """Return the compounds of a community with their buildings and households. One query."""
    rows = Compound.objects.filter(community=community).order_by("name")
    counted = rows.annotate(
        count=Count("buildings"), homes=Coalesce(Sum("buildings__households"), 0)
    )
    columns = ("id", "name", "kind", "address", "count", "homes")
    return tuple(RegisterRow(*row) for row in counted.values_list(*columns)[:500])


def street_houses(
    community: int, *, after: int = 0, limit: int = PAGE_ROWS
) -> tuple[BuildingRow, ...]:
    """Return the street houses of a community whose keys come after `after`, one more than a page."""
    rows = Building.objects.filter(community=community, compound=None, id__gt=after)
    return building_rows(rows.order_by("id"), limit + 1)


def management_of(compound: int) -> tuple[ManagementRow, ...]:
    """Return how the compound has been managed, the newest first."""
    rows = CompoundManagement.objects.filter(compound=compound).order_by("-valid_from")
    columns = ("id", "mode", "decision", "decided_on", "valid_from", "valid_to")
    return tuple(ManagementRow(*row) for row in rows.values_list(*columns)[:100])


def grid_history(building: int) -> tuple[GridRow, ...]:
    """Return the grids that the building was in, the newest first."""
    rows = GridBuilding.objects.filter(building=building).order_by("-valid_from")
    columns = ("grid_id", "grid__name", "valid_from", "valid_to")
    return tuple(GridRow(*row) for row in rows.values_list(*columns)[:100])


def homes_of(building: int, *, actor: Actor) -> tuple[HomeRow, ...]:
    """Return the homes of a building that the actor may see, by entrance and floor."""
    rows = allowed(
        Home.objects.filter(building=building), actor=actor, action="read", table=HOMES
    ).order_by("entrance", "floor", "number")
    columns = ("id", "entrance", "floor", "number", "exclusive_area", "use")
    return tuple(HomeRow(*row) for row in rows.values_list(*columns)[:HOMES_MAX])


def open_area(actor: Actor) -> int | None:
    """Return the area where a keeper begins to browse: the first that a role is held over."""
    first = min((grant.over.low for grant in actor.grants), default=None)
    if first is None:
        return Area.objects.filter(level=Level.CITY).values_list("code", flat=True).first()
    return first
