"""The city as the demo matters need it: where they happen, which unit has them, who acts."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final

from linli.apps.accounts.models import Account, RoleGrant
from linli.apps.matters.seeds.parts import Parts
from linli.apps.matters.seeds.twins import Twin
from linli.apps.places import queries as places
from linli.apps.places.models import Compound
from linli.apps.places.queries.inside import buildings_inside, compounds_inside
from linli.foundation.areas import Level, ancestor
from linli.foundation.chance import Dice
from linli.foundation.clock import local_date
from linli.platform.access import Actor

DESK: Final = ("community_worker", "community_secretary")
SHOWCASE: Final = "南中社区"


@dataclass(frozen=True, slots=True)
class Spot:
    """A building with all that a matter there has to know."""

    building: int
    building_name: str
    compound: int | None
    compound_name: str
    community: int
    area: int
    lon: float
    lat: float


class World:
    """Read once, then asked a million times."""

    def __init__(self, city: int, now: dt.datetime, dice: Dice) -> None:
        self.day, self.dice = local_date(now), dice
        compounds = {each.id: each for each in compounds_inside(city)}
        real = set(Compound.objects.filter(synthetic=False).values_list("pk", flat=True))
        buildings = [each for each in buildings_inside(city) if each.compound not in real]
        grids = places.grids_of([each.id for each in buildings], self.day)
        self.spots = [
            Spot(
                each.id,
                each.name,
                each.compound,
                compounds[each.compound].name if each.compound is not None else "",
                each.community,
                grids.get(each.id, each.community),
                each.lon,
                each.lat,
            )
            for each in buildings
        ]
        self._heaped = tuple(accumulate(max(each.households, 1) for each in buildings))
        self.by_community: dict[int, list[Spot]] = defaultdict(list)
        self.by_compound: dict[int, list[Spot]] = defaultdict(list)
        for spot in self.spots:
            self.by_community[spot.community].append(spot)
            if spot.compound is not None:
                self.by_compound[spot.compound].append(spot)
        self._units: dict[tuple[str, int], tuple[int, ...]] = {}
        self.recent: dict[tuple[str, int], Twin] = {}  # kind and community → the latest
        self._parts = Parts(self.day)
        self._read_grants()

    def _read_grants(self) -> None:
        self._holders: dict[tuple[str, int], int] = {}
        self._of_unit: dict[int, tuple[int, str, int]] = {}
        self.organisation_of: dict[int, int] = {}
        rows = RoleGrant.objects.as_of(self.day).order_by("-id")
        for role, area, account, unit in rows.values_list(
            "role", "area_id", "account_id", "organisation"
        ):
            self._holders[role, area] = account
            if unit:
                self._of_unit[unit] = (account, role, area)
                self.organisation_of[account] = unit

    @cached_property
    def showcase(self) -> int:
        """Return the community in which the personas live and work."""
        names = places.area_names(self.by_community)
        return next((code for code, name in names.items() if name == SHOWCASE), min(names))

    @cached_property
    def personas(self) -> dict[str, int]:
        rows = Account.objects.exclude(username=None).values_list("username", "pk")
        return {name: account for name, account in rows if name}

    def any_spot(self) -> Spot:
        """Return a building, a large one more often than a small one."""
        return self.spots[bisect_left(self._heaped, self.dice.random() * self._heaped[-1])]

    def units(self, handler: str, spot: Spot) -> tuple[int, ...]:
        """Return the units that play the part `handler` at the spot, as `units_for` does, from memory."""
        place = (handler, spot.building)
        if place not in self._units:
            self._units[place] = self._parts.units_for(
                handler, spot.area, spot.building, spot.compound
            )
        return self._units[place]

    def desk(self, spot: Spot) -> Actor:
        """Return who coordinates in the community of the spot."""
        for role in DESK:
            if (account := self._holders.get((role, spot.community))) is not None:
                return Actor(account, f"{role}@{spot.community}")
        return Actor(None, f"community_worker@{spot.community}")

    def grid_worker(self, spot: Spot) -> Actor:
        return Actor(self._holders.get(("grid_worker", spot.area)), f"grid_worker@{spot.area}")

    def of_unit(self, unit: int, spot: Spot) -> Actor:
        """Return who works for the unit, the desk of the community where nobody has an account."""
        if unit in self._of_unit:
            account, role, area = self._of_unit[unit]
            return Actor(account, f"{role}@{area}")
        district = ancestor(spot.area, Level.DISTRICT)
        return Actor(None, f"department_handler@{district}")
