"""The homes of a compound, of one building or of one entrance: the ground of an owners' roll."""

from __future__ import annotations

from dataclasses import dataclass

from linli.apps.places.models import Home


@dataclass(frozen=True, slots=True)
class HomePlace:
    """A home with what a roll needs of it; the area is in 0.01 m²."""

    id: int
    building: int
    building_name: str
    entrance: int
    number: str
    area: int
    use: str

    @property
    def label(self) -> str:
        return f"{self.building_name}{self.entrance}单元{self.number}"


def homes_of_compound(
    compound: int, *, building: int | None = None, entrance: int | None = None
) -> tuple[HomePlace, ...]:
    """Return the homes of a compound in the order of buildings, entrances and floors."""
    rows = Home.objects.filter(building__compound=compound)
    if building is not None:
        rows = rows.filter(building=building)
    if entrance is not None:
        rows = rows.filter(entrance=entrance)
    columns = (
        "id",
        "building_id",
        "building__name",
        "entrance",
        "number",
        "exclusive_area",
        "use",
    )
    ordered = rows.order_by("building_id", "entrance", "floor", "id")
    return tuple(HomePlace(*row) for row in ordered.values_list(*columns))
