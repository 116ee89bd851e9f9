"""How good the suggestions are: a page for everybody who works with them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.matters.web.accuracy import shown
from linli.apps.matters.web.views.shared import actor_of


@require_safe
@login_required
@never_cache
def accuracy(request: HttpRequest) -> HttpResponse:
    if not actor_of(request).is_staff:
        raise PermissionDenied
    return render(request, "matters/desk/accuracy.html", {"shown": shown()})
