"""The map of a study, one grid, one building with where it could go, two drawings side by side."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.apps.planning import actions, queries
from linli.apps.planning.models import Study
from linli.apps.planning.rules.studies import FINISHED, Kind, State
from linli.apps.planning.web import shown, words
from linli.apps.planning.web.forms import MoveForm
from linli.foundation import clock
from linli.interface.forms import accepted
from linli.platform.requests import Request


def finished(request: Request, pk: int, kind: str) -> Study:
    """Return a finished study of the kind, or 404."""
    row = queries.read_study(actor=request.actor, pk=pk)
    if row.kind != kind or row.state not in FINISHED:
        raise Http404
    return row


@require_safe
@never_cache
def map_json(request: Request, pk: int) -> JsonResponse:
    """The map as GeoJSON; `?show=today` for the grids of today."""
    row = queries.read_study(actor=request.actor, pk=pk)
    if row.state not in FINISHED:
        raise Http404
    pin = request.GET.get("pin", "")
    marked = int(pin) if pin.isascii() and pin.isdecimal() and len(pin) < 9 else None
    return JsonResponse(
        queries.study_map(row, request.GET.get("show", "plan"), pin=marked),
        content_type="application/geo+json",
    )


@require_safe
@never_cache
def grid(request: Request, pk: int, number: int) -> HttpResponse:
    """One grid with its buildings and its map; printed it is the card of the grid."""
    row = finished(request, pk, Kind.GRIDS)
    found = queries.get_grid(row, number)
    buildings = queries.buildings_of_grid(row, number)
    context = {
        "study": row,
        "grid": found,
        "area_name": row.result["areas"][str(found.area)],
        "buildings": buildings,
        "may": queries.may(actor=request.actor, study=row),
        "is_done": row.state == State.DONE,
        "why": words.reason_words(found),
        "building_pattern": shown.building_pattern(row),
        "map_at": _middle([(each.lon, each.lat) for each in buildings]),
    }
    return render(request, "planning/grid.html", context)


def _middle(spots: list[tuple[float, float]]) -> str:
    if not spots:
        return ""
    lon, lat = (sum(each) / len(spots) for each in zip(*spots, strict=True))
    return f"{lon:.5f},{lat:.5f},16.5"


@require_safe
@never_cache
def building(request: Request, pk: int, number: int) -> HttpResponse:
    """One building: into which grids it could go, and what each would mean."""
    row = finished(request, pk, Kind.GRIDS)
    return _building_page(request, row, number)


def _building_page(
    request: Request, row: Study, number: int, form: MoveForm | None = None
) -> HttpResponse:
    found = queries.get_building(row, number)
    options = queries.move_options(row, found)
    may = queries.may(actor=request.actor, study=row)
    context = {
        "study": row,
        "building": found,
        "grid": queries.get_grid(row, found.grid) if found.grid is not None else None,
        "options": [
            (each, words.break_words(each.judged.breaks), words.mend_words(each.judged.mends))
            for each in options
        ],
        "form": form or MoveForm(options=[(each.number, each.name) for each in options]),
        "may_move": "move" in may and row.state == State.DONE,
        "map_at": f"{found.lon},{found.lat},17",
        "pinned": f"{reverse('planning:map', args=[row.pk])}?pin={number}",
    }
    return render(request, "planning/building.html", context, status=422 if form else 200)


@require_POST
@never_cache
def move(request: Request, pk: int, number: int) -> HttpResponse:
    """Move a building by hand."""
    row = finished(request, pk, Kind.GRIDS)
    options = queries.move_options(row, queries.get_building(row, number))
    form = MoveForm(request.POST, options=[(each.number, each.name) for each in options])
    facts: dict[str, Any] = {
        "actor": request.actor,
        "pk": pk,
        "building": number,
        "now": clock.now(),
    }
    done = accepted(form, lambda: actions.move_building(**facts, **form.cleaned_data))
    if done is None:
        return _building_page(request, row, number, form)
    messages.success(request, _("楼栋已调整，各项指标已重新计算。"))
    return redirect("planning:study", pk=pk)


@require_safe
@never_cache
def compare(request: Request) -> HttpResponse:
    """Two drawings of one area side by side."""
    pair = []
    for name in ("a", "b"):
        text = request.GET.get(name, "")
        if not (text.isascii() and text.isdecimal() and len(text) < 19):
            raise Http404
        pair.append(finished(request, int(text), Kind.GRIDS))
    figures = [queries.principles(row.result) for row in pair]
    tables = [
        words.five_principles(before, after, row.result)
        for row, (before, after) in zip(pair, figures, strict=True)
    ]
    context = {
        "one": pair[0],
        "other": pair[1],
        "lines": list(zip(*tables, strict=True)),
        "moved": [row.result["moved"] for row in pair],
        "parameters": [words.parameter_words(row) for row in pair],
        "exceptions": [sum(each.is_out for each in queries.grids_of(row)) for row in pair],
        "is_same_area": pair[0].area_id == pair[1].area_id,
    }
    return render(request, "planning/compare.html", context)
