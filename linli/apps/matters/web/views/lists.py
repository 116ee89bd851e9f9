"""Lists: the desk, today, mine, and the public one of a place. One query each, paged by key."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.matters import queries
from linli.apps.matters.access import DESK_ROLES, WATCH_ROLES
from linli.apps.matters.queries import Wanted
from linli.apps.matters.web.forms.lists import Wish, read_after
from linli.apps.matters.web.rows import desk_rows, own_rows, public_rows, sections_of
from linli.apps.matters.web.views.shared import actor_of
from linli.apps.places import queries as places
from linli.foundation import clock
from linli.foundation.clock import LOCAL
from linli.interface import pages

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
    wish, after = Wish.read(request.GET), read_after(request.GET)
    found = queries.list_matters(
        actor=actor, wanted=wish.wanted(after=after, limit=PAGE_ROWS), now=now
    )
    watches = actor.spans(*DESK_ROLES, *WATCH_ROLES)  # over the work of several units
    units = [row.unit_name for row in found.rows[:1]] or [gettext("所选的承办单位")]
    holes = {
        "lines": desk_rows(found.rows, now, wish.of_unit if watches else None),
        "unit": units[0] if wish.unit else "",
        "all_units": wish.of_unit(None),
        "older": wish.address(after=found.after) if found.after else "",
        "newer": wish.address() if after else "",
    }
    return pages.kept(
        request, "matters/desk/list.html", {"wish": wish, "rules": queries.may_rule(actor)}, holes
    )


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
        "sections": sections_of(found.rows, now),
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
    holes = {
        "lines": own_rows(found.rows, now),
        "older": f"?{urlencode({'after': found.after})}" if found.after else "",
        "newer": "." if wanted.after else "",
    }
    return pages.kept(request, "matters/follow/mine.html", {}, holes)


@require_safe
def public(request: HttpRequest, community: int | None = None) -> HttpResponse:
    """Show what was reported near by and what came of it: no words, no house, nobody's name."""
    area = places.get_area(community) if community is not None else None
    if community is not None and area is None:
        raise Http404
    after = request.GET.get("after", "")
    found = queries.list_public(community=community, after=after, limit=PAGE_ROWS)
    holes = {
        "area": area.name if area else "",
        "lines": public_rows(found.rows, clock.now()),
        "older": f"?{urlencode({'after': found.after})}" if found.after else "",
        "newer": "." if after else "",
    }
    return pages.kept(request, "matters/public/list.html", {}, holes)
