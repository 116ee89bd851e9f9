"""The city as the demo disputes need it: where they happen, who answers for them, who mediates."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate

from linli.apps.accounts import queries as accounts
from linli.apps.accounts.models import RoleGrant
from linli.apps.places import queries as places
from linli.apps.places.models import Compound
from linli.apps.places.queries.inside import buildings_inside
from linli.foundation.areas import Level, ancestor
from linli.foundation.chance import Dice
from linli.foundation.clock import local_date
from linli.platform.access import Actor


@dataclass(frozen=True, slots=True)
class Spot:
    """A building with the areas around it."""

    building: int
    compound: int | None
    area: int

    @property
    def community(self) -> int:
        return ancestor(self.area, Level.COMMUNITY)

    @property
    def subdistrict(self) -> int:
        return ancestor(self.area, Level.SUBDISTRICT)


class World:
    """Read once; invented disputes keep away from compounds whose names are real."""

    def __init__(self, city: int, now: dt.datetime, dice: Dice) -> None:
        self.now, self.dice = now, dice
        day = local_date(now)
        real = set(Compound.objects.filter(synthetic=False).values_list("pk", flat=True))
        rows = [each for each in buildings_inside(city) if each.compound not in real]
        grids = places.grids_of([each.id for each in rows], day)
        self.secretaries = self._holders("community_secretary", day)
        self.mediators = self._holders("mediator", day)
        spots = [
            (Spot(each.id, each.compound, grids.get(each.id, each.community)), each.households)
            for each in rows
        ]
        kept = [
            (spot, households)
            for spot, households in spots
            if spot.community in self.secretaries and spot.subdistrict in self.mediators
        ]
        self.spots = [spot for spot, _households in kept]
        self._heaped = tuple(accumulate(max(households, 1) for _spot, households in kept))
        self._actors: dict[int, Actor] = {}

    def _holders(self, role: str, day: dt.date) -> dict[int, int]:
        rows = RoleGrant.objects.as_of(day).filter(role=role).order_by("id")
        return dict(rows.values_list("area_id", "account_id"))

    def any_spot(self) -> Spot:
        """Return a building, the likelier the more live in it."""
        wanted = self.dice.random() * self._heaped[-1]
        return self.spots[bisect_left(self._heaped, wanted)]

    def actor(self, account: int) -> Actor:
        """Return the actor of an account as it acts in the demo: read once."""
        if account not in self._actors:
            self._actors[account] = accounts.actor_for(account, self.now)
        return self._actors[account]

    def desk(self, spot: Spot) -> Actor:
        return self.actor(self.secretaries[spot.community])

    def mediator(self, spot: Spot) -> Actor:
        return self.actor(self.mediators[spot.subdistrict])
