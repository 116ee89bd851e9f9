"""Who may mediate and who answers for a dispute; ties between people. Doors of the lower apps only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from linli.apps.accounts import queries as accounts
from linli.apps.disputes.access import KEEPERS, MEDIATOR, accounts_of
from linli.apps.disputes.models import Side
from linli.apps.disputes.queries.rows import DisputePage
from linli.apps.disputes.rules.ties import Standing, ties_between
from linli.apps.organisations import queries as organisations
from linli.apps.people import queries as people
from linli.foundation.areas import Level, ancestor
from linli.foundation.refusals import Refused


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mediator who could be named, with the ties that stand against it."""

    account: int
    name: str
    ties: tuple[str, ...]


def mediators_for(area: int, on: dt.date) -> tuple[int, ...]:
    """Return the accounts that mediate over an area or over one that holds it, nearest first."""
    around = dict.fromkeys(ancestor(area, level) for level in reversed(Level))
    found = [key for code in around for key in accounts.accounts_holding(MEDIATOR, code, on)]
    return tuple(dict.fromkeys(found))


def list_candidates(area: int, sides: Iterable[Side], on: dt.date) -> tuple[Candidate, ...]:
    """Return the mediators of the area with their names and ties to the sides."""
    keys = mediators_for(area, on)
    names = accounts.account_names(set(keys))
    known = list(sides)
    standing = _standing({*keys, *accounts_of(known)}, on)
    of_sides = [_of_side(side, standing) for side in known]
    return tuple(
        Candidate(key, names.get(key, ""), ties_between(standing[key], of_sides)) for key in keys
    )


def candidates_of(page: DisputePage, on: dt.date) -> tuple[Candidate, ...]:
    """Return the mediators who could be named for the dispute of a page."""
    sides = Side.objects.filter(dispute=page.id).order_by("number")
    return list_candidates(page.area, sides, on)


def ties_of(account: int, sides: Iterable[Side], on: dt.date) -> tuple[str, ...]:
    """Return the ties between a mediator and the sides."""
    known = list(sides)
    standing = _standing({account, *accounts_of(known)}, on)
    return ties_between(standing[account], [_of_side(side, standing) for side in known])


def _standing(keys: set[int], on: dt.date) -> dict[int, Standing]:
    """Return where accounts stand: homes, buildings, bodies. Three queries for all of them."""
    doors = people.doors_of(keys, on)
    posts = organisations.bodies_of(keys, on)
    roles = accounts.tied_organisations(keys, on)
    return {
        key: Standing(
            accounts=frozenset({key}),
            homes=frozenset(home for home, _building in doors[key]),
            buildings=frozenset(building for _home, building in doors[key]),
            bodies=posts[key] | roles[key],
        )
        for key in keys
    }


def _of_side(side: Side, standing: dict[int, Standing]) -> Standing:
    """Return where a side and who speaks for it stand together."""
    own = [standing[key] for key in sorted(accounts_of([side]))]
    place = {key for key in [side.building_id] if key is not None}
    body = {key for key in [side.organisation_id] if key is not None}
    nothing: frozenset[int] = frozenset()
    return Standing(
        accounts=nothing.union(*(each.accounts for each in own)),
        homes=nothing.union(*(each.homes for each in own)),
        buildings=nothing.union(place, *(each.buildings for each in own)),
        bodies=nothing.union(body, *(each.bodies for each in own)),
    )


def desk_for(area: int, involved: frozenset[int], on: dt.date) -> str:
    """Return who answers for a dispute: the community, or the subdistrict when its secretary is a side."""
    for desk, level in (("community", Level.COMMUNITY), ("subdistrict", Level.SUBDISTRICT)):
        keepers = accounts.accounts_holding(KEEPERS[desk], ancestor(area, level), on)
        if not involved & set(keepers):
            return desk
    raise Refused(
        "dispute.no_keeper",
        "社区和街道的负责人都是当事人，这里不能公正处理。请向区司法局申请调解，电话12348。",
    )
