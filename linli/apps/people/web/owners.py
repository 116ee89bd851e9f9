"""The register of owners of a building: its homes, who owns one, a new entry."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseFormSet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from linli.apps.people import actions, queries
from linli.apps.people.web.forms import EntryForm, HolderForm, HolderRows, PurposeForm
from linli.apps.places.queries import get_building
from linli.apps.places.queries.inside import DoorRow, get_door, list_homes
from linli.foundation import clock
from linli.interface.context import actor_of
from linli.interface.forms import accepted


def _door(request: HttpRequest, home: int) -> DoorRow:
    """Return the home when the reader keeps the register of its community; 404 hides all others."""
    door = get_door(home)
    if door is None or not queries.keeps_community(actor_of(request), door.community):
        raise Http404
    return door


@login_required
@never_cache
def building(request: HttpRequest, building: int) -> HttpResponse:
    """List the homes of a building, entrance by entrance, as the way to each one's owners."""
    row = get_building(building)
    if row is None or not queries.keeps_community(actor_of(request), row.community):
        raise Http404
    context = {"building": row, "homes": list_homes(building)}
    return render(request, "people/owners_in.html", context)


@login_required
@never_cache
def home(request: HttpRequest, home: int) -> HttpResponse:
    """Show who owns a home, after saying why; the look is logged."""
    door = _door(request, home)
    form = PurposeForm(request.POST if request.method == "POST" else None)
    found = None
    if request.method == "POST":
        found = accepted(
            form,
            lambda: actions.view_owners(
                actor=actor_of(request), home=home, now=clock.now(), **form.cleaned_data
            ),
        )
    context = {"door": door, "form": form, "owners": found}
    return render(request, "people/owners.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
def enter(request: HttpRequest, home: int) -> HttpResponse:
    """Write who owns a home from a day on; “one more row” keeps what was typed."""
    door = _door(request, home)
    posted = request.POST if request.method == "POST" else None
    form, rows = EntryForm(posted), HolderRows(posted, prefix="holders")
    if posted is not None and "more" in posted:
        form, rows = EntryForm(initial=posted.dict()), _one_more(rows)
    elif posted is not None and rows.is_valid():
        done = accepted(
            form,
            lambda: actions.enter_owners(
                actor=actor_of(request),
                home=home,
                holders=[row.holder for row in rows if row.holder is not None],
                now=clock.now(),
                **form.cleaned_data,
            ),
        )
        if done is not None:
            messages.success(request, gettext("产权已登记。"))
            return redirect("people:owners", home)
    context = {"door": door, "form": form, "rows": rows}
    wrong = form.errors or (rows.is_bound and not rows.is_valid())
    return render(request, "people/enter_owners.html", context, status=422 if wrong else 200)


def _one_more(rows: BaseFormSet[HolderForm]) -> BaseFormSet[HolderForm]:
    """Return the rows as they were typed, and two empty ones."""
    typed: list[dict[str, Any]] = [
        {name: row[name].value() for name in row.fields} for row in rows.forms
    ]
    return HolderRows(initial=typed, prefix="holders")
