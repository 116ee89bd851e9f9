"""Whether a session has shown a second factor, read from the session alone: no query."""

from __future__ import annotations

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest

from linli.apps.accounts.models import Account

VERIFIED_KEY = "second_factor"


def is_verified(request: HttpRequest, account: Account) -> bool:
    """Tell whether this session signed in with a second factor, a passkey or a demo link."""
    if request.session.get(VERIFIED_KEY):
        return True
    return any(
        record.get("method") == "mfa" for record in get_authentication_records(request, account)
    )
