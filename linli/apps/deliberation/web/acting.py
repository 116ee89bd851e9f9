"""Raising a topic and every act on one: parse, do, back to the page; what was typed stays when refused."""

from __future__ import annotations

import uuid
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.apps.deliberation import actions, queries
from linli.apps.deliberation.actions import Proposal
from linli.apps.deliberation.web.acts import ACTS
from linli.apps.deliberation.web.forms import BookForm, RaiseForm
from linli.apps.deliberation.web.reading import hall_page, topic_page
from linli.apps.deliberation.web.shown import looks_of
from linli.apps.deliberation.web.units import unit_choices
from linli.apps.places import queries as places
from linli.foundation import clock
from linli.foundation.areas import SIZE, Level
from linli.interface.forms import accepted
from linli.interface.personal import softened_post, to_ask
from linli.platform.access import Actor
from linli.platform.idempotency import read_client_id
from linli.platform.requests import Request

# The words of residents that everybody reads: what tells who somebody is, is pointed out first.
PUBLIC_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "raise": ("title", "words"),
    "idea": ("text",),
    "review": ("words",),
    "withdraw": ("reason",),
}
ANCHORS = {"idea": "#ideas", "voice": "#ideas", "option": "#options", "unoption": "#options"}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def begin(request: Request, pk: int) -> HttpResponse:
    """Raise a topic in a hall, on one's own or from matters."""
    now = clock.now()
    hall = queries.get_hall(actor=request.actor, pk=pk, now=now)
    if "raise" not in hall.may:
        raise PermissionDenied("raise")
    given = softened_post(request.POST, PUBLIC_WORDS["raise"])
    form = RaiseForm(given or None, initial={"matters": request.GET.get("matter", "")[:20]})
    pointed = to_ask(form, PUBLIC_WORDS["raise"])

    def act() -> str:
        data = form.cleaned_data
        proposal = Proposal(data["title"], data["words"], form.references())
        client_id = read_client_id(request.POST.get("client_id", ""))
        made = actions.raise_topic(
            actor=request.actor, client_id=client_id, hall=pk, proposal=proposal, now=now
        )
        return made.reference

    reference = None if pointed else accepted(form, act)
    if reference is not None:
        messages.success(request, _("议题已提出，请邻居来附议。"))
        return redirect("deliberation:topic", reference=reference)
    context = {
        "hall": hall,
        "form": form,
        "pointed": pointed,
        "client_id": request.POST.get("client_id") or uuid.uuid4(),
    }
    return render(request, "deliberation/raise.html", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
@never_cache
def act(request: Request, reference: str, act: str) -> HttpResponse:
    """Do one act on a topic; a refusal shows the page again with what was typed."""
    now = clock.now()
    page = queries.get_topic(actor=request.actor, reference=reference, now=now)
    chosen = ACTS.get(act)
    if chosen is None:
        raise Http404
    units = unit_choices(page) if chosen.needs_units else ()
    public = PUBLIC_WORDS.get(act, ())
    form = chosen.form(softened_post(request.POST, public), page=page, units=units)

    def do() -> bool:
        chosen.do(request.actor, page.topic.pk, form.cleaned_data, now)
        return True

    pointed = to_ask(form, public)
    if pointed or accepted(form, do) is None:
        return topic_page(request, page, now, {act: form}, pointed)
    messages.success(request, str(chosen.done))
    response = redirect("deliberation:topic", reference=page.topic.reference)
    response["Location"] += ANCHORS.get(act, "")
    return response


@require_POST
@login_required
@never_cache
def book(request: Request, pk: int) -> HttpResponse:
    """Take the room for a part of a day."""
    now = clock.now()
    page = queries.get_hall(actor=request.actor, pk=pk, now=now)
    form = BookForm(request.POST)
    made = accepted(
        form,
        lambda: actions.book_hall(actor=request.actor, pk=pk, now=now, **form.cleaned_data),
    )
    if made is None:
        return hall_page(request, page, form)
    messages.success(request, _("已预约。用不上请提早取消，让给邻居。"))
    return redirect("deliberation:hall", pk=pk)


@require_POST
@login_required
@never_cache
def unbook(request: Request, pk: int, booking: int) -> HttpResponse:
    """Give the room back."""
    actions.cancel_booking(actor=request.actor, pk=pk, booking=booking, now=clock.now())
    messages.success(request, _("已取消预约。"))
    return redirect("deliberation:hall", pk=pk)


def _founding(actor: Actor) -> list[int]:
    """Return the communities in which the actor, as their secretary, may found a hall."""
    spans = actor.spans("community_secretary")
    return [over.low for over in spans if over.high - over.low == SIZE[Level.COMMUNITY]]


@require_safe
@login_required
@never_cache
def desk(request: Request) -> HttpResponse:
    """Show a convener what waits, the one due first on top."""
    now = clock.now()
    rows = queries.list_waiting(actor=request.actor)
    context = {
        "late": looks_of((row for row in rows if row.due_at <= now), now),
        "lines": looks_of((row for row in rows if row.due_at > now), now),
        "halls": queries.list_to_convene(actor=request.actor, limit=20),
        "founding": list(places.area_names(_founding(request.actor)).items()),
    }
    return render(request, "deliberation/desk.html", context)
