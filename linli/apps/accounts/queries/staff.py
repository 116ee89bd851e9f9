"""What staff look up: the roles inside their area, the accounts of their communities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from linli.apps.accounts.access import ACCOUNTS, GRANTS
from linli.apps.accounts.models import Account, RoleGrant
from linli.apps.accounts.queries.actor import holdings_of
from linli.apps.accounts.queries.rights import GRANT, GrantRow, role_name
from linli.apps.accounts.rules import GIVES, HELPING_ROLES, STAFF_ROLES, Role, givable
from linli.apps.places.queries import area_names, list_areas
from linli.foundation.areas import SIZE, Level
from linli.platform.access import Actor, allowed
from linli.platform.dated import holding

PAGE = 50
GRANTS_MAX = 2000
FOUND_MAX = 20
SEARCH_LETTERS_MIN = 2


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as staff see it: how to call it and where it is at home."""

    id: int
    username: str | None
    display_name: str
    community_name: str | None


ACCOUNT = ("id", "username", "display_name", "community__name")


def list_grants(
    actor: Actor,
    *,
    on: dt.date | None,
    role: str = "",
    after: int | None = None,
    limit: int = PAGE,
) -> tuple[GrantRow, ...]:
    """Return the grants that the actor may see, by key downwards; of one day, or the whole history."""
    grants = allowed(RoleGrant.objects.all(), actor=actor, action="read", table=GRANTS)
    if on is not None:
        grants = grants.filter(holding(on))
    if role:
        grants = grants.filter(role=role)
    if after is not None:
        grants = grants.filter(pk__lt=after)
    rows = grants.order_by("-id").values_list(*GRANT)[:limit]
    return tuple(GrantRow(*row) for row in rows)


def grants_over(areas: Iterable[int], on: dt.date) -> tuple[GrantRow, ...]:
    """Return the grants over exactly these areas on a day, for who draws the areas anew."""
    rows = RoleGrant.objects.as_of(on).filter(area__in=set(areas)).order_by("area_id", "id")
    return tuple(GrantRow(*row) for row in rows.values_list(*GRANT)[:GRANTS_MAX])


def get_grant(actor: Actor, grant: int) -> GrantRow | None:
    """Return one grant that the actor may see."""
    rows = allowed(RoleGrant.objects.all(), actor=actor, action="read", table=GRANTS)
    row = rows.filter(pk=grant).values_list(*GRANT).first()
    return GrantRow(*row) if row else None


def search_accounts(actor: Actor, words: str) -> tuple[AccountRow, ...]:
    """Return accounts of the actor's communities whose name begins so, at most twenty.

    Who may give roles also finds an account anywhere by its whole user name or e-mail address.
    """
    kept = words.strip()
    if len(kept) < SEARCH_LETTERS_MIN:
        return ()
    near = allowed(Account.objects.all(), actor=actor, action="read", table=ACCOUNTS)
    begins = near.filter(Q(display_name__startswith=kept) | Q(username__startswith=kept.lower()))
    rows = list(begins.filter(is_active=True).order_by("id").values_list(*ACCOUNT)[:FOUND_MAX])
    if not rows and givable(holdings_of(actor)):
        exact = Q(username=kept.lower()) | Q(email=kept.lower())
        rows = list(Account.objects.filter(exact, is_active=True).values_list(*ACCOUNT)[:1])
    return tuple(AccountRow(*row) for row in rows)


def may_see_grants(actor: Actor) -> bool:
    """Tell whether the actor sees the roles of others."""
    return bool(actor.spans(*GIVES, Role.AUDITOR, Role.DATA_OFFICER))


def givable_roles(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Return the roles that the actor may give somewhere, each with its name."""
    return tuple((role.value, role_name(role)) for role in givable(holdings_of(actor)))


def granting_areas(actor: Actor) -> tuple[int, ...]:
    """Return the codes of the areas inside which the actor gives roles."""
    return tuple(dict.fromkeys(over.low for over in actor.spans(*GIVES)))


def helping_communities(actor: Actor) -> tuple[tuple[int, str], ...]:
    """Return the communities for which the actor opens accounts, each with its name."""
    spans = actor.spans(*HELPING_ROLES)
    tops = {over.low for over in spans if over.high - over.low == SIZE[Level.COMMUNITY]}
    wide = [over.low for over in spans if over.high - over.low > SIZE[Level.COMMUNITY]]
    found = area_names(tops)
    for top in wide:
        found.update((row.code, row.name) for row in list_areas(Level.COMMUNITY, inside=top))
    return tuple(sorted(found.items()))


def has_waiting_grants(actor: Actor, grants: tuple[GrantRow, ...], today: dt.date) -> bool:
    """Tell whether the account holds staff roles that wait for a second factor in this session."""
    held = {grant.role for grant in actor.grants}
    return any(
        grant.role in STAFF_ROLES and grant.role not in held and not grant.is_over(today)
        for grant in grants
    )


def may_help(actor: Actor) -> bool:
    """Tell whether the actor opens accounts at the window."""
    return bool(actor.spans(*HELPING_ROLES))


def get_account_name(account: int) -> str | None:
    """Return how an account is called, `None` when there is none."""
    return Account.objects.filter(pk=account).values_list("display_name", flat=True).first()


def account_names(accounts: set[int]) -> dict[int, str]:
    """Return how the accounts are called, in one query."""
    if not accounts:
        return {}
    return dict(Account.objects.filter(pk__in=accounts).values_list("pk", "display_name"))


def find_demo_account(username: str) -> Account | None:
    """Return the demo account with the user name, or `None`; there are none outside demo mode."""
    if not settings.DEMO:
        return None
    return Account.objects.filter(username=username, is_demo=True, is_active=True).first()
