"""Matters that may be the same as one at the desk: a part that loads after the page, or a page of its own."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.matters import queries
from linli.apps.matters.rules.kinds import kind_of
from linli.apps.matters.web.shown import show
from linli.apps.matters.web.states import label_of
from linli.apps.matters.web.views.shared import actor_of, page_of
from linli.foundation import clock
from linli.interface.names import named


@require_safe
@never_cache
def alike(request: HttpRequest, reference: str) -> HttpResponse:
    now = clock.now()
    page = page_of(request, reference, now)
    if "duplicate" not in page.may or page.is_reporter:
        raise Http404
    found = queries.list_alike_at_desk(actor=actor_of(request), page=page, now=now)
    rows = [(row, named(kind_of(row.kind)), label_of(row.state)) for row in found]
    template = "matters/desk/alike.html"
    if request.headers.get("HX-Request"):
        template += "#found"
    return render(request, template, {"shown": show(page, now), "rows": rows})
