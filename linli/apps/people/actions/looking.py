"""Looking at names and phones: guarded, for a reason, and each look leaves a line (E-16)."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_noop

from linli.apps.accounts.actions import log_access
from linli.apps.accounts.queries import Subject
from linli.apps.people.access import HELP_ENTRIES, KEEPERS, OWNERSHIPS, RESIDENCES
from linli.apps.people.models import HelpListEntry, Ownership, Residence
from linli.apps.people.queries.keeping import HelpEntryRow, OwnerRow, ResidentRow
from linli.apps.people.queries.own import HOME, Door
from linli.foundation.clock import local_date
from linli.platform.access import Actor, allowed

PEOPLE_MAX = 400


def view_residents(
    *, actor: Actor, building: int, purpose: str, now: dt.datetime
) -> tuple[ResidentRow, ...]:
    """Return who lives in a building with name and phone, as far as the actor keeps it."""
    _check_keeper(actor)
    with transaction.atomic():
        rows = allowed(
            Residence.objects.as_of(local_date(now)), actor=actor, action="read", table=RESIDENCES
        ).filter(home__building=building)
        columns = ("person_id", "person__account_id", "person__name", "person__phone", *HOME)
        values = rows.order_by("home__entrance", "home__floor", "home_id", "id").values_list(
            *columns, "relation"
        )
        found = tuple(
            ResidentRow(person, account, name, phone, Door(*door), relation, _relation(relation))
            for person, account, name, phone, *door, relation in values[:PEOPLE_MAX]
        )
        _log(actor, found, gettext_noop("姓名、电话和住址"), purpose, now)
    return found


def _relation(code: str) -> str:
    return str(Residence.Relation(code).label)


def view_owners(*, actor: Actor, home: int, purpose: str, now: dt.datetime) -> tuple[OwnerRow, ...]:
    """Return who owns a home with name and phone, for the community that keeps the register."""
    _check_keeper(actor)
    with transaction.atomic():
        rows = allowed(
            Ownership.objects.as_of(local_date(now)), actor=actor, action="read", table=OWNERSHIPS
        ).filter(home=home)
        values = rows.order_by("id").values_list(
            "person_id",
            "person__account_id",
            "person__name",
            "person__phone",
            "company",
            "numerator",
            "denominator",
            "basis",
        )
        found = tuple(
            OwnerRow(
                person,
                account,
                name or company,
                phone or "",
                numerator,
                denominator,
                str(Ownership.Basis(basis).label),
            )
            for person, account, name, phone, company, numerator, denominator, basis in values
        )
        named = tuple(row for row in found if row.person is not None)
        _log(actor, named, gettext_noop("产权和电话"), purpose, now)
    return found


def view_help_list(
    *, actor: Actor, help_list: str, purpose: str, now: dt.datetime
) -> tuple[HelpEntryRow, ...]:
    """Return who is on a help list today in the actor's community, with name and phone."""
    _check_keeper(actor)
    with transaction.atomic():
        rows = allowed(
            HelpListEntry.objects.as_of(local_date(now)),
            actor=actor,
            action="read",
            table=HELP_ENTRIES,
        )
        values = (
            rows.filter(help_list=help_list)
            .order_by("id")
            .values_list(
                "id",
                "person_id",
                "person__account_id",
                "person__name",
                "person__phone",
                "help_list",
                "purpose",
                "valid_to",
            )
        )
        found = tuple(HelpEntryRow(*row) for row in values[:PEOPLE_MAX])
        _log(actor, found, gettext_noop("帮扶名单"), purpose, now)
    return found


def _check_keeper(actor: Actor) -> None:
    if not actor.spans(*KEEPERS):
        raise PermissionDenied("people.view")


def _log(
    actor: Actor,
    rows: tuple[ResidentRow, ...] | tuple[OwnerRow, ...] | tuple[HelpEntryRow, ...],
    what: str,
    purpose: str,
    now: dt.datetime,
) -> None:
    subjects = {row.person: Subject(account=row.account, person=row.person) for row in rows}
    log_access(actor=actor, subjects=subjects.values(), what=what, purpose=purpose, now=now)
