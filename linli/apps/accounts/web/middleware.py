"""`request.actor`: who acts, made from what `request.user` has loaded already."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from linli.apps.accounts import queries
from linli.apps.accounts.models import Account
from linli.apps.accounts.web.second_factor import is_verified
from linli.foundation import clock
from linli.platform.access import Actor

BEHALF_KEY = "behalf"


def actor_of(request: HttpRequest) -> Actor:
    """Return the actor of `request`; nobody when no session cookie came, without any query."""
    account = request.user
    if not isinstance(account, Account):
        return Actor()
    grants = account.grants_today
    if grants is None:  # signed in within this very request
        found = queries.account_with_grants(account.pk, clock.local_date(clock.now()))
        grants = found[1] if found else ()
    return queries.actor_of(
        account,
        grants,
        channel="web",
        is_verified=is_verified(request, account),
        behalf=_behalf(request, account),
    )


def _behalf(request: HttpRequest, account: Account) -> int | None:
    """Return whom the session acts for, while that person's consent lasts."""
    principal = request.session.get(BEHALF_KEY)
    if principal is None:
        return None
    today = clock.local_date(clock.now())
    return principal if queries.may_act_for(account.pk, int(principal), today) else None


class ActorMiddleware:
    """Put the actor on every request, lazily: a page that asks for nobody costs nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)
