"""What other apps' seeds ask of people: more persons, and those who hold a role."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from linli.apps.accounts.models import RoleGrant
from linli.apps.people.models import Ownership, Person, Residence
from linli.apps.people.seeds.writer import Writer
from linli.foundation.chance import Dice


def new_persons(
    communities: Sequence[int], *, city_file: dict[str, Any], now: dt.datetime, dice: Dice
) -> list[int]:
    """Write one invented grown-up for each code in `communities`; return their keys in that order."""
    writer = Writer(city_file, now, dice)
    keys = [
        writer.person(community=community, birth_year=writer.today.year - dice.randrange(24, 72))
        for community in communities
    ]
    writer.flush()
    return keys


def persons_of_role(role: str) -> dict[int, list[int]]:
    """Return the persons whose demo account holds `role`, by the code of the area."""
    rows = RoleGrant.objects.filter(role=role, account__person__isnull=False).order_by("id")
    found: dict[int, list[int]] = {}
    for area, person in rows.values_list("area_id", "account__person"):
        found.setdefault(area, []).append(person)
    return found


def persona(username: str) -> int:
    """Return the person of a persona."""
    return Person.objects.get(account__username=username).pk


def persona_home(username: str) -> int | None:
    """Return the home where a persona lives, or one that they own."""
    person = persona(username)
    lives = Residence.objects.filter(person=person).values_list("home_id", flat=True).first()
    if lives is not None:
        return lives
    return Ownership.objects.filter(person=person).values_list("home_id", flat=True).first()
