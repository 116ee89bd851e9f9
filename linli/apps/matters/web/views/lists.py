"""Lists: the desk, today, mine, and the public one of a place. One query each, paged by key."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.matters import queries
from linli.apps.matters.queries import Wanted
from linli.apps.matters.web.forms.lists import ListForm
from linli.apps.matters.web.rows import line_of, public_line_of, sections_of
from linli.apps.matters.web.views.shared import actor_of
from linli.apps.places import queries as places
from linli.foundation import clock
from linli.foundation.clock import LOCAL

TODAY_ROWS = 60
PAGE_ROWS = 20


@require_safe
@login_required
@never_cache
def desk(request: HttpRequest) -> HttpResponse:
    """Show what concerns somebody by role, narrowed as they wish."""
    actor, now = actor_of(request), clock.now()
    if not actor.is_staff:
        raise PermissionDenied
    form = ListForm(request.GET)
    wish = form.wish()
    found = queries.list_matters(actor=actor, wanted=Wanted(**wish, limit=PAGE_ROWS), now=now)
    context = {
        "form": form,
        "scope": wish["scope"],
        "tabs": form.tabs(),
        "is_narrowed": form.is_narrowed,
        "lines": [line_of(row, now) for row in found.rows],
        "older": form.address(after=found.after) if found.after else "",
        "newer": form.address(after="") if wish["after"] else "",
    }
    return render(request, "matters/desk/list.html", context)


@require_safe
@login_required
@never_cache
def board(request: HttpRequest) -> HttpResponse:
    """Show how much there is to do: a part of the desk that loads after the list."""
    now = clock.now()
    end = now.astimezone(LOCAL).replace(hour=23, minute=59, second=59)
    counts = queries.count_board(actor=actor_of(request), now=now, end_of_day=end)
    return render(request, "matters/desk/board.html", {"board": counts})


@require_safe
@login_required
@never_cache
def today(request: HttpRequest) -> HttpResponse:
    """Show the one list of today: late, due today, new, under way."""
    actor, now = actor_of(request), clock.now()
    if not actor.is_staff:
        raise PermissionDenied
    found = queries.list_matters(
        actor=actor, wanted=Wanted(scope="work", limit=TODAY_ROWS), now=now
    )
    context = {
        "sections": sections_of(found.rows, now, actor),
        "day": now.astimezone(LOCAL).date(),
        "done": queries.read_reference(request.GET.get("done", "")),
        "more": f"{reverse('matters:desk')}" if found.after else "",
    }
    return render(request, "matters/today/list.html", context)


@require_safe
@login_required
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """Show what the signed-in resident has reported."""
    now = clock.now()
    wanted = Wanted(scope="own", after=request.GET.get("after", ""), limit=PAGE_ROWS)
    found = queries.list_matters(actor=actor_of(request), wanted=wanted, now=now)
    context = {
        "lines": [line_of(row, now) for row in found.rows],
        "older": f"?{urlencode({'after': found.after})}" if found.after else "",
        "newer": "." if wanted.after else "",
    }
    return render(request, "matters/follow/mine.html", context)


@require_safe
def public(request: HttpRequest, community: int | None = None) -> HttpResponse:
    """Show what was reported near by and what came of it: no words, no house, nobody's name."""
    area = places.get_area(community) if community is not None else None
    if community is not None and area is None:
        raise Http404
    after = request.GET.get("after", "")
    found = queries.list_public(community=community, after=after, limit=PAGE_ROWS)
    now = clock.now()
    context = {
        "area": area,
        "lines": [public_line_of(row, now) for row in found.rows],
        "older": f"?{urlencode({'after': found.after})}" if found.after else "",
        "newer": "." if after else "",
    }
    return render(request, "matters/public/list.html", context)
