"""What everybody reads: the votes of a compound, a notice, turnout, a result, the way to recheck it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.places import queries as places
from linli.apps.votes import queries
from linli.apps.votes.access import may_begin
from linli.apps.votes.rules.ballots import State
from linli.apps.votes.web.shown import looks_of, result_shown
from linli.foundation import clock
from linli.platform.requests import Request

VERIFIER: Final = Path(__file__).parents[1] / "data" / "verify_vote.py"
ROWS: Final = 20


@require_safe
@never_cache
def votes(request: Request, compound: int | None = None) -> HttpResponse:
    """Show the votes of one compound, or of all, and first those that wait for the reader's ballot."""
    place = places.get_compound(compound) if compound is not None else None
    if compound is not None and place is None:
        raise Http404
    after = request.GET.get("after", "")
    start = int(after) if after.isascii() and after.isdecimal() and len(after) < 19 else 0
    found = queries.list_votes(actor=request.actor, compound=compound, after=start, limit=ROWS)
    mine = () if compound or start else queries.list_to_vote(actor=request.actor).rows
    leads = place is not None and may_begin(
        request.actor, compound=place.id, community=place.community
    )
    context = {
        "place": place,
        "leads": leads,
        "mine": looks_of(mine),
        "imported": queries.list_imported(compound) if compound and not start else (),
        "lines": looks_of(found.rows),
        "older": f"?after={found.after}" if found.after else "",
        "newer": "." if start else "",
    }
    return render(request, "votes/votes.html", context)


@require_safe
@never_cache
def vote(request: Request, reference: str) -> HttpResponse:
    """Show a vote: what is asked, how far it is, and what came of it."""
    page = queries.get_page(actor=request.actor, reference=reference)
    state = page.vote.state
    is_told = state in (State.DECLARED, State.POSTED, State.ARCHIVED)
    context = {
        "page_of": page,
        "line": looks_of([page]).pop(),
        "own": queries.own_electors(actor=request.actor, vote=page.vote, now=clock.now()),
        "turnout": queries.turnout_by_building(page.vote) if state == State.OPEN else (),
        "total": queries.turnout(page.vote) if state == State.OPEN else None,
        "heads": queries.posted_heads(page.vote),
        "results": result_shown(queries.result_of(page)) if is_told else (),
        "elections": queries.elections_of(page.vote.pk) if is_told else (),
        "may_grant": "grant_proxy" in page.may and state in (State.NOTICED, State.OPEN),
        "may_lead": bool(page.may & {"draft", "deliver"}),
    }
    return render(request, "votes/vote.html", context)


@require_safe
@never_cache
def bundle(request: Request, reference: str) -> HttpResponse:
    """Hand out the bundle of a declared vote to its owners and its counters."""
    page = queries.get_page(actor=request.actor, reference=reference)
    found = queries.get_bundle(actor=request.actor, pk=page.vote.pk)
    response = HttpResponse(
        json.dumps(found, ensure_ascii=False, indent=1), content_type="application/json"
    )
    response["Content-Disposition"] = f'attachment; filename="{page.vote.reference}.json"'
    return response


@require_safe
def verifier(_request: Request) -> HttpResponse:
    """Hand out the one file that rechecks a bundle."""
    response = HttpResponse(VERIFIER.read_bytes(), content_type="text/x-python")
    response["Content-Disposition"] = 'attachment; filename="verify_vote.py"'
    return response
