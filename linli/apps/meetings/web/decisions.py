"""Decisions: what everybody reads, and the list and acts of those who follow them up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.apps.meetings import actions, queries
from linli.apps.meetings.queries import DecisionPage, Follow
from linli.apps.meetings.web.forms import CheckForm, CloseForm, ProgressForm
from linli.apps.meetings.web.offers import Offer
from linli.apps.meetings.web.shown import STAGES, decisions_of
from linli.foundation import clock
from linli.foundation.clock import local_date
from linli.interface.forms import accepted
from linli.platform import files
from linli.platform.requests import Request

ROWS: Final = 20
FORMS: Final[Mapping[str, type[forms.Form]]] = {
    "progress": ProgressForm,
    "done": ProgressForm,
    "good": CheckForm,
    "again": CheckForm,
    "close": CloseForm,
}
SCOPES: Final = ("mine", "overdue", "done", "all")


@require_safe
@never_cache
def decisions(request: Request) -> HttpResponse:
    """Show decisions: to staff first those that they follow, to everybody those of public kinds."""
    today, actor = local_date(clock.now()), request.actor
    scope = request.GET.get("scope", "mine" if actor.is_staff else "all")
    scope = scope if scope in SCOPES and actor.is_staff else "all"
    after = request.GET.get("after", "")
    start = int(after) if after.isascii() and after.isdecimal() and len(after) < 19 else 0
    wanted = Follow(scope=scope, after=start, limit=ROWS)
    rows, following = queries.list_decisions(actor=actor, wanted=wanted, today=today)
    context = {
        "lines": decisions_of(rows, today),
        "scope": scope,
        "scopes": [
            ("mine", gettext("我跟的")),
            ("overdue", gettext("超期的")),
            ("done", gettext("待检查的")),
            ("all", gettext("全部")),
        ]
        if actor.is_staff
        else (),
        "older": f"?scope={scope}&after={following}" if following else "",
        "newer": f"?scope={scope}" if start else "",
    }
    return render(request, "meetings/decisions.html", context)


@require_safe
@never_cache
def decision(request: Request, pk: int) -> HttpResponse:
    """Show how far a decision is."""
    return decision_page(request, queries.get_decision(actor=request.actor, pk=pk), {})


def decision_page(
    request: Request, page: DecisionPage, bound: Mapping[str, forms.Form]
) -> HttpResponse:
    today = local_date(clock.now())
    context = {
        "page_of": page,
        "line": decisions_of([page.row], today)[0],
        "steps": [(step, *STAGES[step.state]) for step in page.steps],
        "offers": _offers(page, bound),
        "labels": [
            gettext("议定"),
            gettext("办理"),
            gettext("办完"),
            gettext("检查"),
            gettext("销号"),
        ],
        "at": {"open": 1, "in_progress": 2, "done": 3, "checked": 4, "closed": 5}[page.row.state],
    }
    return render(request, "meetings/decision.html", context, status=422 if bound else 200)


def _offers(page: DecisionPage, bound: Mapping[str, forms.Form]) -> list[Offer]:
    state, may = page.row.state, page.may
    names: dict[str, tuple[str, str]] = {}
    if "report" in may and state in {"open", "in_progress"}:
        names["progress"] = (gettext("报进展"), "pencil")
        names["done"] = (gettext("报办完"), "circle-check")
    if "check" in may and state == "done":
        names["good"] = (gettext("检查通过"), "badge-check")
        names["again"] = (gettext("没做到，退回办理"), "undo-2")
    if "close" in may and state == "checked":
        names["close"] = (gettext("销号"), "archive")
    return [
        Offer(act, label, icon, bound.get(act) or FORMS[act](), act in bound)
        for act, (label, icon) in names.items()
    ]


@require_POST
@login_required
@never_cache
def act(request: Request, pk: int, act: str) -> HttpResponse:
    """Take one step; a refusal shows the page again with what was typed."""
    if act not in FORMS:
        raise Http404
    page = queries.get_decision(actor=request.actor, pk=pk)
    form = FORMS[act](request.POST, request.FILES)
    if accepted(form, lambda: _step(request, page, act, form)) is None:
        return decision_page(request, page, {act: form})
    messages.success(request, gettext("已记下这一步。"))
    return redirect("meetings:decision", pk=pk)


def _step(request: Request, page: DecisionPage, act: str, form: forms.Form) -> object:
    now = clock.now()
    facts: dict[str, Any] = {
        "actor": request.actor,
        "decision": page.row.id,
        "words": form.cleaned_data["words"],
        "now": now,
    }
    if act in {"good", "again"}:
        return actions.check_decision(**facts, is_good=act == "good")
    if act == "close":
        return actions.close_decision(**facts)
    if "report" not in page.may:
        raise PermissionDenied("report")
    photo = form.cleaned_data["photo"]
    proofs = [files.store_photo(photo, now=now).key] if photo else []
    return actions.report_progress(**facts, is_done=act == "done", proofs=proofs)
