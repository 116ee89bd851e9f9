"""Bodies: who meets, their seats, and calling a meeting."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.apps.meetings import actions, queries
from linli.apps.meetings.queries import BodyPage
from linli.apps.meetings.web.forms import CallForm, FoundForm, RowForm, SeatForm
from linli.apps.meetings.web.founding import areas_of, holders
from linli.apps.meetings.web.shown import lines_of
from linli.foundation import clock
from linli.foundation.clock import local_date
from linli.interface.forms import accepted
from linli.platform.requests import Request

ROWS = 10


@require_safe
@never_cache
def bodies(request: Request) -> HttpResponse:
    """Show the bodies: first those that the reader leads."""
    on = local_date(clock.now())
    given = request.GET.get("after", "")
    after = int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else 0
    kind = request.GET.get("kind", "")[:30]
    rows = queries.list_bodies(actor=request.actor, on=on, kind=kind, after=after)
    led = (
        queries.list_bodies(actor=request.actor, on=on, leads=True)
        if request.actor.is_staff and not after and not kind
        else ()
    )
    older = f"?kind={kind}&after={rows[-1].id}" if len(rows) >= 50 else ""
    context = {
        "rows": rows,
        "led": led,
        "older": older,
        "newer": f"?kind={kind}" if after else "",
        "may_found": bool(areas_of(request.actor)),
    }
    return render(request, "meetings/bodies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def found(request: Request) -> HttpResponse:
    """Found a body over one of the areas that the reader leads."""
    areas = areas_of(request.actor)
    if not areas:
        raise PermissionDenied("found")
    form = FoundForm(request.POST or None, areas=areas)

    def act() -> Any:
        facts = {**form.cleaned_data, "area": int(form.cleaned_data["area"])}
        return actions.found_body(actor=request.actor, now=clock.now(), **facts)

    made = accepted(form, act)
    if made is not None:
        messages.success(request, gettext("机构已建立，请登记席位。"))
        return redirect("meetings:body", pk=made.pk)
    context = {"form": form}
    return render(request, "meetings/found.html", context, status=422 if form.is_bound else 200)


@require_safe
@never_cache
def body(request: Request, pk: int) -> HttpResponse:
    """Show who sits in a body, its meetings, and the address of its calendar."""
    page = queries.get_body(actor=request.actor, pk=pk, on=local_date(clock.now()))
    return body_page(request, page)


def body_page(
    request: Request, page: BodyPage, seat_form: SeatForm | None = None, words: str = ""
) -> HttpResponse:
    now, pk = clock.now(), page.body.pk
    past = queries.list_past(actor=request.actor, body=pk, limit=ROWS)
    context = {
        "page_of": page,
        "upcoming": lines_of(queries.list_upcoming(actor=request.actor, now=now, body=pk)),
        "past": lines_of(past.rows),
        "calendar": _calendar(page),
        "seat_form": seat_form,
        "words": words,
    }
    return render(
        request,
        "meetings/body.html",
        context,
        status=422 if seat_form is not None and seat_form.is_bound else 200,
    )


def _calendar(page: BodyPage) -> str:
    """Return the address of the feed: open for public bodies, with its secret for those inside."""
    if page.is_public:
        return settings.BASE_URL + reverse("meetings:calendar", args=[page.body.pk])
    if "seats" in page.may:
        return settings.BASE_URL + reverse("meetings:feed", args=[page.body.pk, page.body.feed])
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def seat(request: Request, pk: int) -> HttpResponse:
    """Find a unit or a person by name, then give the seat."""
    now = clock.now()
    page = queries.get_body(actor=request.actor, pk=pk, on=local_date(now))
    if "lead" not in page.may:
        raise PermissionDenied("lead")
    words = (request.POST.get("q") or request.GET.get("q", ""))[:40]
    choices = holders(words, page.body.area_id)
    is_given = request.method == "POST" and "holder" in request.POST
    form = SeatForm(request.POST if is_given else None, found=choices)

    def act() -> Any:
        given = form.cleaned_data
        holder, other = given["holder"], given["substitute"]
        return actions.seat_member(
            actor=request.actor,
            body=pk,
            organisation=int(holder[1:]) if holder[0] == "u" else None,
            person=int(holder[1:]) if holder[0] == "p" else None,
            substitute=int(other[1:]) if other else None,
            part=given["part"],
            standing=given["standing"],
            now=now,
        )

    if accepted(form, act) is None:
        return body_page(request, page, form if choices else None, words)
    messages.success(request, gettext("席位已登记。"))
    return redirect("meetings:body", pk=pk)


@require_POST
@login_required
def unseat(request: Request, pk: int) -> HttpResponse:
    """End a seat."""
    form = RowForm(request.POST)
    if form.is_valid():
        actions.end_seat(actor=request.actor, seat=form.cleaned_data["row"], now=clock.now())
        messages.success(request, gettext("席位已结束。"))
    return redirect("meetings:body", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def call(request: Request, pk: int) -> HttpResponse:
    """Call a meeting of the body."""
    now = clock.now()
    page = queries.get_body(actor=request.actor, pk=pk, on=local_date(now))
    if "lead" not in page.may:
        raise PermissionDenied("lead")
    given = request.POST if request.method == "POST" else None
    form = CallForm(given, holds=page.holds, initial={"client_id": uuid.uuid4()})

    def act() -> Any:
        kept = {name: form.cleaned_data[name] for name in ("client_id", "kind", "title", "place")}
        area = page.body.area_id
        facts = {**kept, **form.moments()}
        return actions.call_meeting(actor=request.actor, body=pk, area=area, now=now, **facts)

    made = accepted(form, act)
    if made is not None:
        messages.success(request, gettext("会议已召集，请排议程。"))
        return redirect("meetings:prepare", reference=made.reference)
    context = {"page_of": page, "form": form}
    return render(request, "meetings/call.html", context, status=422 if form.is_bound else 200)
