"""Where the personas live and own, who is on a help list, and what waits for the grid worker."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Final

from linli.apps.accounts.models import RoleGrant
from linli.apps.people.models import (
    HelpListEntry,
    Household,
    Ownership,
    Person,
    Residence,
    ResidenceClaim,
)
from linli.apps.people.seeds.living import homes_by_grid
from linli.apps.people.seeds.writer import Writer
from linli.foundation.areas import Level, ancestor

# Who lives how in the grid of the grid worker `qin`; each gets a home of one building there.
DWELLERS: Final = (
    ("mo", "tenant", 1992),
    ("cen", "owner", 1948),
    ("zhong", "owner", 1960),
    ("mai", "owner", 1963),
)
DIRECTOR: Final = ("lu", "owner", 1969)
CLAIMS: Final = 3
HELP: Final = (
    ("lives_alone", "每周探访一次，看看需要什么"),
    ("heat", "高温天打电话提醒"),
    ("lunch", "长者饭堂送午饭"),
)


def settle_personas(writer: Writer) -> None:
    """Give the personas of the showcase community their homes, and the grid worker some work."""
    grid = _grid_of("qin") or next(iter(homes_by_grid(writer)))
    homes = homes_by_grid(writer)
    near = _homes_of_one_building(homes[grid])
    if len(near) < len(DWELLERS) + CLAIMS:  # a building of few homes: take the whole grid
        near = [home for home, _building in homes[grid]]
    for (username, relation, year), home in zip(DWELLERS, near, strict=False):
        _settle(writer, username, home, relation, year)
    elsewhere = [home for code, rows in homes.items() if code != grid for home, _b in rows]
    _settle(writer, DIRECTOR[0], (elsewhere or near[::-1])[-1], DIRECTOR[1], DIRECTOR[2])
    _help(writer)
    _claims(writer, grid, near[len(DWELLERS) :])


def _grid_of(username: str) -> int | None:
    grants = RoleGrant.objects.filter(account__username=username, level=Level.GRID)
    return grants.values_list("area_id", flat=True).first()


def _homes_of_one_building(homes: list[tuple[int, int]]) -> list[int]:
    """Return the homes of the building that has most of them."""
    most = Counter(building for _home, building in homes).most_common(1)[0][0]
    return [home for home, building in homes if building == most]


def _settle(writer: Writer, username: str, home: int, relation: str, year: int) -> None:
    """Move a persona into a home in the place of whoever was there."""
    person = Person.objects.get(account__username=username)
    person.birth_year = year
    person.phone = f"0774-555{writer.dice.randrange(10000):04d}"
    person.save(update_fields=["birth_year", "phone"])
    since = writer.today - dt.timedelta(days=700)
    Residence.objects.filter(home=home).delete()
    Household.objects.filter(home=home).delete()
    household = writer.add(Household, home, since, None)
    writer.add(Residence, home, person.pk, household, relation, since, None)
    if relation == "owner":
        Ownership.objects.filter(home=home).delete()
        writer.add(Ownership, home, person.pk, "", 1, 1, "register", since, None)
    writer.flush()


def _help(writer: Writer) -> None:
    """Put 岑婆婆 on the lists that she asked for at the window, and a few others beside her."""
    cen = Person.objects.get(account__username="cen")
    old = Person.objects.filter(
        community=writer.showcase,
        birth_year__lte=writer.today.year - 75,
        residences__isnull=False,
    ).exclude(pk=cen.pk)
    others = old.order_by("id").values_list("pk", flat=True).distinct()
    persons = [cen.pk, *others[:12]]
    for number, person in enumerate(persons):
        for help_list, purpose in HELP if number == 0 else HELP[:1]:
            since = writer.today - dt.timedelta(days=writer.dice.randrange(10, 80))
            ends = since + dt.timedelta(days=180)
            agreed = writer.now - dt.timedelta(days=90)
            facts = (help_list, purpose, agreed, person, "window", None, since, ends)
            writer.add(HelpListEntry, person, writer.showcase, *facts)


def _claims(writer: Writer, grid: int, homes: list[int]) -> None:
    """Leave some claims for the grid worker to confirm."""
    for home in homes[:CLAIMS]:
        name = writer.name()
        account = writer.account(name, ancestor(grid, Level.COMMUNITY))
        since = writer.today - dt.timedelta(days=writer.dice.randrange(10, 90))
        made = writer.now - dt.timedelta(hours=writer.dice.randrange(3, 60))
        writer.add(
            ResidenceClaim, account, home, grid, "tenant", since, "open", made, None, None, ""
        )
