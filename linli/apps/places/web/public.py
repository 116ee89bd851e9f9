"""Pages for everybody: find a place, a building, a compound, the service centres near by."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from linli.apps.places import queries
from linli.apps.places.queries.areas import middle_of_city
from linli.apps.places.queries.registers import management_of
from linli.apps.places.rules import read_point
from linli.apps.places.web import links
from linli.apps.places.web.words import find_rows
from linli.foundation import clock
from linli.foundation.keys import KEY_MAX

BUILDINGS_SHOWN = 300


def found_or_404(row: queries.BuildingRow | None) -> queries.BuildingRow:
    if row is None:
        raise Http404
    return row


def get_building(pk: int) -> queries.BuildingRow:
    return found_or_404(queries.get_building(pk) if pk <= KEY_MAX else None)


def get_compound(pk: int) -> queries.CompoundRow:
    row = queries.get_compound(pk) if pk <= KEY_MAX else None
    if row is None:
        raise Http404
    return row


@require_safe
def finder(request: HttpRequest) -> HttpResponse:
    """Search compounds, buildings and streets by fragments of their names."""
    text = request.GET.get("q", "")[:60]
    near = read_point(request.GET.get("lon", ""), request.GET.get("lat", ""))
    rows = find_rows(queries.search_places(text, near=near, limit=30)) if text.strip() else []
    middle = near or middle_of_city()
    context = {"q": text, "rows": rows, "map_at": f"{middle[0]},{middle[1]},13" if middle else ""}
    return render(request, "places/finder.html", context)


@require_safe
def building(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the building is, its grid, who answers for it, the nearest centres."""
    row = get_building(pk)
    today = clock.local_date(clock.now())
    grid = queries.grid_of(pk, today)
    context = {
        "building": row,
        "path": queries.area_path(grid or row.community),
        "centres": queries.nearest_centres((row.lon, row.lat)),
        "report_url": links.report_at(f"b{pk}"),
        "who_url": links.way("organisations:who", pk),
        "map_at": f"{row.lon},{row.lat},18",
    }
    return render(request, "places/building.html", context)


@require_safe
def by_card(_request: HttpRequest, code: str) -> HttpResponse:
    """Go from the code on the card at the door to the building."""
    return redirect("places:building", found_or_404(queries.get_building_by_card(code)).id)


@require_safe
def compound(request: HttpRequest, pk: int) -> HttpResponse:
    """A compound with its buildings, who manages it, its centre and places."""
    row = get_compound(pk)
    today = clock.local_date(clock.now())
    buildings = queries.list_buildings(compound=pk, on=today, limit=BUILDINGS_SHOWN)
    context = {
        "compound": row,
        "path": queries.area_path(row.community),
        "buildings": buildings,
        "households": sum(each.households for each in buildings),
        "management": management_of(pk),
        "places": queries.list_neighbour_places(compound=pk),
        "centres": queries.nearest_centres((row.lon, row.lat)),
        "report_url": links.report_at(f"c{pk}"),
        "map_at": f"{row.lon},{row.lat},17",
        "today": today,
    }
    return render(request, "places/compound.html", context)


@require_safe
def centres(request: HttpRequest) -> HttpResponse:
    """The service centres around a point: given, of a building, or found by a name."""
    text = request.GET.get("q", "")[:60]
    point = read_point(request.GET.get("lon", ""), request.GET.get("lat", ""))
    found = queries.search_places(text, limit=1) if text.strip() and point is None else ()
    if found:
        point = (found[0].lon, found[0].lat)
    context = {
        "q": text,
        "place": found[0] if found else None,
        "centres": queries.nearest_centres(point, limit=12) if point else (),
        "is_asked": bool(point or text.strip()),
    }
    return render(request, "places/centres.html", context)


@require_safe
def centre(request: HttpRequest, pk: int) -> HttpResponse:
    """One service centre: hours, rooms, services, barrier-free facts, its places."""
    row = queries.get_centre(pk) if pk <= KEY_MAX else None
    if row is None:
        raise Http404
    context = {
        "centre": row,
        "services": services_of(row),
        "barrier_free": barrier_free(row),
        "places": queries.list_neighbour_places(centre=pk),
        "map_at": f"{row.lon},{row.lat},18",
    }
    return render(request, "places/centre.html", context)


SERVICES = ("serves_party", "serves_government", "serves_market", "serves_social")
BARRIER_FREE = ("has_ramp", "has_accessible_toilet", "has_low_counter")


def _labels(row: object, names: tuple[str, ...]) -> list[str]:
    fields = row._meta  # type: ignore[attr-defined]  # a model row
    return [str(fields.get_field(name).verbose_name) for name in names if getattr(row, name)]


def services_of(row: object) -> list[str]:
    return _labels(row, SERVICES)


def barrier_free(row: object) -> list[str]:
    return _labels(row, BARRIER_FREE)
