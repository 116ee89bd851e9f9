"""Pages of those who keep a grid or a community: claims, residents, persons, help lists."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from linli.apps.people import actions, queries
from linli.apps.people.web.buildings import Find, find_buildings
from linli.apps.people.web.forms import (
    AnswerForm,
    FindForm,
    ListForm,
    OfferForm,
    PersonForm,
    PurposeForm,
)
from linli.apps.places.queries import get_building
from linli.foundation import clock
from linli.interface.context import actor_of
from linli.interface.forms import accepted


@login_required
@never_cache
def claims(request: HttpRequest) -> HttpResponse:
    """List the claims that wait for the reader, the oldest first."""
    if not queries.keeps(actor_of(request)):
        raise PermissionDenied("claims")
    after = request.GET.get("after", "")
    rows = queries.list_open_claims(
        actor_of(request), after=int(after) if after.isdecimal() else None
    )
    older = f"?after={rows[-1].id}" if len(rows) >= 50 else ""
    return render(request, "people/claims.html", {"claims": rows, "older": older})


@login_required
@never_cache
def claim(request: HttpRequest, claim: int) -> HttpResponse:
    """Show one claim; decline it with a reason."""
    row = queries.get_claim(actor_of(request), claim)
    if row is None:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        done = accepted(
            form,
            lambda: actions.decline_claim(
                actor=actor_of(request), claim=claim, now=clock.now(), **form.cleaned_data
            ),
        )
        if done is not None:
            messages.success(request, gettext("已答复申请人。"))
            return redirect("people:claims")
    context = {"claim": row, "form": form, "is_own": row.account == actor_of(request).account}
    return render(request, "people/decide.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def confirm(request: HttpRequest, claim: int) -> HttpResponse:
    actions.confirm_claim(actor=actor_of(request), claim=claim, now=clock.now())
    messages.success(request, gettext("已确认住在这里。"))
    return redirect("people:claims")


@login_required
@never_cache
def residents(request: HttpRequest, building: int) -> HttpResponse:
    """Show who lives in a building, after saying why; the look is logged."""
    row = get_building(building)
    if row is None or not queries.keeps(actor_of(request)):
        raise Http404
    form = PurposeForm(request.POST if request.method == "POST" else None)
    found = None
    if request.method == "POST":
        found = accepted(
            form,
            lambda: actions.view_residents(
                actor=actor_of(request), building=building, now=clock.now(), **form.cleaned_data
            ),
        )
    context = {"building": row, "form": form, "residents": found}
    return render(request, "people/residents.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """Find a person whom the reader keeps or a building, or register somebody."""
    if not queries.keeps(actor_of(request)):
        raise PermissionDenied("people")
    form = FindForm(request.GET or None)
    form.fields["words"].label = gettext("姓名或楼栋")
    form.fields["words"].help_text = gettext("例如：梁丽，或者江滨花园1栋。")
    found: tuple[queries.PersonRow, ...] = ()
    buildings: list[Find] = []
    if form.is_valid():
        words = form.cleaned_data["words"]
        found = queries.search_persons(actor_of(request), words)
        buildings = [
            row
            for row in find_buildings(words)
            if queries.serves_community(actor_of(request), row.community)
        ]
    context = {
        "form": form,
        "found": found,
        "buildings": buildings,
        "is_asked": form.is_bound,
        "may_register": bool(queries.kept_communities(actor_of(request))),
    }
    return render(request, "people/search.html", context)


@login_required
@never_cache
def register(request: HttpRequest) -> HttpResponse:
    """Write down somebody who asked for it."""
    communities = queries.kept_communities(actor_of(request))
    if not communities:
        raise PermissionDenied("register")
    posted = request.POST if request.method == "POST" else None
    form = PersonForm(posted, communities=communities)
    if request.method == "POST":
        done = accepted(form, lambda: _register(request, form))
        if done is not None:
            messages.success(request, gettext("已登记。"))
            return redirect("people:search")
    return render(
        request, "people/register.html", {"form": form}, status=422 if form.errors else 200
    )


def _register(request: HttpRequest, form: PersonForm) -> queries.NamedPerson | None:
    """Register whom the form describes; a guardian is named, and registered before."""
    given = dict(form.cleaned_data)
    name, phone = given.pop("guardian").strip(), given.pop("guardian_phone")
    actor, guardian = actor_of(request), None
    if name and queries.keeps_community(actor, given["community"]):
        guardian = queries.the_registered(
            community=given["community"], name=name, phone=phone, field="guardian"
        )
    row = actions.register_person(actor=actor, guardian=guardian, now=clock.now(), **given)
    return queries.get_person(row.pk)


@login_required
@never_cache
def help_lists(request: HttpRequest) -> HttpResponse:
    """Show a help list of the reader's community, after saying why; the look is logged."""
    if not queries.kept_communities(actor_of(request)):
        raise PermissionDenied("help")
    form = ListForm(request.POST if request.method == "POST" else None)
    found = None
    if request.method == "POST":
        found = accepted(
            form,
            lambda: actions.view_help_list(
                actor=actor_of(request), now=clock.now(), **form.cleaned_data
            ),
        )
    context = {"form": form, "entries": found}
    return render(request, "people/help_lists.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
def offer(request: HttpRequest, person: int) -> HttpResponse:
    """Put somebody on a help list who has agreed to it."""
    row = queries.get_person(person)
    if row is None or not queries.kept_communities(actor_of(request)):
        raise Http404
    form = OfferForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        done = accepted(
            form,
            lambda: actions.offer_help(
                actor=actor_of(request), person=person, now=clock.now(), **form.cleaned_data
            ),
        )
        if done is not None:
            messages.success(request, gettext("已登记，本人看得到，到期自动删除。"))
            return redirect("people:help_lists")
    context = {"form": form, "person": row}
    return render(request, "people/offer.html", context, status=422 if form.errors else 200)
