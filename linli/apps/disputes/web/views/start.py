"""Applying for mediation: danger first, then the kind, then one page; with or without an account."""

from __future__ import annotations

import uuid
from typing import Final

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.disputes import actions, queries
from linli.apps.disputes.access import INTAKE_ROLES
from linli.apps.disputes.actions import Application, Receipt
from linli.apps.disputes.queries import Kind
from linli.apps.disputes.rules.danger import danger
from linli.apps.disputes.rules.kinds import VIOLENCE
from linli.apps.disputes.web import codes, places, shown
from linli.apps.disputes.web.forms.apply import ApplyForm, CodeForm, IntakeForm
from linli.apps.disputes.web.names import kind_note, kind_short
from linli.foundation import clock
from linli.foundation.clock import local_date
from linli.foundation.keys import read_code
from linli.foundation.refusals import Refused
from linli.interface.forms import accepted
from linli.interface.names import named
from linli.platform.requests import Request
from linli.platform.throttle import caller_address

VIOLENT: Final = "dispute.violence"
SUSPECT: Final = "dispute.danger"
ASKED: Final = f"answer_{VIOLENCE}"


@require_safe
@never_cache
def start(request: Request) -> HttpResponse:
    """Say what mediation is and is not, where help is in danger, and ask what it is about."""
    kinds = [
        (kind.code, kind_short(kind), kind.icon, kind_note(kind))
        for kind in queries.kinds_on(local_date(clock.now()))
    ]
    context = {
        "kinds": kinds,
        "calls": shown.calls(danger().numbers),
        "matter": request.GET.get("matter", "")[:20],
        "is_staff": any(request.actor.holds(role) for role in INTAKE_ROLES),
    }
    return render(request, "disputes/apply/start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def apply(request: Request, kind: str) -> HttpResponse:
    """Take an application of somebody for themselves."""
    chosen = queries.find_kind(kind, local_date(clock.now()))
    found = _found(request)
    if request.method != "POST":
        first = {"client_id": uuid.uuid4(), "matter": request.GET.get("matter", "")[:20]}
        return _page(request, ApplyForm(kind=chosen, found=found, initial=first), chosen)
    asks = ASKED in request.POST
    if "find" in request.POST or request.headers.get("HX-Request"):
        form = ApplyForm(kind=chosen, found=found, asks_violence=asks, initial=request.POST.dict())
        return _page(request, form, chosen)
    form = ApplyForm(request.POST, kind=chosen, found=found, asks_violence=asks)
    receipt = _accepted(request, form, chosen, "web")
    if isinstance(receipt, Receipt):
        return _sent(request, receipt)
    return _refused(request, form, chosen, receipt)


def _found(request: Request) -> list[tuple[str, str]]:
    return places.choices(request.POST.get("q", ""), request.POST.get("at", ""), request.actor)


def _accepted(request: Request, form: ApplyForm, kind: Kind, channel: str) -> Receipt | str | None:
    """Return the receipt, the code of a refusal that has a page of its own, or nothing."""
    codes_seen: list[str] = []

    def act() -> Receipt:
        try:
            return _register(request, form, kind, channel)
        except Refused as refusal:
            codes_seen.append(refusal.code)
            raise

    receipt = accepted(form, act)
    return receipt or next(iter(codes_seen), None)


def _register(request: Request, form: ApplyForm, kind: Kind, channel: str) -> Receipt:
    data = form.cleaned_data
    application = Application(
        client_id=data["client_id"],
        kind=kind.code,
        words=data["words"],
        spot=places.spot_of(data["at"], data["place_text"]),
        applicant=form.applicant(),
        others=form.others(),
        answers=form.answers(),
        channel=channel,
        matter=data["matter"],
        caller=caller_address(request),
    )
    return actions.register_dispute(actor=request.actor, application=application, now=clock.now())


def _sent(request: Request, receipt: Receipt) -> HttpResponse:
    """Keep the code for the next page only: it is shown there once."""
    request.session[codes.SENT] = {"reference": receipt.reference, "code": receipt.follow_code}
    return redirect("disputes:sent")


def _refused(request: Request, form: ApplyForm, kind: Kind, code: str | None) -> HttpResponse:
    """Show help where there was violence; ask where the words gave cause; else show the form again."""
    if code == VIOLENT:
        return help_page(request, status=422)
    if code == SUSPECT:
        asked = ApplyForm(
            kind=kind, found=_found(request), asks_violence=True, initial=request.POST.dict()
        )
        return _page(request, asked, kind, alarm=True)
    return _page(request, form, kind)


def help_page(request: Request, status: int = 200) -> HttpResponse:
    """Where to get help: shown to whoever says that somebody was hit or threatened; nothing is kept."""
    context = {"calls": shown.calls(danger().numbers)}
    return render(request, "disputes/apply/help.html", context, status=status)


@require_safe
@never_cache
def danger_help(request: Request) -> HttpResponse:
    return help_page(request)


def _page(request: Request, form: ApplyForm, kind: Kind, *, alarm: bool = False) -> HttpResponse:
    template = "disputes/apply/form.html"
    if request.headers.get("HX-Request"):
        template += "#found"
    context = {
        "form": form,
        "kind": kind,
        "kind_name": named(kind),
        "alarm": alarm,
        "calls": shown.calls(danger().numbers),
        "is_intake": False,
    }
    status = 422 if alarm or form.errors else 200
    return render(request, template, context, status=status)


@require_safe
@never_cache
def sent(request: Request) -> HttpResponse:
    """Give the code once, large, to copy and to print; a reload shows it no more."""
    held = request.session.pop(codes.SENT, None)
    if held is None:
        return redirect("disputes:start")
    if not request.actor.is_staff:
        codes.remember(request, held["reference"], held["code"])
    context = {
        "reference": held["reference"],
        "code": codes.spaced(held["code"]),
        "spelled": " ".join(held["code"]),
        "on_behalf": request.actor.is_staff,
    }
    return render(request, "disputes/apply/sent.html", context)


@never_cache
def ask_code(request: Request) -> HttpResponse:
    """Ask for the code of a side; a wrong one is told at its field."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = read_code(form.cleaned_data["code"])
        found = queries.find_by_code(code=code, caller=caller_address(request), now=clock.now())
        if found:
            codes.remember(request, found, code)
            return redirect("disputes:page", reference=found)
        form.add_error("code", _("没有这个查询码。请核对 12 个字母和数字，空格不用管。"))
    status = 422 if form.errors else 200
    return render(request, "disputes/apply/code.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def intake(request: Request) -> HttpResponse:
    """Write down what somebody said. Who writes it down does not see the file afterwards."""
    if not any(request.actor.holds(role) for role in INTAKE_ROLES):
        raise PermissionDenied("register")
    kinds = queries.kinds_on(local_date(clock.now()))
    chosen = next((kind for kind in kinds if kind.code == request.POST.get("kind_code")), kinds[0])
    found = _found(request)
    if request.method != "POST":
        form = IntakeForm(kind=None, kinds=kinds, found=found, initial={"client_id": uuid.uuid4()})
        return _intake_page(request, form)
    asks = ASKED in request.POST or chosen.asks_violence
    if "find" in request.POST or request.headers.get("HX-Request"):
        form = IntakeForm(
            kind=None,
            kinds=kinds,
            found=found,
            asks_violence=asks,
            initial=request.POST.dict(),
        )
        return _intake_page(request, form)
    form = IntakeForm(request.POST, kind=None, kinds=kinds, found=found, asks_violence=asks)
    channel = request.POST.get("channel", "")
    receipt = _accepted(request, form, chosen, channel)
    if isinstance(receipt, Receipt):
        return _sent(request, receipt)
    if receipt == VIOLENT:
        return help_page(request, status=422)
    if receipt == SUSPECT:
        form = IntakeForm(
            kind=None, kinds=kinds, found=found, asks_violence=True, initial=request.POST.dict()
        )
        return _intake_page(request, form, alarm=True)
    return _intake_page(request, form)


def _intake_page(request: Request, form: IntakeForm, *, alarm: bool = False) -> HttpResponse:
    template = "disputes/apply/form.html"
    if request.headers.get("HX-Request"):
        template += "#found"
    context = {
        "form": form,
        "is_intake": True,
        "alarm": alarm,
        "calls": shown.calls(danger().numbers),
    }
    return render(request, template, context, status=422 if alarm or form.errors else 200)
