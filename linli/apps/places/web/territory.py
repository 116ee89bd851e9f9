"""The registers for staff: from the city down to the grid, with figures at each level."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from linli.apps.places import queries
from linli.apps.places.access import AREAS, keeps
from linli.apps.places.models import Area
from linli.apps.places.queries.registers import (
    PAGE_ROWS,
    below,
    compound_register,
    open_area,
    street_houses,
)
from linli.foundation import clock
from linli.foundation.areas import Level
from linli.interface.context import actor_of
from linli.platform.access import fetch

CODE_MAX = 10**15
ZOOM = {"city": 11, "district": 13, "subdistrict": 14, "community": 16, "grid": 17}


def area_to_browse(request: HttpRequest, code: int) -> Area:
    """Return the area when the reader works here; 404 when there is none, 403 for others."""
    rows = Area.objects.all()
    return fetch(rows, actor=actor_of(request), action="browse", table=AREAS, pk=code % CODE_MAX)


def community_to_browse(request: HttpRequest, code: int) -> Area:
    area = area_to_browse(request, code)
    if area.level != Level.COMMUNITY:
        raise Http404
    return area


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Begin where the reader works."""
    code = open_area(actor_of(request))
    if code is None:
        return render(request, "places/area.html", {"path": (), "figures": ()})
    return redirect("places:area", code)


@require_safe
def area(request: HttpRequest, code: int) -> HttpResponse:
    """An area and what lies below it; a community with its compounds, a grid with its buildings."""
    here = area_to_browse(request, code)
    today = clock.local_date(clock.now())
    is_community, is_grid = here.level == Level.COMMUNITY, here.level == Level.GRID
    figures = below(here.code, on=today)
    context = {
        "area": here,
        "path": queries.area_path(here.code),
        "figures": figures,
        "households": sum(each.households for each in figures),
        "compounds": compound_register(here.code) if is_community else (),
        "buildings": queries.list_buildings(grid=here.code, on=today) if is_grid else (),
        "may_extend": is_community and keeps(actor_of(request), here.code),
        "is_community": is_community,
        "is_grid": is_grid,
        "map_at": f"{here.lon},{here.lat},{ZOOM[here.level]}",
    }
    return render(request, "places/area.html", context)


@require_safe
def street(request: HttpRequest, code: int) -> HttpResponse:
    """The street houses of a community, which stand outside compounds; a page by key."""
    here = community_to_browse(request, code)
    asked = request.GET.get("after", "")
    after = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else 0
    rows = street_houses(here.code, after=after)
    context = {
        "area": here,
        "path": queries.area_path(here.code),
        "rows": rows[:PAGE_ROWS],
        "older": f"?after={rows[PAGE_ROWS - 1].id}" if len(rows) > PAGE_ROWS else "",
        "may_extend": keeps(actor_of(request), here.code),
    }
    return render(request, "places/street.html", context)


@require_safe
def places(request: HttpRequest, code: int) -> HttpResponse:
    """The service centres and neighbour places of a community."""
    here = community_to_browse(request, code)
    context = {
        "area": here,
        "path": queries.area_path(here.code),
        "centres": queries.list_centres(here.code),
        "places": queries.list_neighbour_places(community=here.code),
        "may_extend": keeps(actor_of(request), here.code),
    }
    return render(request, "places/places.html", context)
