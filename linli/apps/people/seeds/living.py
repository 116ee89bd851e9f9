"""Who owns and who lives in each home of the showcase community."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from linli.apps.people.models import Household, Ownership, Residence
from linli.apps.people.seeds.writer import Writer
from linli.apps.places.queries import grids_of
from linli.apps.places.queries.inside import buildings_inside, compounds_inside, homes_inside

SIZES: Final = ((1, 2, 3, 4, 5), (0.22, 0.28, 0.29, 0.14, 0.07))  # 2.56 people a household
ADULTS: Final = ((18, 36), (36, 60), (60, 80), (80, 95))
ADULT_WEIGHTS: Final = (0.30, 0.45, 0.21, 0.04)
ACCOUNT_SHARE: Final = 0.12
ADULT_AGE: Final = 18
BASES: Final = (("register", "survey", "contract"), (0.86, 0.11, 0.03))
YEAR_DAYS: Final = 365


@dataclass(slots=True)
class Purse:
    """Owners who may come to hold another home in the same compound."""

    owners: list[int] = field(default_factory=list)


def write_showcase(writer: Writer) -> None:
    """Fill every home: owners, and whoever lives there."""
    community = writer.showcase
    kinds = {row.id: row.kind for row in compounds_inside(community)}
    compounds = {row.id: row.compound for row in buildings_inside(community)}
    purses: dict[int | None, Purse] = {}
    for home, building in homes_inside(community):
        compound = compounds[building]
        purse = purses.setdefault(compound, Purse())
        _fill(writer, home, kinds.get(compound or 0, ""), purse)
    writer.flush()


def _fill(writer: Writer, home: int, kind: str, purse: Purse) -> None:
    shares, dice = writer.names, writer.dice
    if kind == "commodity" and dice.random() < _developer_share(shares):
        _own(writer, home, [None], years=8)
        return
    owners = _owners(writer, purse)
    _own(writer, home, owners, years=dice.randrange(2, 26))
    draw = dice.random()
    if draw < shares["vacant_share"]:
        return
    if draw < shares["vacant_share"] + shares["tenant_household_share"]:
        _live(writer, home, [], "tenant", years=dice.randrange(1, 6))
    else:
        _live(writer, home, owners[:1], "owner", years=dice.randrange(2, 20))


def _developer_share(shares: dict[str, float]) -> float:
    """Return the share within commodity compounds, where alone developers hold homes."""
    return shares["units_owned_by_developer_share"] * 2


def _owners(writer: Writer, purse: Purse) -> list[int | None]:
    """Return who owns a home: an owner of another one, or one, two or three new people."""
    dice, names = writer.dice, writer.names
    if purse.owners and dice.random() < names["owners_with_multiple_units_share"]:
        return [dice.choice(purse.owners)]
    mix = names["owners_per_unit"]
    count = dice.choices((1, 2, 3), (mix["one"], mix["two"], mix["three_plus"]))[0]
    owners: list[int | None] = []
    for _each in range(count):
        owner = _adult(writer)
        owners.append(owner)
        purse.owners.append(owner)
    return owners


def _own(writer: Writer, home: int, owners: Sequence[int | None], *, years: int) -> None:
    """Write equal shares; `None` stands for the developer."""
    since = writer.today - dt.timedelta(days=years * YEAR_DAYS + writer.dice.randrange(YEAR_DAYS))
    basis = writer.dice.choices(*BASES)[0]
    for owner in owners:
        company = "" if owner is not None else "西江城建开发有限公司（演示）"
        whole = len(owners)
        writer.add(Ownership, home, owner, company, 1, whole, basis, since, None)


def _adult(writer: Writer) -> int:
    """Write a grown-up; one in eight has an account."""
    low, high = writer.dice.choices(ADULTS, ADULT_WEIGHTS)[0]
    name = writer.name()
    account = None
    if writer.dice.random() < ACCOUNT_SHARE:
        account = writer.account(name, writer.showcase)
    year = writer.today.year - writer.dice.randrange(low, high)
    return writer.person(community=writer.showcase, name=name, account=account, birth_year=year)


def _live(
    writer: Writer, home: int, heads: Sequence[int | None], relation: str, *, years: int
) -> None:
    """Write a household: its head, who is an owner or a tenant, and the family."""
    since = writer.today - dt.timedelta(days=years * YEAR_DAYS - writer.dice.randrange(300))
    household = writer.add(Household, home, since, None)
    head = heads[0] if heads and heads[0] is not None else _adult(writer)
    writer.add(Residence, home, head, household, relation, since, None)
    size = writer.dice.choices(*SIZES)[0]
    for member in range(1, size):
        child = member > 1 or (size > 2 and writer.dice.random() < 0.3)
        writer.add(
            Residence, home, _family(writer, head, child=child), household, "family", since, None
        )


def _family(writer: Writer, head: int, *, child: bool) -> int:
    if not child:
        return _adult(writer)
    year = writer.today.year - writer.dice.randrange(0, ADULT_AGE)
    return writer.person(community=writer.showcase, phone="", birth_year=year, guardian=head)


def homes_by_grid(writer: Writer) -> dict[int, list[tuple[int, int]]]:
    """Return (home, building) of the compounds' homes by the grid that they are in today."""
    buildings = [row.id for row in buildings_inside(writer.showcase) if row.compound is not None]
    grids = grids_of(buildings, writer.today)
    found: dict[int, list[tuple[int, int]]] = {}
    for home, building in homes_inside(writer.showcase):
        if building in grids:
            found.setdefault(grids[building], []).append((home, building))
    return found
