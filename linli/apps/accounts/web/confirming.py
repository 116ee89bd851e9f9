"""Steps that matter ask for the password or the second factor once more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse

from linli.apps.accounts.models import Account

View = Callable[..., HttpResponse]


def recently_confirmed(view: View) -> View:
    """Ask who signed in to show again that it is them, unless they did so in the last minutes."""
    return cast("View", cast("Any", reauthentication_required)(view))


def account_of(request: HttpRequest) -> int:
    """Return the key of the account that is signed in; for views that require one."""
    assert isinstance(request.user, Account)
    return request.user.pk
