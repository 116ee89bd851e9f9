"""Doing one act; a refusal shows the page again with what was typed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from linli.apps.disputes import queries
from linli.apps.disputes.web import codes
from linli.apps.disputes.web.doing import DO, Call
from linli.apps.disputes.web.forms.acts import ACT_FORMS
from linli.apps.disputes.web.offers import BY_NAME
from linli.apps.disputes.web.views.reading import dispute_page, page_for
from linli.foundation import clock
from linli.foundation.clock import local_date
from linli.interface.forms import accepted
from linli.platform.requests import Request


@require_POST
@never_cache
def act(request: Request, reference: str, act: str) -> HttpResponse:
    """Do one act on a dispute of whose circle the reader is."""
    page = page_for(request, reference)
    offered = BY_NAME.get(act)
    if offered is None or offered.needs not in page.may:
        raise Http404
    now = clock.now()
    names_one = act == "propose_mediator"
    candidates = queries.candidates_of(page, local_date(now)) if names_one else ()
    form = ACT_FORMS[act](request.POST, request.FILES, page=page, candidates=candidates)
    code = codes.code_for(request, page.reference)
    call = Call(request.actor, page, form, code, now)
    issued = accepted(form, lambda: DO[act](call) or "")
    if issued is None:
        return dispute_page(request, page_for(request, reference), {act: form})
    if issued:
        request.session[f"disputes.issued.{page.id}"] = codes.spaced(issued)
    messages.success(request, _("已办好：%(what)s") % {"what": offered.label or offered.own_label})
    return _next(request, reference)


def _next(request: Request, reference: str) -> HttpResponse:
    """Go back to the page, or to the list when the act has taken the reader out of the circle."""
    try:
        page_for(request, reference)
    except Http404:
        return redirect("disputes:desk" if request.actor.is_staff else "disputes:mine")
    return redirect("disputes:page", reference=reference)
