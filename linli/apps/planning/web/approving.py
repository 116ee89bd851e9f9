"""Approve a drawing for a day; the list of work to hand over."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.planning import actions, queries
from linli.apps.planning.rules.studies import Kind, State
from linli.apps.planning.web.drawing import finished
from linli.apps.planning.web.forms import ApproveForm
from linli.foundation import clock
from linli.interface.forms import accepted
from linli.platform.requests import Request

DAYS_AHEAD = 7


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def approve(request: Request, pk: int) -> HttpResponse:
    """Say what an approval would do; then approve for a day."""
    row = finished(request, pk, Kind.GRIDS)
    if "approve" not in queries.may(actor=request.actor, study=row):
        raise PermissionDenied
    now = clock.now()
    ahead = clock.local_date(now) + dt.timedelta(days=DAYS_AHEAD)
    form = ApproveForm(request.POST or None, initial={"on": ahead})
    facts: dict[str, Any] = {"actor": request.actor, "pk": pk, "now": now}
    done = accepted(form, lambda: actions.approve_study(**facts, **form.cleaned_data))
    if done is not None:
        said = _("新网格已启用。") if done.state == State.IN_FORCE else _("已批准，到那天启用。")
        messages.success(request, said)
        return redirect("planning:handover", pk=pk)
    grids = queries.grids_of(row)
    context = {
        "study": row,
        "form": form,
        "new_grids": [each for each in grids if each.code is None],
        "exceptions": [each for each in grids if each.is_out],
        "is_register": row.buildings_file_id is None,
        "is_done": row.state == State.DONE,
    }
    return render(request, "planning/approve.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def handover(request: Request, pk: int) -> HttpResponse:
    """The work over grids that end; a person ticks what is handed over."""
    row = finished(request, pk, Kind.GRIDS)
    if row.state == State.DONE:
        raise Http404
    if request.method == "POST":
        text = request.POST.get("handover", "")
        if not (text.isascii() and text.isdecimal() and len(text) < 20):
            raise Http404
        actions.mark_handed_over(actor=request.actor, pk=pk, handover=int(text), now=clock.now())
        return redirect("planning:handover", pk=pk)
    lines = queries.handovers_of(pk)
    context = {
        "study": row,
        "lines": lines,
        "left": sum(not line.is_done for line in lines),
        "may_tick": "hand_over" in queries.may(actor=request.actor, study=row),
    }
    return render(request, "planning/handover.html", context)
