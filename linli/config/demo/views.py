"""The list of personas and the link that signs one in."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from linli.apps.accounts.queries import find_demo_account
from linli.apps.accounts.web.demo import sign_in_demo
from linli.config.demo.personas import PERSONAS


@never_cache
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "demo/index.html", {"personas": PERSONAS})


@never_cache
def sign_in(request: HttpRequest, username: str) -> HttpResponse:
    """Sign in as a persona; a real deployment answers 404, here and in the action itself."""
    account = find_demo_account(username) if settings.DEMO else None
    if account is None:
        raise Http404
    sign_in_demo(request, account)
    return redirect("/")
