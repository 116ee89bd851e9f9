"""Language and size of letters follow the account onto a device."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from django.conf import settings
from django.http import HttpResponse

from linli.apps.accounts.models import Account
from linli.apps.accounts.queries.rights import LINES_MAX

COOKIE_SECONDS = 365 * 24 * 3600
R = TypeVar("R", bound=HttpResponse)


class Keyed(Protocol):
    @property
    def id(self) -> int: ...


def keep(response: R, account: Account) -> R:
    """Set the cookies by which the interface knows language and size."""
    chosen = {
        settings.LANGUAGE_COOKIE_NAME: account.language,
        "linli_size": "large" if account.large_text else "normal",
    }
    for name, value in chosen.items():
        if value:
            response.set_cookie(
                name,
                value,
                max_age=COOKIE_SECONDS,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
            )
    return response


def older(rows: Sequence[Keyed], page: int = LINES_MAX) -> str:
    """Return the address of the next page of a list by key, or nothing after the last one."""
    return f"?before={rows[-1].id}" if len(rows) >= page else ""
