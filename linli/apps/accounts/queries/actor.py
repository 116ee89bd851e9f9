"""What the pages and the other apps read about accounts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.db.models import FilteredRelation, QuerySet

from linli.apps.accounts.models import Account, Helper, RoleGrant
from linli.apps.accounts.rules import LAY_ROLES, STAFF_ROLES, Holding
from linli.foundation.areas import Level, span
from linli.foundation.clock import local_date
from linli.platform import prepared
from linli.platform.access import Actor, Grant
from linli.platform.dated import holding

COLUMNS: Final = tuple(field.attname for field in Account._meta.concrete_fields)
HELD: Final = ("held__role", "held__area_id", "held__level", "held__organisation")


@dataclass(frozen=True, slots=True)
class GrantNow:
    """A role that an account holds today."""

    role: str
    area: int
    level: str
    organisation: int | None

    def as_grant(self) -> Grant:
        over = span(self.area, Level(self.level))
        return Grant(self.role, over, self.organisation, is_lay=self.role in LAY_ROLES)


def account_with_grants(
    account_id: int, today: dt.date
) -> tuple[Account, tuple[GrantNow, ...]] | None:
    """Return an account that may sign in and its roles of today, in one query."""
    rows = prepared.rows("accounts.with_grants", _with_grants, account_id=account_id, today=today)
    if not rows:
        return None
    grants = tuple(
        GrantNow(role, area, level, organisation or None)
        for role, area, level, organisation in (row[-len(HELD) :] for row in rows)
        if role is not None
    )
    return Account.from_db(connection.alias, COLUMNS, rows[0][: len(COLUMNS)]), grants


def _with_grants(account_id: int, today: dt.date) -> QuerySet[Account, Any]:
    return (
        Account.objects.filter(pk=account_id, is_active=True)
        .annotate(held=FilteredRelation("grants", condition=holding(today, "grants__")))
        .order_by("held__id")
        .values_list(*COLUMNS, *HELD)
    )


def actor_of(
    account: Account,
    grants: tuple[GrantNow, ...],
    *,
    channel: str,
    is_verified: bool,
    behalf: int | None = None,
) -> Actor:
    """Return the actor; staff roles count only in a session that has shown a second factor."""
    held = tuple(
        grant.as_grant() for grant in grants if is_verified or grant.role not in STAFF_ROLES
    )
    return Actor(
        account=account.pk, label=label_of(grants), grants=held, behalf=behalf, channel=channel
    )


def label_of(grants: tuple[GrantNow, ...]) -> str:
    """Return the capacity that the journal shows: a role and an area, never a name."""
    if not grants:
        return "resident"
    first = grants[0]
    return f"{first.role}@{first.area}"


def actor_for(account_id: int, now: dt.datetime, channel: str = "web") -> Actor:
    """Return the actor of an account outside a session: for jobs, imports, demo data and tests."""
    found = account_with_grants(account_id, local_date(now))
    if found is None:
        return Actor(channel=channel)
    account, grants = found
    return actor_of(account, grants, channel=channel, is_verified=True)


def accounts_holding(role: str, area_code: int, on: dt.date) -> tuple[int, ...]:
    """Return the accounts that hold `role` exactly over the area `area_code` on a day."""
    keys = (
        RoleGrant.objects.as_of(on)
        .filter(role=role, area=area_code, account__is_active=True)
        .order_by("id")
        .values_list("account_id", flat=True)
    )
    return tuple(keys)


def accounts_of_organisations(organisations: Iterable[int], on: dt.date) -> tuple[int, ...]:
    """Return the accounts whose roles on a day are tied to one of the organisations."""
    wanted = set(organisations) - {0}
    if not wanted:
        return ()
    keys = (
        RoleGrant.objects.as_of(on)
        .filter(organisation__in=wanted, account__is_active=True)
        .order_by("account_id")
        .values_list("account_id", flat=True)
    )
    return tuple(dict.fromkeys(keys))


def tied_organisations(accounts: Collection[int], on: dt.date) -> dict[int, frozenset[int]]:
    """Return the organisations for which the accounts hold a role on a day, in one query."""
    found: dict[int, set[int]] = {account: set() for account in accounts}
    rows = RoleGrant.objects.as_of(on).filter(account__in=list(accounts)).exclude(organisation=0)
    for account, organisation in rows.values_list("account_id", "organisation"):
        found[account].add(organisation)
    return {account: frozenset(bodies) for account, bodies in found.items()}


def may_act_for(helper: int, principal: int, on: dt.date) -> bool:
    """Tell whether `principal` lets `helper` act for them on a day."""
    return (
        Helper.objects.as_of(on)
        .filter(
            helper=helper,
            principal=principal,
            principal__is_active=True,
            consent__withdrawn_at=None,
        )
        .exists()
    )


def holdings_of(actor: Actor) -> tuple[Holding, ...]:
    """Return the roles of `actor` as the rules read them."""
    return tuple(Holding(grant.role, grant.over) for grant in actor.grants)
