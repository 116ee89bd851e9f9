"""The public pages. Whoever works here goes on to the list of today."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.apps.places import queries as places
from linli.apps.portal import queries
from linli.apps.portal.web.kept import keep_community, own_community
from linli.apps.portal.web.showing import (
    matter_line,
    organisation_line,
    place_line,
    public_line,
)
from linli.foundation import clock
from linli.foundation.areas import Level
from linli.interface import navigation
from linli.interface.context import actor_of
from linli.interface.names import named

WORDS_MAX: Final = 60  # letters


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show residents the first page; send staff to the first of their ways."""
    actor = actor_of(request)
    ways = navigation.links(actor, request.path) if actor.is_staff else ()
    if ways:
        return redirect(ways[0].href)
    own = own_community(request)
    solved = queries.list_solved(own.code if own else None)
    context = {
        "own": own,
        "own_name": named(own) if own else "",
        "solved": [public_line(row) for row in solved],
    }
    return render(request, "portal/home.html", context)


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Answer who is responsible: find the building, the compound or the street first."""
    words = request.GET.get("q", "").strip()[:60]
    found = [place_line(row) for row in queries.find_places(words)] if words else []
    return render(request, "portal/find.html", {"q": words, "found": found})


@require_safe
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """Find matters, places and organisations by any part of their words."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:WORDS_MAX]
    own_after, public_after = (request.GET.get(name, "") for name in ("own", "public"))
    context: dict[str, object] = {"q": words}
    if words:
        found = queries.search(
            actor=actor_of(request),
            words=words,
            own_after=own_after,
            public_after=public_after,
            today=clock.local_date(clock.now()),
        )
        asked = urlencode({"q": words})
        context |= {
            "found": found,
            "own": [matter_line(row) for row in found.own.rows],
            "public": [public_line(row) for row in found.public.rows],
            "places": [place_line(row) for row in found.places],
            "organisations": [organisation_line(row) for row in found.organisations],
            "own_older": f"?{asked}&own={found.own.after}" if found.own.after else "",
            "public_older": f"?{asked}&public={found.public.after}" if found.public.after else "",
        }
    return render(request, "portal/search.html", context)


@require_safe
def communities(request: HttpRequest) -> HttpResponse:
    districts = [
        (named(district.area), [(area.code, named(area)) for area in district.communities])
        for district in queries.list_districts()
    ]
    return render(request, "portal/communities.html", {"districts": districts})


@require_safe
def community(request: HttpRequest, code: int) -> HttpResponse:
    found = queries.get_community(code, now=clock.now())
    if found is None:
        raise Http404
    context = {
        "community": found,
        "name": named(found.area),
        "where": " · ".join(named(area) for area in found.path[1:-1]),
        "grids": [(grid.code, named(grid)) for grid in found.grids],
        "solved": [public_line(row) for row in found.solved],
        "is_own": own_community(request) == found.area,
    }
    return render(request, "portal/community.html", context)


@require_POST
def keep(request: HttpRequest, code: int) -> HttpResponse:  # noqa: ARG001  # every view takes it
    """Remember this community on this device."""
    area = places.get_area(code)
    if area is None or area.level != Level.COMMUNITY:
        raise Http404
    response = redirect("portal:community", code=code)
    keep_community(response, code)
    return response
