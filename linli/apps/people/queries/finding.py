"""Finding persons by name in a community, and the homes that somebody lives in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from linli.apps.people.models import Person, Residence

FOUND_MAX: Final = 50
HOMES_MAX: Final = 20


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person by key and name; nothing else is needed to choose between few."""

    id: int
    name: str
    birth_year: int | None


def find_persons(*, community: int, text: str, limit: int = FOUND_MAX) -> tuple[FoundPerson, ...]:
    """Return the persons registered in a community whose names begin with `text`."""
    words = text.strip()
    if not words:
        return ()
    rows = Person.objects.filter(community=community, deleted_at=None, name__startswith=words)
    values = rows.order_by("name", "id").values_list("id", "name", "birth_year")
    return tuple(FoundPerson(*row) for row in values[: min(limit, FOUND_MAX)])


def homes_of(account: int, on: dt.date) -> tuple[int, ...]:
    """Return the homes that the person of an account lives in on a day, in one query."""
    rows = Residence.objects.as_of(on).filter(person__account=account)
    return tuple(rows.order_by("home_id").values_list("home_id", flat=True)[:HOMES_MAX])
