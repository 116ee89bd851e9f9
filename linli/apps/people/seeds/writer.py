"""Collects rows with rising keys, and writes them in bulk."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any, Final

from django.db.models import Max

from linli.apps.accounts.models import Account, RoleGrant
from linli.apps.accounts.seeds import ACCOUNT, NO_PASSWORD, SHOWCASE
from linli.apps.people.models import (
    HelpListEntry,
    Household,
    Ownership,
    Person,
    Residence,
    ResidenceClaim,
)
from linli.apps.places.queries import list_areas
from linli.foundation.areas import Level, ancestor
from linli.foundation.chance import Dice
from linli.foundation.clock import local_date
from linli.foundation.keys import key_floor
from linli.platform import bulk

KNOWN_DAYS_AGO: Final = 620
PHONE_SHARE: Final = 0.7
Row = tuple[object, ...]

COLUMNS: Final = {
    Account: ACCOUNT,
    Person: (
        "id",
        "account",
        "community",
        "name",
        "phone",
        "birth_year",
        "guardian",
        "deleted_at",
    ),
    Ownership: (
        "id",
        "home",
        "person",
        "company",
        "numerator",
        "denominator",
        "basis",
        "valid_from",
        "valid_to",
    ),
    Household: ("id", "home", "valid_from", "valid_to"),
    Residence: ("id", "home", "person", "household", "relation", "valid_from", "valid_to"),
    HelpListEntry: (
        "id",
        "person",
        "community",
        "help_list",
        "purpose",
        "agreed_at",
        "agreed_by",
        "channel",
        "kept_by",
        "valid_from",
        "valid_to",
    ),
    ResidenceClaim: (
        "id",
        "account",
        "home",
        "grid",
        "relation",
        "lives_since",
        "state",
        "made_at",
        "decided_at",
        "decided_by",
        "answer",
    ),
}


class Writer:
    """What the people of the city need to be written: the file, the moment, the dice."""

    def __init__(self, city_file: dict[str, Any], now: dt.datetime, dice: Dice) -> None:
        self.now = now
        self.dice = dice
        self.today = local_date(now)
        self.names = city_file["generators"]
        self.rows: dict[type, list[Row]] = {model: [] for model in COLUMNS}
        first = key_floor(now - dt.timedelta(days=KNOWN_DAYS_AGO))
        last = max(
            Person.objects.aggregate(last=Max("id"))["last"] or 0,
            Account.objects.aggregate(last=Max("id"))["last"] or 0,
        )
        self._keys = itertools.count(max(first, last + 1))
        areas = list_areas(Level.COMMUNITY)
        self.showcase = next((row.code for row in areas if row.name == SHOWCASE), areas[0].code)

    def key(self) -> int:
        return next(self._keys)

    def add(self, model: type, *values: object) -> int:
        """Collect a row, its key before `values`; return the key."""
        key = self.key()
        self.rows[model].append((key, *values))
        return key

    def name(self) -> str:
        """Return an invented name: a surname of the region and two given characters."""
        first, second = self.dice.choice(self.names["given"]), self.dice.choice(self.names["given"])
        return f"{self.dice.choice(self.names['surnames'])}{first[0]}{second[-1]}"

    def phone(self) -> str:
        """Return a number that is nobody's: fixed lines of the city do not begin with 555."""
        if self.dice.random() > PHONE_SHARE:
            return ""
        return f"0774-555{self.dice.randrange(10000):04d}"

    def person(  # the facts of a person
        self,
        *,
        community: int,
        name: str = "",
        account: int | None = None,
        phone: str | None = None,
        birth_year: int | None = None,
        guardian: int | None = None,
    ) -> int:
        number = self.phone() if phone is None else phone
        who = name or self.name()
        return self.add(Person, account, community, who, number, birth_year, guardian, None)

    def account(self, name: str, community: int) -> int:
        """Collect the account of a resident, to which nobody can sign in."""
        values = (None, None, name, "", NO_PASSWORD, community, True, self.now, None, None)
        return self.add(Account, *values)

    def write_staff(self) -> None:
        """Write a person for each demo account there is: staff of every area, and the personas."""
        areas = dict(RoleGrant.objects.order_by("-id").values_list("account_id", "area_id"))
        rows = Account.objects.filter(is_demo=True).order_by("id")
        for key, name, community in rows.values_list("id", "display_name", "community_id"):
            place = community or _community_in(areas.get(key), self.showcase)
            year = self.today.year - self.dice.randrange(26, 58)
            self.person(community=place, name=name, account=key, birth_year=year)
        self.flush()

    def flush(self) -> None:
        """Write what has been collected, tables that others point at first."""
        for model, columns in COLUMNS.items():
            bulk.insert(model, columns, self.rows[model])
            self.rows[model] = []


def _community_in(area: int | None, showcase: int) -> int:
    """Return the showcase community when it lies in the area, else the first one there."""
    if area is None or area % 10**9 == 0 or area == ancestor(showcase, Level.SUBDISTRICT):
        return showcase
    inside = [row.code for row in list_areas(Level.COMMUNITY, inside=area)]
    return inside[0] if inside else showcase
