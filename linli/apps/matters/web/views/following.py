"""My own list of what I follow; follow and unfollow by one tap."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.apps.matters import actions, queries
from linli.apps.matters.web.following import lines_of, places_for
from linli.apps.matters.web.views.shared import actor_of
from linli.foundation import clock


@require_safe
@login_required
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    q = request.GET.get("q", "")[:60]
    context = {"lines": lines_of(actor_of(request)), "q": q, "places": places_for(q)}
    return render(request, "matters/follow/follows.html", context)


@require_POST
@login_required
@never_cache
def put(request: HttpRequest) -> HttpResponse:
    """Follow or unfollow; a matter is named by its reference."""
    target, said = request.POST.get("target", ""), request.POST.get("key", "")
    actor = actor_of(request)
    key = queries.key_of(said) if target == "matter" and not said.isdecimal() else _number(said)
    if "off" in request.POST:
        actions.unfollow(actor=actor, target=target, key=key)
        messages.success(request, _("已不再关注。"))
    else:
        actions.follow(actor=actor, target=target, key=key, now=clock.now())
        messages.success(request, _("已关注，有公开的进展会告诉您。"))
    if "instead" in request.POST:
        return redirect("matters:matter", reference=said)
    after = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(after, allowed_hosts={request.get_host()})
    return redirect(after if is_ours else "matters:follows")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
