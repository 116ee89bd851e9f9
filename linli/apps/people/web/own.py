"""“我的家”: where I live and what I own, registering a home, help lists."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from linli.apps.people import actions, queries
from linli.apps.people.web.buildings import Find, find_buildings
from linli.apps.people.web.forms import ClaimForm, FindForm, HelpForm
from linli.apps.places.queries import get_building, list_buildings
from linli.apps.places.queries.inside import list_homes
from linli.foundation import clock
from linli.interface.context import actor_of
from linli.interface.forms import accepted


@login_required
@never_cache
def homes(request: HttpRequest) -> HttpResponse:
    """Show where the reader lives, what they own, and what waits for an answer."""
    today = clock.local_date(clock.now())
    actor = actor_of(request)
    account = actor.behalf or actor.account
    assert account is not None, "login_required"
    context = {
        "homes": queries.list_my_homes(account, today),
        "property": queries.list_my_property(account, today),
        "claims": [
            claim
            for claim in queries.list_my_claims(actor_of(request))
            if claim.state != "confirmed"
        ],
    }
    return render(request, "people/homes.html", context)


@login_required
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """Find the building that one lives in."""
    form = FindForm(request.GET or None)
    found: list[Find] = []
    if form.is_valid():
        found = find_buildings(form.cleaned_data["words"])
    compound = request.GET.get("compound", "")
    if compound.isdecimal():
        today = clock.local_date(clock.now())
        rows = list_buildings(compound=int(compound), on=today)
        found = [Find(row.id, row.full_name, row.community_name, row.community) for row in rows]
        form = FindForm()
    context = {"form": form, "found": found, "is_asked": form.is_bound}
    return render(request, "people/find.html", context)


@login_required
@never_cache
def claim(request: HttpRequest, building: int) -> HttpResponse:
    """Say in which home of a building one lives."""
    row = get_building(building)
    if row is None:
        raise Http404
    doors = [
        (home.id, _door(home.entrance, home.number, row.entrances)) for home in list_homes(building)
    ]
    form = ClaimForm(request.POST if request.method == "POST" else None, homes=doors)
    if request.method == "POST":
        done = accepted(
            form,
            lambda: actions.claim_residence(
                actor=actor_of(request), building=building, now=clock.now(), **form.cleaned_data
            ),
        )
        if done is not None:
            messages.success(request, gettext("已提交，网格员核实后生效。"))
            return redirect("people:homes")
    context = {"form": form, "building": row}
    return render(request, "people/claim.html", context, status=422 if form.errors else 200)


def _door(entrance: int, number: str, entrances: int) -> str:
    if entrances == 1:
        return number
    return gettext("%(entrance)s单元 %(number)s") % {"entrance": entrance, "number": number}


@login_required
@require_POST
def withdraw(request: HttpRequest, claim: int) -> HttpResponse:
    actions.withdraw_claim(actor=actor_of(request), claim=claim, now=clock.now())
    messages.success(request, gettext("登记已撤回。"))
    return redirect("people:homes")


@login_required
@require_POST
def move_out(request: HttpRequest, residence: int) -> HttpResponse:
    actions.end_residence(actor=actor_of(request), residence=residence, now=clock.now())
    messages.success(request, gettext("已记下您搬走了。"))
    return redirect("people:homes")


@login_required
@never_cache
def help_lists(request: HttpRequest) -> HttpResponse:
    """Show the help lists that one is on; join one."""
    form = HelpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        done = accepted(
            form,
            lambda: actions.join_help_list(
                actor=actor_of(request), now=clock.now(), **form.cleaned_data
            ),
        )
        if done is not None:
            messages.success(request, gettext("已登记，到期自动删除，随时可以退出。"))
            return redirect("people:help")
    rows = queries.list_my_help(actor_of(request), clock.local_date(clock.now()))
    context = {"form": form, "entries": rows}
    return render(request, "people/help.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def leave(request: HttpRequest, entry: int) -> HttpResponse:
    actions.end_help(actor=actor_of(request), entry=entry, now=clock.now())
    messages.success(request, gettext("已退出这个名单。"))
    return redirect("people:help_lists" if "staff" in request.POST else "people:help")
