"""Intake on behalf of somebody: one screen, the channel kept, the code to read out or print."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.matters.access import INTAKE_ROLES
from linli.apps.matters.actions import Receipt
from linli.apps.matters.queries import suggest_kinds
from linli.apps.matters.rules.kinds import UNCLEAR
from linli.apps.matters.web import places_found
from linli.apps.matters.web.draft import Draft
from linli.apps.matters.web.forms.intake import IntakeForm
from linli.apps.matters.web.place import choose
from linli.apps.matters.web.sending import send
from linli.apps.matters.web.views.shared import actor_of
from linli.foundation.refusals import Refused
from linli.interface.forms import accepted


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def take_in(request: HttpRequest) -> HttpResponse:
    """Write down what somebody said. Searching a place sends the same form and changes nothing."""
    if not any(actor_of(request).holds(role) for role in INTAKE_ROLES):
        raise PermissionDenied
    found = places_found.choices(request.POST.get("q", ""), request.POST.get("at", ""))
    if request.method != "POST":
        return intake_page(request, IntakeForm(found=[], initial={"client_id": uuid.uuid4()}))
    if "find" in request.POST or request.headers.get("HX-Request"):
        return intake_page(request, IntakeForm(found=found, initial=request.POST.dict()))
    form = IntakeForm(request.POST, found=found)
    receipt = accepted(form, lambda: take(request, form))
    if receipt is None:
        return intake_page(request, form, status=422)
    return redirect("matters:sent", code=receipt.follow_code)


def intake_page(request: HttpRequest, form: IntakeForm, status: int = 200) -> HttpResponse:
    template = "matters/desk/intake.html"
    if request.headers.get("HX-Request"):
        template += "#found"
    return render(request, template, {"form": form}, status=status)


def take(request: HttpRequest, form: IntakeForm) -> Receipt:
    """Report what the form holds; the kind is guessed from the words when none was chosen."""
    data = form.cleaned_data
    at = data["at"]
    if not at:
        raise Refused("matters.place_missing", "请先查找，再从列出的地点里选一个。", field="q")
    guess = next((each.kind for each in suggest_kinds(data["words"])), UNCLEAR)
    draft = Draft(client_id=str(data["client_id"])).at_place(choose(at))
    said = {key: data[key] for key in ("words", "place_text", "name", "phone", "hide")}
    draft = draft.but(kind=data["kind"] or guess, **said)
    return send(request, draft, channel=data["channel"])
