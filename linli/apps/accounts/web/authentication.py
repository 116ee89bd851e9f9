"""Who is signed in: one query brings the account and the roles it holds today."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend

from linli.apps.accounts import queries
from linli.apps.accounts.models import Account
from linli.foundation import clock


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """allauth's checks of passwords and codes, with our way of loading the account."""

    def get_user(self, user_id: int) -> Account | None:
        """Return the account with its grants kept on it, or `None` when it may not sign in."""
        found = queries.account_with_grants(int(user_id), clock.local_date(clock.now()))
        if found is None:
            return None
        account, grants = found
        account.grants_today = grants
        return account
