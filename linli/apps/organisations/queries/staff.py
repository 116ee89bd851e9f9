"""Who holds the posts of an organisation or a grid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from linli.apps.organisations.models import Appointment, HomeContact, labels
from linli.apps.organisations.rules.kinds import Post

STAFF_MAX: Final = 500


@dataclass(frozen=True, slots=True)
class StaffRow:
    """An appointment with its person; `account` is `None` for a person who doesn't sign in."""

    id: int
    person: int
    name: str
    account: int | None
    post: str
    organisation: int
    area: int | None
    compound: int | None
    building: int | None
    valid_from: dt.date
    valid_to: dt.date | None


STAFF: Final = (
    "id",
    "person_id",
    "person__name",
    "person__account_id",
    "post",
    "organisation_id",
    "area_id",
    "compound_id",
    "building_id",
    "valid_from",
    "valid_to",
)


def _rows(appointments: QuerySet[Appointment]) -> tuple[StaffRow, ...]:
    values = appointments.order_by("post", "id").values_list(*STAFF)
    return tuple(StaffRow(*row) for row in values[:STAFF_MAX])


def staff_of(organisation: int, on: dt.date) -> tuple[StaffRow, ...]:
    """Return the appointments in an organisation on a day."""
    return _rows(Appointment.objects.as_of(on).filter(organisation=organisation))


def grid_workers(grid_code: int, on: dt.date) -> tuple[StaffRow, ...]:
    """Return the grid leader and the grid workers of a grid on a day."""
    posts = [Post.GRID_LEADER, Post.GRID_WORKER]
    return _rows(Appointment.objects.as_of(on).filter(area=grid_code, post__in=posts))


def linked_homes(appointment: int, on: dt.date) -> tuple[int, ...]:
    """Return the homes that a key household keeps in touch with on a day."""
    rows = HomeContact.objects.as_of(on).filter(appointment=appointment)
    return tuple(rows.order_by("home_id").values_list("home_id", flat=True))


def export_appointments(account: int) -> list[dict[str, str | None]]:
    """Return the posts that the account's person holds or held, for the person's own copy."""
    rows = Appointment.objects.filter(person__account=account).order_by("valid_from", "id")
    columns = ("organisation__name", "post", "valid_from", "valid_to", "reason")
    return [
        {
            "organisation": name,
            "post": str(labels.POSTS[Post(post)]),
            "from": since.isoformat(),
            "to": until.isoformat() if until else None,
            "reason": reason,
        }
        for name, post, since, until, reason in rows.values_list(*columns)[:STAFF_MAX]
    ]


def bodies_of(accounts: Collection[int], on: dt.date) -> dict[int, frozenset[int]]:
    """Return the organisations in which the persons of the accounts hold a post on a day."""
    found: dict[int, set[int]] = {account: set() for account in accounts}
    rows = Appointment.objects.as_of(on).filter(person__account__in=list(accounts))
    for account, organisation in rows.values_list("person__account_id", "organisation_id"):
        found[account].add(organisation)
    return {account: frozenset(bodies) for account, bodies in found.items()}


def ended_with_role(on: dt.date, limit: int) -> tuple[int, ...]:
    """Return the appointments that are over on a day while their role still stands."""
    rows = Appointment.objects.filter(role_grant__isnull=False, valid_to__lte=on)
    return tuple(rows.order_by("id").values_list("id", flat=True)[:limit])
