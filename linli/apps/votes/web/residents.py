"""Residents' votes: what everybody reads, how a resident votes, how a clerk takes a ballot in."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.apps.people import queries as people
from linli.apps.places import queries as places
from linli.apps.votes import actions, queries
from linli.apps.votes.access import RESIDENTS_LEAD_ROLES
from linli.apps.votes.queries import ResidentsPage
from linli.apps.votes.web.forms import VoidForm
from linli.apps.votes.web.residents_forms import (
    BeginResidentsForm,
    DeskBallotForm,
    FindVoiceForm,
    ResidentsBallotForm,
)
from linli.apps.votes.web.residents_shown import bars_of, looks_of_residents
from linli.foundation import clock
from linli.foundation.areas import Level, ancestor
from linli.foundation.clock import local_date
from linli.interface.forms import accepted
from linli.platform.idempotency import read_client_id
from linli.platform.requests import Request

ROWS: Final = 20
DECISION_ICONS: Final = {"1": "thumbs-up", "2": "x", "0": "minus"}


def page_of(request: Request, reference: str) -> ResidentsPage:
    return queries.get_residents_page(actor=request.actor, reference=reference, now=clock.now())


@require_safe
@never_cache
def listing(request: Request) -> HttpResponse:
    """Show the residents' votes, first those in which the reader still has a voice."""
    after = request.GET.get("after", "")
    start = int(after) if after.isascii() and after.isdecimal() and len(after) < 19 else 0
    found = queries.list_residents(actor=request.actor, after=start, limit=ROWS)
    mine = queries.list_residents_to_vote(actor=request.actor, now=clock.now()) if not start else ()
    context = {
        "mine": looks_of_residents(mine),
        "lines": looks_of_residents(found.rows),
        "areas": _led_areas(request),
        "older": f"?after={found.after}" if found.after else "",
        "newer": "." if start else "",
    }
    return render(request, "votes/residents/votes.html", context)


def _led_areas(request: Request) -> list[tuple[int, str]]:
    """Return the communities in which the reader may ask the residents."""
    spans = request.actor.spans(*RESIDENTS_LEAD_ROLES)
    codes = {span.low for span in spans if ancestor(span.low, Level.SUBDISTRICT) != span.low}
    return sorted(places.area_names(codes).items())


@require_safe
@never_cache
def vote(request: Request, reference: str) -> HttpResponse:
    """Show a residents' vote: what is asked, who has a voice, and what came of it."""
    page = page_of(request, reference)
    context = {
        "page_of": page,
        "look": looks_of_residents([page]).pop(),
        "bars": bars_of(page),
        "void_form": VoidForm(),
    }
    return render(request, "votes/residents/vote.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def ballot(request: Request, reference: str, voter: int) -> HttpResponse:
    """Show the ballot, then what was chosen to read over, then send it."""
    page = page_of(request, reference)
    if not any(own.id == voter for own in page.voices):
        raise Http404
    facts: dict[str, Any] = {"voter": voter}
    return _ballot(request, page, facts, ResidentsBallotForm, actions.cast_residents_ballot)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def take_in(request: Request, reference: str, voter: int) -> HttpResponse:
    """Let a clerk take in a ballot at the desk or from a paper."""
    page = page_of(request, reference)
    if "take_in" not in page.may:
        raise PermissionDenied("take_in")
    facts: dict[str, Any] = {"voter": voter}
    return _ballot(request, page, facts, DeskBallotForm, actions.take_in_residents_ballot)


def _ballot(
    request: Request,
    page: ResidentsPage,
    facts: dict[str, Any],
    kind: type[ResidentsBallotForm],
    act: Any,
) -> HttpResponse:
    step, vote = request.POST.get("step", ""), page.vote
    form = kind(request.POST if step else None, method=vote.method, options=vote.options)
    is_desk = kind is DeskBallotForm
    context = {"page_of": page, "form": form, "icons": DECISION_ICONS, "is_desk": is_desk}

    def send() -> bool:
        if is_desk:
            facts["channel"] = form.cleaned_data["channel"]
        key = read_client_id(request.POST.get("client_id", ""))
        mark, now = form.mark(), clock.now()
        act(actor=request.actor, pk=vote.pk, mark=mark, client_id=key, now=now, **facts)
        return True

    if step == "cast" and accepted(form, send) is not None:
        messages.success(request, _("选票已投进票箱。怎么投的，谁也查不到。"))
        return redirect("votes:residents_desk" if is_desk else "votes:residents", vote.reference)
    if step == "review" and form.is_valid():
        context |= {"said": form.said(), "client_id": uuid.uuid4()}
        return render(request, "votes/residents/review.html", context)
    status = 422 if step in {"cast", "review"} else 200
    return render(request, "votes/residents/ballot.html", context, status=status)


@require_safe
@login_required
@never_cache
def desk(request: Request, reference: str) -> HttpResponse:
    """Find who stands at the desk on the roll, by name or by door."""
    page = page_of(request, reference)
    if "take_in" not in page.may:
        raise PermissionDenied("take_in")
    form = FindVoiceForm(request.GET or None)
    words = form.cleaned_data["words"].strip() if form.is_bound and form.is_valid() else ""
    known = {row.id: row.name for row in people.search_persons(request.actor, words)}
    found = (
        queries.find_voices(actor=request.actor, vote=page.vote, persons=known, door=words)
        if words
        else ()
    )
    rows = [(row, known.get(row.person or 0, "")) for row in found]
    context = {"page_of": page, "form": form, "rows_of": rows, "words": words}
    return render(request, "votes/residents/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def begin(request: Request, area: int) -> HttpResponse:
    """Ask the residents of a community something."""
    now, actor = clock.now(), request.actor
    row = places.get_area(area)
    if row is None:
        raise Http404
    if not any(actor.holds(role, at=area) for role in RESIDENTS_LEAD_ROLES):
        raise PermissionDenied("draft")
    community = ancestor(area, Level.COMMUNITY)
    form = BeginResidentsForm(
        request.POST or None,
        today=local_date(now),
        places=[(each.id, each.name) for each in places.list_compounds(community, limit=200)],
        whole=row.name,
    )
    key = request.POST.get("client_id") or str(uuid.uuid4())
    facts: dict[str, Any] = {"actor": actor, "area": area, "now": now}
    made = accepted(
        form,
        lambda: actions.draft_residents_vote(
            client_id=read_client_id(key), **facts, **form.facts()
        ),
    )
    if made is not None:
        return redirect("votes:residents", made.reference)
    context = {"form": form, "place": row, "client_id": key}
    return render(
        request, "votes/residents/begin.html", context, status=422 if form.is_bound else 200
    )


@require_POST
@login_required
@never_cache
def announce(request: Request, reference: str) -> HttpResponse:
    """Announce a draft."""
    page = page_of(request, reference)
    actions.open_residents_vote(actor=request.actor, pk=page.vote.pk, now=clock.now())
    messages.success(request, _("已公布。范围内的居民现在能看到。"))
    return redirect("votes:residents", reference)


@require_POST
@login_required
@never_cache
def void(request: Request, reference: str) -> HttpResponse:
    """End a vote without a result."""
    page = page_of(request, reference)
    reason = request.POST.get("reason", "")
    actions.void_residents_vote(
        actor=request.actor, pk=page.vote.pk, reason=reason, now=clock.now()
    )
    messages.success(request, _("已作废，原因已公布。"))
    return redirect("votes:residents", reference)
