"""A study as a file: GeoJSON, GeoPackage, XLSX."""

from __future__ import annotations

import json

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.planning import queries
from linli.apps.planning.rules.studies import FINISHED, Kind
from linli.foundation import geopackage, workbooks
from linli.platform.requests import Request


@require_safe
@never_cache
def export(request: Request, pk: int, sort: str) -> HttpResponse:
    """Give a study in the format asked for."""
    row = queries.read_study(actor=request.actor, pk=pk)
    if row.state not in FINISHED or sort not in {"geojson", "gpkg", "xlsx"}:
        raise Http404
    if "export" not in queries.may(actor=request.actor, study=row):
        raise PermissionDenied
    if sort == "xlsx":
        sheets = [(sheet.name, sheet.rows) for sheet in queries.sheet_of(row)]
        return _file(workbooks.write_workbook(sheets), workbooks.MEDIA_TYPE, pk, sort)
    if row.kind == Kind.MATCH:
        raise Http404
    found = queries.features_of(row)
    if sort == "gpkg":
        content = geopackage.write_geopackage(found["features"])
        return _file(content, geopackage.MEDIA_TYPE, pk, sort)
    text = json.dumps(found, ensure_ascii=False).encode()
    return _file(text, "application/geo+json", pk, sort)


def _file(content: bytes, media_type: str, pk: int, sort: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="linli-{pk}.{sort}"'
    return answer
