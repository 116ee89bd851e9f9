"""A person decides on each proposal."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from linli.apps.planning import actions
from linli.foundation import clock
from linli.platform.requests import Request


@require_POST
@never_cache
def decide(request: Request, pk: int, proposal: int) -> HttpResponse:
    """Confirm or decline."""
    said = request.POST.get("say", "")
    if said not in {"yes", "no"}:
        raise Http404
    actions.decide_proposal(
        actor=request.actor, pk=pk, proposal=proposal, is_confirmed=said == "yes", now=clock.now()
    )
    return redirect("planning:study", pk=pk)
