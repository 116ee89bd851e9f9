"""The clerk's pages: the roll, paper ballots to print, papers read by two clerks."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.votes import actions, queries
from linli.apps.votes.queries import VotePage
from linli.apps.votes.rules.paper import paper_code
from linli.apps.votes.web.forms import MARK_ICONS, EntryForm, PaperForm
from linli.apps.votes.web.shown import square_metres
from linli.foundation import clock
from linli.interface.forms import accepted
from linli.platform import files
from linli.platform.requests import Request

FULL: Final = 50


def page_for(request: Request, reference: str, act: str) -> VotePage:
    """Return the vote when the reader may do `act` with it."""
    page = queries.get_page(actor=request.actor, reference=reference)
    if act not in page.may:
        raise PermissionDenied(act)
    return page


def start_of(request: Request) -> int:
    after = request.GET.get("after", "")
    return int(after) if after.isascii() and after.isdecimal() and len(after) < 8 else 0


@require_safe
@login_required
@never_cache
def roll(request: Request, reference: str) -> HttpResponse:
    """Show the roll: homes and area, no names, and what has reached whom."""
    page = page_for(request, reference, "roll")
    rows = queries.list_roll(page.vote, after=start_of(request))
    older = f"?after={rows[-1].number}" if len(rows) == FULL else ""
    context = {
        "page_of": page,
        "rows_of": [(row, square_metres(row.area)) for row in rows],
        "older": older,
    }
    return render(request, "votes/roll.html", context)


@require_safe
@login_required
@never_cache
def sheets(request: Request, reference: str) -> HttpResponse:
    """Show paper ballots to print, each with its own code."""
    page = page_for(request, reference, "enter_paper")
    if page.vote.noticed_on is None:
        raise Http404
    rows = queries.list_roll(page.vote, after=start_of(request))
    vote = page.vote
    context = {
        "page_of": page,
        "sheets": [(row, paper_code(vote.reference, row.number, vote.salt)) for row in rows],
        "older": f"?after={rows[-1].number}" if len(rows) == FULL else "",
    }
    return render(request, "votes/sheets.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def waiting(request: Request, reference: str) -> HttpResponse:
    """Take in what the first clerk reads from a paper; list what waits for a second one."""
    page = page_for(request, reference, "enter_paper")
    sent = request.method == "POST"
    form = EntryForm(*((request.POST, request.FILES) if sent else ()), motions=page.motions)
    if accepted(form, lambda: _enter(request, page, form)) is not None:
        messages.success(request, _("已录入，请另一名工作人员核对。"))
        return redirect("votes:papers", reference=page.vote.reference)
    papers = queries.list_papers(page.vote)
    context = {"page_of": page, "form": form, "papers": papers, "icons": MARK_ICONS}
    return render(request, "votes/papers.html", context, status=422 if form.is_bound else 200)


def _enter(request: Request, page: VotePage, form: EntryForm) -> bool:
    data, now = form.cleaned_data, clock.now()
    scan = files.store_photo(data["scan"], now=now)
    actions.enter_paper(
        actor=request.actor,
        pk=page.vote.pk,
        code=data["code"],
        scan=scan.key,
        choices=form.marks(),
        now=now,
    )
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def confirm(request: Request, reference: str, entry: int) -> HttpResponse:
    """Let a second clerk read the paper, without seeing what the first one read."""
    page = page_for(request, reference, "enter_paper")
    paper = next((row for row in queries.list_papers(page.vote) if row.id == entry), None)
    if paper is None:
        raise Http404
    form = PaperForm(request.POST or None, motions=page.motions)
    done = accepted(form, lambda: (_settle(request, page, entry, form),))
    if done is None:
        context = {"page_of": page, "form": form, "paper": paper, "icons": MARK_ICONS}
        return render(request, "votes/confirm.html", context, status=422 if form.is_bound else 200)
    if done[0]:
        messages.success(request, _("两人一致，选票已计入。"))
    else:
        messages.warning(request, _("两人读得不一样，选票退回，请从头重新录入。"))
    return redirect("votes:papers", reference=page.vote.reference)


def _settle(request: Request, page: VotePage, entry: int, form: PaperForm) -> bool:
    ballot = actions.confirm_paper(
        actor=request.actor,
        pk=page.vote.pk,
        entry=entry,
        choices=form.marks(),
        now=clock.now(),
    )
    return ballot is not None
