"""Signing in by a demo link: in demo mode only, for demo accounts only."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from linli.apps.accounts.models import Account
from linli.apps.accounts.web.devices import note_device
from linli.apps.accounts.web.second_factor import VERIFIED_KEY


def sign_in_demo(request: HttpRequest, account: Account) -> None:
    """Sign in as a demo account; whoever signed in here before is signed out first."""
    if not (settings.DEMO and account.is_demo and account.is_active):
        raise PermissionDenied("demo")
    request.session.flush()
    note_device(request)
    login(request, account)
    request.session[VERIFIED_KEY] = True
