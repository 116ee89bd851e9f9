"""An owner votes: choose, read it over, send; and sees at any time that the ballot is counted."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.votes import actions, queries
from linli.apps.votes.queries import OwnElector, VotePage
from linli.apps.votes.web.forms import MARK_ICONS, BallotForm
from linli.foundation import clock
from linli.interface.forms import accepted
from linli.platform.access import Actor
from linli.platform.idempotency import read_client_id
from linli.platform.requests import Request


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def ballot(request: Request, reference: str, elector: int) -> HttpResponse:
    """Show the ballot, then what was chosen to read over, then send it."""
    page = queries.get_page(actor=request.actor, reference=reference)
    own = _own(request.actor, page, elector)
    motions = [row for row in page.motions if not own.motions or row.number in own.motions]
    step = request.POST.get("step", "")
    form = BallotForm(request.POST if step else None, motions=motions)
    context = {"page_of": page, "own": own, "form": form, "icons": MARK_ICONS}
    if step == "cast" and accepted(form, lambda: _cast(request, page, own, form)) is not None:
        messages.success(request, _("您的选票已收到并计入。"))
        return redirect("votes:mine", reference=page.vote.reference)
    if step == "review" and form.is_valid():
        context |= {"said": form.said(), "client_id": uuid.uuid4()}
        return render(request, "votes/review.html", context)
    is_wrong = step in {"cast", "review"}
    return render(request, "votes/ballot.html", context, status=422 if is_wrong else 200)


def _own(actor: Actor, page: VotePage, elector: int) -> OwnElector:
    """Return the reader's elector, or raise `Http404`."""
    own = queries.own_electors(actor=actor, vote=page.vote, now=clock.now())
    found = next((each for each in own if each.id == elector), None)
    if found is None:
        raise Http404
    return found


def _cast(request: Request, page: VotePage, own: OwnElector, form: BallotForm) -> bool:
    actions.cast_ballot(
        actor=request.actor,
        pk=page.vote.pk,
        elector=own.id,
        choices=form.marks(),
        client_id=read_client_id(request.POST.get("client_id", "")),
        now=clock.now(),
    )
    return True


@require_safe
@login_required
@never_cache
def mine(request: Request, reference: str) -> HttpResponse:
    """Show that the reader's ballots are counted: never how they were marked."""
    page = queries.get_page(actor=request.actor, reference=reference)
    own = queries.own_electors(actor=request.actor, vote=page.vote, now=clock.now())
    return render(request, "votes/mine.html", {"page_of": page, "own": own})
