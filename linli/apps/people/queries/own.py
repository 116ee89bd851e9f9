"""What somebody reads about their own homes, claims and help lists."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from linli.apps.people.access import CLAIMS, HELP_ENTRIES
from linli.apps.people.models import (
    HelpListEntry,
    Ownership,
    Person,
    Residence,
    ResidenceClaim,
)
from linli.platform.access import Actor, allowed

ROWS_MAX = 100
HOME = (
    "home_id",
    "home__building_id",
    "home__building__compound__name",
    "home__building__name",
    "home__entrance",
    "home__number",
)


@dataclass(frozen=True, slots=True)
class Door:
    """Where a home is, in the words of its door."""

    home: int
    building: int
    compound_name: str | None
    building_name: str
    entrance: int
    number: str

    @property
    def label(self) -> str:
        return f"{self.compound_name or ''}{self.building_name} {self.number}"


@dataclass(frozen=True, slots=True)
class LivingRow:
    """A home somebody lives in; `since` is the first day."""

    id: int
    door: Door
    relation: str
    since: dt.date

    @property
    def relation_label(self) -> str:
        return str(Residence.Relation(self.relation).label)


@dataclass(frozen=True, slots=True)
class OwningRow:
    id: int
    door: Door
    numerator: int
    denominator: int
    basis: str

    @property
    def basis_label(self) -> str:
        return str(Ownership.Basis(self.basis).label)


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim to live in a home, as its maker and the keepers of the grid read it."""

    id: int
    door: Door
    account: int
    account_name: str
    relation: str
    lives_since: dt.date
    state: str
    made_at: dt.datetime
    answer: str

    @property
    def relation_label(self) -> str:
        return str(Residence.Relation(self.relation).label)

    @property
    def state_label(self) -> str:
        return str(ResidenceClaim.State(self.state).label)


@dataclass(frozen=True, slots=True)
class HelpRow:
    """An entry on a help list, as the person reads it."""

    id: int
    help_list: str
    purpose: str
    valid_from: dt.date
    valid_to: dt.date | None

    @property
    def label(self) -> str:
        return str(HelpListEntry.List(self.help_list).label)


CLAIM = (
    "id",
    *HOME,
    "account_id",
    "account__display_name",
    "relation",
    "lives_since",
    "state",
    "made_at",
    "answer",
)


def list_my_homes(account: int, on: dt.date) -> tuple[LivingRow, ...]:
    """Return the homes that the account's person lives in."""
    rows = Residence.objects.as_of(on).filter(person__account=account).order_by("id")
    return tuple(
        LivingRow(row[0], Door(*row[1:7]), *row[7:])
        for row in rows.values_list("id", *HOME, "relation", "valid_from")[:ROWS_MAX]
    )


def list_my_property(account: int, on: dt.date) -> tuple[OwningRow, ...]:
    """Return the homes of which the account's person holds a share."""
    rows = Ownership.objects.as_of(on).filter(person__account=account).order_by("id")
    columns = ("id", *HOME, "numerator", "denominator", "basis")
    return tuple(
        OwningRow(row[0], Door(*row[1:7]), *row[7:])
        for row in rows.values_list(*columns)[:ROWS_MAX]
    )


def claim_rows(rows: Any, limit: int = ROWS_MAX) -> tuple[ClaimRow, ...]:
    """Return the claims of a queryset as rows."""
    return tuple(
        ClaimRow(row[0], Door(*row[1:7]), *row[7:]) for row in rows.values_list(*CLAIM)[:limit]
    )


def list_my_claims(actor: Actor) -> tuple[ClaimRow, ...]:
    """Return the claims that the actor made, the newest first."""
    rows = allowed(ResidenceClaim.objects.all(), actor=actor, action="read", table=CLAIMS)
    return claim_rows(rows.filter(account=actor.behalf or actor.account).order_by("-id"))


def list_my_help(actor: Actor, on: dt.date) -> tuple[HelpRow, ...]:
    """Return the help lists that the actor is on."""
    rows = allowed(HelpListEntry.objects.as_of(on), actor=actor, action="read", table=HELP_ENTRIES)
    mine = rows.filter(person__account=actor.behalf or actor.account).order_by("id")
    columns = ("id", "help_list", "purpose", "valid_from", "valid_to")
    return tuple(HelpRow(*row) for row in mine.values_list(*columns)[:ROWS_MAX])


def export_person(account: int) -> dict[str, Any]:
    """Return everything that people holds about an account, as JSON values."""
    person = Person.objects.filter(account=account).first()
    claims = ResidenceClaim.objects.filter(account=account).order_by("id")
    held: dict[str, Any] = {
        "claims": [
            {"home": str(row.home_id), "state": row.state, "made_at": row.made_at.isoformat()}
            for row in claims
        ]
    }
    if person is None:
        return held
    return held | {
        "person": {
            "name": person.name,
            "phone": person.phone,
            "birth_year": person.birth_year,
            "community": str(person.community_id),
        },
        "homes": [_dated(row, relation=row.relation) for row in person.residences.all()],
        "property": [
            _dated(row, share=f"{row.numerator}/{row.denominator}", basis=row.basis)
            for row in person.ownerships.all()
        ],
        "help_lists": [
            {
                "list": row.help_list,
                "purpose": row.purpose,
                "from": row.valid_from.isoformat(),
                "to": row.valid_to.isoformat() if row.valid_to else None,
            }
            for row in person.help_entries.all()
        ],
    }


def _dated(row: Residence | Ownership, **facts: str) -> dict[str, str | None]:
    return {
        "home": str(row.home_id),
        "from": row.valid_from.isoformat(),
        "to": row.valid_to.isoformat() if row.valid_to else None,
        **facts,
    }
