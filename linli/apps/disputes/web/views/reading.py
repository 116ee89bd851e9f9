"""One dispute for its circle, the lists, the figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.apps.disputes import actions, queries
from linli.apps.disputes.models import labels
from linli.apps.disputes.queries import DisputePage
from linli.apps.disputes.web import codes, shown
from linli.apps.disputes.web.forms.acts import ActForm
from linli.apps.disputes.web.offers import offers_of
from linli.foundation import clock
from linli.foundation.clock import LOCAL, local_date
from linli.interface.names import named
from linli.platform import files
from linli.platform.access import system
from linli.platform.requests import Request

LABELS: Final = {
    "consents": dict(labels.CONSENTS),
    "ways": dict(labels.WAYS),
    "seats": dict(labels.SEATS),
    "settings": dict(labels.SETTINGS),
    "forms": dict(labels.FORMS),
    "duties": dict(labels.DUTY_STATES),
    "confirming": dict(labels.CONFIRMING),
    "bases": dict(labels.BASES),
}
SCOPES: Final = ("open", "ended")


def page_for(request: Request, reference: str) -> DisputePage:
    """Return the dispute for who asks, signed in or with the code of this visit, or raise `Http404`."""
    code = codes.code_for(request, queries.read_reference(reference))
    return queries.get_page(actor=request.actor, reference=reference, follow_code=code)


def log_look(request: Request, page: DisputePage, what: str) -> None:
    """Write down that somebody who is no side opened it; both sides read that."""
    actions.log_look(
        actor=request.actor, pk=page.id, capacity=page.capacity, what=what, now=clock.now()
    )


@require_safe
@never_cache
def dispute(request: Request, reference: str) -> HttpResponse:
    """Show one dispute to its circle."""
    page = page_for(request, reference)
    log_look(request, page, "page")
    return dispute_page(request, page_for(request, reference))


def dispute_page(
    request: Request, page: DisputePage, bound: Mapping[str, ActForm] | None = None
) -> HttpResponse:
    """Render the page, with forms that were refused kept open."""
    now = clock.now()
    code = codes.code_for(request, page.reference)
    candidates = _candidates(page, now)
    context: dict[str, Any] = {
        "page_of": page,
        "title": named(page.kind_row),
        "state": shown.label(labels.STATES, page.state),
        "look": shown.LOOKS[page.state],
        "steps": shown.labels_of_steps(),
        "at": shown.STEPS.get(page.state),
        "next_words": shown.next_words(page),
        "answers": shown.answers_of(page),
        "events": shown.events_of(page),
        "outcome": shown.label(labels.OUTCOMES, page.outcome),
        "way_out": shown.label(labels.WAYS_OUT, page.way_out),
        "channel": shown.label(labels.CHANNELS, page.channel),
        "risk": shown.label(labels.RISKS, page.risk) if page.risk == "rising" else "",
        "court": shown.label(labels.COURT_STATES, page.court),
        "days_left": shown.days_left(page, now),
        "is_late": _is_late(page, now),
        "labels": LABELS,
        "offers": offers_of(
            page,
            code=code,
            signed_in=request.actor.is_signed_in,
            candidates=candidates,
            bound=bound or {},
        ),
        "tied": [each for each in candidates if each.ties],
        "by_code": bool(code),
        "issued": request.session.pop(f"disputes.issued.{page.id}", None),
    }
    return render(request, "disputes/page/page.html", context, status=422 if bound else 200)


def _candidates(page: DisputePage, now: dt.datetime) -> tuple[queries.Candidate, ...]:
    """Return who could be named, where somebody may name them now."""
    if "propose_mediator" not in page.may or page.state not in {
        "registered",
        "consent_asked",
        "in_mediation",
    }:
        return ()
    return queries.candidates_of(page, local_date(now))


def _is_late(page: DisputePage, now: dt.datetime) -> bool:
    if page.state in {"registered", "consent_asked"}:
        return now > page.consent_due
    return page.state == "in_mediation" and page.due_at is not None and now > page.due_at


@require_safe
@never_cache
def photo(request: Request, reference: str, key: str) -> HttpResponseBase:
    """Show a scan or a proof to somebody of the circle."""
    code = codes.code_for(request, queries.read_reference(reference))
    file = queries.get_file(actor=request.actor, reference=reference, key=key, follow_code=code)
    log_look(request, page_for(request, reference), "scan")
    request.actor = system("disputes.photo")  # the query has judged
    return files.serve(request, file.key)


@require_safe
@never_cache
def mine(request: Request) -> HttpResponse:
    """Show what the reader is a side of: by account, and by the codes shown in this visit."""
    now = clock.now()
    rows = queries.list_disputes(
        actor=request.actor, scope="own", after=request.GET.get("after", ""), limit=20
    )
    shown_already = {row.reference for row in rows.rows}
    by_code = [ref for ref in codes.held_references(request) if ref not in shown_already]
    context = {
        "lines": shown.lines_of(rows.rows, now),
        "by_code": by_code,
        "older": f"?after={rows.after}" if rows.after else "",
    }
    return render(request, "disputes/desk/mine.html", context)


@require_POST
@never_cache
def leave(request: Request) -> HttpResponse:
    """Forget the codes of this visit."""
    codes.forget(request)
    return redirect("disputes:start")


@require_safe
@login_required
@never_cache
def desk(request: Request) -> HttpResponse:
    """Show what a mediator, or who answers for disputes, works on."""
    if not _works(request):
        raise PermissionDenied("read")
    scope = request.GET.get("scope", "open")
    scope = scope if scope in SCOPES else "open"
    rows = queries.list_work(
        actor=request.actor, is_open=scope == "open", after=request.GET.get("after", "")
    )
    here = reverse("disputes:desk")
    names = {"open": _("在办"), "ended": _("已结束")}
    context = {
        "lines": shown.lines_of(rows.rows, clock.now()),
        "tabs": [(names[name], f"{here}?scope={name}", name == scope) for name in SCOPES],
        "older": f"?scope={scope}&after={rows.after}" if rows.after else "",
        "has_figures": bool(queries.figure_spans(request.actor)),
    }
    return render(request, "disputes/desk/list.html", context)


def _works(request: Request) -> bool:
    roles = ("mediator", "community_secretary", "subdistrict_officer")
    return any(request.actor.holds(role) for role in roles)


@require_safe
@login_required
@never_cache
def figures(request: Request) -> HttpResponse:
    """Show who answers for an area how much was mediated there; small numbers are not told."""
    now = clock.now()
    years = _years(now)
    year = next((each for each in years if str(each) == request.GET.get("year")), years[0])
    since = dt.datetime(year, 1, 1, tzinfo=LOCAL)
    until = dt.datetime(year + 1, 1, 1, tzinfo=LOCAL)
    found = queries.count_figures(actor=request.actor, since=since, until=until)
    if found is None:
        raise Http404
    here = reverse("disputes:figures")
    context = {
        "figures": found,
        "year": year,
        "tabs": [(str(each), f"{here}?year={each}", each == year) for each in years],
        "rows": [(named(queries.kind_of(row.kind)), row) for row in found.kinds],
    }
    return render(request, "disputes/desk/figures.html", context)


def _years(now: dt.datetime) -> list[int]:
    this = local_date(now).year
    return [this, this - 1, this - 2]
