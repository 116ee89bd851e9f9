"""What the demo network will be: rows are collected in memory and written in bulk at the end."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Callable
from typing import Any, Final

from linli.apps.accounts.seeds import PERSONAS
from linli.apps.organisations.models import (
    Appointment,
    CommitteeTerm,
    HomeContact,
    Liaison,
    LiaisonCompound,
    MemberUnit,
    Organisation,
    OrganisationArea,
    OrganisationBuilding,
    OrganisationCompound,
    OrganisationFirm,
)
from linli.apps.organisations.rules.kinds import CODE_OF, LINE_OF, Kind, Post, Scope, seat_of
from linli.apps.people.models import Person
from linli.foundation import clock
from linli.foundation.chance import Dice
from linli.foundation.keys import key_floor
from linli.platform import bulk

Report = Callable[[str, int, int], None]
KEYS_DAYS_AGO: Final = 600
ADULT_YEARS: Final = (26, 74)
_MORE: Final = "安宁文武华国明春秋月兰芳英林波涛江海云峰山石松柏梅桂玲珍凤燕娟霞平和顺祥福康"

RESERVED: Final = frozenset(persona.name for persona in PERSONAS)

ORGANISATION: Final = (
    "id",
    "code",
    "kind",
    "form",
    "name",
    "name_en",
    "parent_id",
    "host_id",
    "area_id",
    "office_phone",
    "complaint_phone",
    "office_hours",
    "address",
    "synthetic",
    "valid_from",
)
APPOINTMENT: Final = (
    "id",
    "person_id",
    "organisation_id",
    "post",
    "seat",
    "area_id",
    "compound_id",
    "building_id",
    "source",
    "election",
    "elected_on",
    "reason",
    "shown_to_neighbours",
    "valid_from",
    "valid_to",
)


class Book:
    """The rows to come. Every name is invented; keys rise one by one."""

    def __init__(self, city_file: dict[str, Any], now: dt.datetime, dice: Dice) -> None:
        self.file = city_file
        self.now = now
        self.today = clock.local_date(now)
        self.dice = dice
        self.rows: dict[Any, list[tuple[object, ...]]] = defaultdict(list)
        self.names = city_file["generators"]
        self._keys = itertools.count(key_floor(now - dt.timedelta(days=KEYS_DAYS_AGO)))
        self._lines = itertools.count(1)
        self._begun: dict[int, dt.date] = {}

    def key(self) -> int:
        return next(self._keys)

    def day(self, first: int, last: int) -> dt.date:
        """Return a day of the years `first` to `last`, before today."""
        span = (dt.date(last, 12, 28) - dt.date(first, 1, 5)).days
        day = dt.date(first, 1, 5) + dt.timedelta(days=self.dice.randrange(span))
        return min(day, self.today - dt.timedelta(days=1 + self.dice.randrange(20)))

    def phone(self) -> str:
        """Return an office line of the city; no two offices share one."""
        return f"0774-5{next(self._lines):06d}"

    def person_name(self) -> str:
        given = self.dice.choice(self.names["given"])
        if self.dice.random() < 0.6:
            given = self.dice.choice(_MORE) + self.dice.choice(_MORE)
        name = str(self.dice.choice(self.names["surnames"]) + given)
        return self.person_name() if name in RESERVED else name

    def person(self, community: int, name: str = "", account: int | None = None) -> int:
        """Add somebody known to the community and return the key."""
        key = self.key()
        born = self.today.year - self.dice.randrange(*ADULT_YEARS)
        self.rows[Person].append((key, community, name or self.person_name(), born, account))
        return key

    def organisation(  # noqa: PLR0913  # the facts of an organisation
        self,
        kind: Kind,
        name: str,
        area: int,
        *,
        since: dt.date,
        code: str = "",
        form: str = "",
        name_en: str = "",
        parent: int | None = None,
        host: int | None = None,
        phone: str = "",
        complaint: str = "",
        hours: str = "",
        address: str = "",
    ) -> int:
        key = self.key()
        self._begun[key] = since
        self.rows[Organisation].append(
            (
                key,
                code or CODE_OF.get(kind, ""),
                kind.value,
                form,
                name,
                name_en,
                parent,
                host,
                area,
                phone,
                complaint,
                hours,
                address,
                True,
                since,
            )
        )
        return key

    def appoint(  # noqa: PLR0913  # the facts of an appointment
        self,
        person: int,
        organisation: int,
        post: Post,
        since: dt.date,
        *,
        until: dt.date | None = None,
        area: int | None = None,
        compound: int | None = None,
        building: int | None = None,
        source: str = "",
        election: str = "",
        elected_on: dt.date | None = None,
        is_shown: bool = False,
    ) -> int:
        since = max(since, self._begun[organisation])
        scope = Scope(area, compound, building)
        seat = seat_of(post=post, organisation=organisation, person=person, scope=scope)
        key = self.key()
        facts = (area, compound, building, source, election, elected_on, "", is_shown, since, until)
        self.rows[Appointment].append((key, person, organisation, post.value, seat, *facts))
        return key

    def cover_compound(self, organisation: int, kind: Kind, compound: int, since: dt.date) -> None:
        row = (self.key(), organisation, LINE_OF[kind].value, compound, since)
        self.rows[OrganisationCompound].append(row)

    def cover_building(self, organisation: int, kind: Kind, building: int, since: dt.date) -> None:
        row = (self.key(), organisation, LINE_OF[kind].value, building, since)
        self.rows[OrganisationBuilding].append(row)

    def cover_area(self, organisation: int, kind: Kind, area: int, since: dt.date) -> None:
        self.rows[OrganisationArea].append(
            (self.key(), organisation, LINE_OF[kind].value, area, since)
        )

    def cover_firm(self, organisation: int, firm: int, since: dt.date) -> None:
        self.rows[OrganisationFirm].append((self.key(), organisation, firm, since))

    def unit(self, organisation: int, name: str, since: dt.date) -> None:
        self.rows[MemberUnit].append((self.key(), organisation, name, since))

    def write(self, report: Report) -> None:
        """Write everything, persons first."""
        done, total = 0, sum(len(rows) for rows in self.rows.values())
        for model, columns in COLUMNS:
            done += bulk.insert(model, columns, self.rows[model])
            report("登记组织和任职", done, total)


_LINK: Final = ("id", "organisation_id", "line")
COLUMNS: Final[tuple[tuple[Any, tuple[str, ...]], ...]] = (
    (Person, ("id", "community_id", "name", "birth_year", "account_id")),
    (Organisation, ORGANISATION),
    (MemberUnit, ("id", "organisation_id", "name", "valid_from")),
    (OrganisationCompound, (*_LINK, "compound_id", "valid_from")),
    (OrganisationBuilding, (*_LINK, "building_id", "valid_from")),
    (OrganisationArea, (*_LINK, "area_id", "valid_from")),
    (OrganisationFirm, ("id", "organisation_id", "firm_id", "valid_from")),
    (Appointment, APPOINTMENT),
    (HomeContact, ("id", "appointment_id", "home_id", "valid_from")),
    (
        CommitteeTerm,
        (
            "id",
            "organisation_id",
            "state",
            "prepared_on",
            "elected_on",
            "election",
            "seats",
            "filed_on",
            "filing_number",
            "active_on",
            "term_ends_on",
            "ended_on",
        ),
    ),
    (Liaison, ("id", "leader_id", "unit_id", "area_id", "task", "valid_from")),
    (LiaisonCompound, ("id", "liaison_id", "compound_id", "valid_from")),
)
