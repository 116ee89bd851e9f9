"""What the map fetches: GeoJSON, compressed, asked for again only when it changed."""

from __future__ import annotations

import gzip
import json
from hashlib import blake2b

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from linli.apps.places import queries
from linli.apps.places.queries.map import city_map, community_map
from linli.apps.places.rules import read_point

SECONDS_KEPT = 300
NEAR_ROWS = 8


def _answer(request: HttpRequest, drawn: dict[str, object]) -> HttpResponse:
    """Return the GeoJSON, or 304 when the caller holds the same."""
    body = json.dumps(drawn, ensure_ascii=False, separators=(",", ":")).encode()
    mark = f'W/"{blake2b(body, digest_size=12).hexdigest()}"'
    response: HttpResponse
    if mark in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(gzip.compress(body, 6, mtime=0), "application/geo+json")
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(body, "application/geo+json")
    response["ETag"] = mark
    response["Cache-Control"] = f"public, max-age={SECONDS_KEPT}"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


@require_safe
def city(request: HttpRequest) -> HttpResponse:
    """Rivers, main roads and the outlines of communities."""
    return _answer(request, city_map())


@require_safe
def community(request: HttpRequest, code: int) -> HttpResponse:
    """Streets, grids, compounds, buildings and centres of one community."""
    area = queries.get_area(code) if code < 10**15 else None
    if area is None or area.level != "community":
        raise Http404
    return _answer(request, community_map(code))


@require_safe
def near(request: HttpRequest) -> HttpResponse:
    """The buildings nearest to a point, as rows: the map for those who cannot see it."""
    point = read_point(request.GET.get("lon", ""), request.GET.get("lat", ""))
    rows = queries.nearest_buildings(*point, limit=NEAR_ROWS) if point else ()
    found = [
        {
            "id": str(row.id),
            "name": row.full_name,
            "note": row.community_name,
            "href": reverse("places:building", args=[row.id]),
        }
        for row in rows
    ]
    return JsonResponse(found, safe=False)


@require_safe
def pin(_request: HttpRequest, pk: int) -> JsonResponse:
    """One building as a point, to be seen at once among its neighbours."""
    row = queries.get_building(pk)
    if row is None:
        raise Http404
    facts = {"name": row.full_name, "icon": "map-pin", "tone": "jade"}
    spot = {"type": "Point", "coordinates": [row.lon, row.lat]}
    feature = {"type": "Feature", "properties": facts, "geometry": spot}
    return JsonResponse({"type": "FeatureCollection", "features": [feature]})
