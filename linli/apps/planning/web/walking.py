"""What if this hall opened: a point of the map, and who would be nearer. No array library."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.planning import queries
from linli.apps.planning.rules.studies import Kind
from linli.apps.planning.web.drawing import finished
from linli.apps.planning.web.forms import PlaceForm
from linli.foundation.refusals import Refused
from linli.interface.middleware import sentence
from linli.platform.requests import Request


@require_safe
@never_cache
def what_if(request: Request, pk: int) -> HttpResponse:
    """Answer for one point: a whole page, or for htmx only the answer."""
    row = finished(request, pk, Kind.CIRCLE)
    form = PlaceForm(request.GET)
    trouble, answer = "", None
    if form.is_valid():
        try:
            answer = queries.what_if_at(row, **form.cleaned_data)
        except Refused as refusal:
            trouble = sentence(refusal)
    _areas, whole = queries.coverage_of(row)
    context = {
        "study": row,
        "answer": answer,
        "trouble": trouble,
        "whole": whole,
        "rows": [
            (answer.names[str(after.area)], before, after) for before, after in answer.answer.rows
        ]
        if answer
        else [],
        "map_at": f"{answer.lon},{answer.lat},16" if answer else "",
    }
    template = "planning/_answer.html" if request.htmx else "planning/what_if.html"
    return render(request, template, context, status=422 if trouble and not request.htmx else 200)
