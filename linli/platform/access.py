"""Who acts, and the one rule that both filters a list and guards a row.

An app's `access.py` is a table: action → rule, a rule being a function from the actor to a `Q`.
`allowed` keeps the rows of a list; `fetch` gets one row, hides it (404) when the actor may not even
read it, and refuses (403) when the actor may only read it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404

from linli.foundation.areas import Span

EVERYBODY = Q()
NOBODY = Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class Grant:
    """A role in force now: over an area, and for one organisation where the role is tied to one.

    `is_lay` marks the roles of neighbours among neighbours, which make nobody staff.
    """

    role: str
    over: Span
    organisation: int | None = None
    is_lay: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, on whose behalf, with which roles over which areas at this moment.

    `account` is the key of the account, `None` for somebody not signed in. `behalf` is the key of the
    account that a helper acts for. `is_system` marks Linli's own jobs, imports and demo data.
    """

    account: int | None = None
    label: str = ""
    grants: tuple[Grant, ...] = ()
    behalf: int | None = None
    channel: str = "web"
    is_system: bool = False

    @property
    def is_signed_in(self) -> bool:
        return self.account is not None

    @property
    def is_staff(self) -> bool:
        return self.is_system or any(not grant.is_lay for grant in self.grants)

    def spans(self, *roles: str) -> tuple[Span, ...]:
        """Return the areas over which the actor holds one of `roles`."""
        return tuple(grant.over for grant in self.grants if grant.role in roles)

    def organisations(self, *roles: str) -> tuple[int, ...]:
        """Return the keys of the organisations for which the actor holds one of `roles`."""
        return tuple(
            grant.organisation
            for grant in self.grants
            if grant.role in roles and grant.organisation is not None
        )

    def holds(self, role: str, *, at: int | None = None) -> bool:
        """Tell whether the actor holds `role`, over the area code `at` when one is given."""
        return any(at is None or at in over for over in self.spans(role))


ANYONE = Actor()

Rule = Callable[[Actor], Q]
Table = Mapping[str, Rule]
M = TypeVar("M", bound=Model)


def system(label: str) -> Actor:
    """Return the actor for Linli's own work, named by `label` in the journal."""
    return Actor(label=label, channel="system", is_system=True)


def within(field: str, spans: tuple[Span, ...]) -> Q:
    """Return the condition that the area code in `field` lies in one of `spans`."""
    condition = NOBODY
    for area in spans:
        inside = Q(**{f"{field}__gte": area.low, f"{field}__lt": area.high})
        condition = inside if condition is NOBODY else condition | inside
    return condition


def rule_of(table: Table, action: str, actor: Actor) -> Q:
    """Return what `table` says of `action`; Linli's own jobs may do everything."""
    rule = table[action]
    return EVERYBODY if actor.is_system else rule(actor)


def allowed(rows: QuerySet[M], *, actor: Actor, action: str, table: Table) -> QuerySet[M]:
    """Keep the rows on which `actor` may do `action`."""
    return rows.filter(rule_of(table, action, actor))


def fetch(
    rows: QuerySet[M], *, actor: Actor, action: str, table: Table, pk: int, lock: bool = False
) -> M:
    """Return the row `pk`, locked when `lock`, or raise `Http404` or `PermissionDenied`."""
    wanted = rows.select_for_update(of=("self",)) if lock else rows
    row = allowed(wanted, actor=actor, action=action, table=table).filter(pk=pk).first()
    if row is not None:
        return row
    if (
        action != "read"
        and allowed(rows, actor=actor, action="read", table=table).filter(pk=pk).exists()
    ):
        raise PermissionDenied(action)
    raise Http404
