"""Keeping a hall: found it, name its convener, fill its seats, publish its rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.apps.deliberation import actions, queries
from linli.apps.deliberation.access import KEEPER_ROLES
from linli.apps.deliberation.actions import Rules
from linli.apps.deliberation.queries import HallPage
from linli.apps.deliberation.rules.lanes import lane_sets_on
from linli.apps.deliberation.rules.procedures import procedures_on
from linli.apps.deliberation.web.forms import (
    ConvenerForm,
    FoundForm,
    RulesForm,
    SeatForm,
)
from linli.apps.deliberation.web.shown import seat_groups
from linli.apps.organisations import queries as organisations
from linli.apps.people import queries as people
from linli.apps.places import queries as places
from linli.apps.votes import queries as votes
from linli.foundation import clock
from linli.foundation.refusals import Refused
from linli.interface.forms import accepted
from linli.interface.names import named
from linli.platform.requests import Request

SECRETARY_POSTS: Final = frozenset({"community_secretary", "branch_secretary"})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def found(request: Request, area: int) -> HttpResponse:
    """Found a hall in a community."""
    place = places.get_area(area)
    if place is None or not any(request.actor.holds(role, at=area) for role in KEEPER_ROLES):
        raise PermissionDenied("keep")
    compounds = [(row.id, row.name) for row in places.list_compounds(area)]
    form = FoundForm(request.POST or None, compounds=compounds)
    made = accepted(
        form,
        lambda: actions.found_hall(
            actor=request.actor, area=area, now=clock.now(), **form.cleaned_data
        ),
    )
    if made is not None:
        messages.success(request, _("议事厅已建立，请选主持人、公布规则。"))
        return redirect("deliberation:keep", pk=made.pk)
    context = {"form": form, "place": place}
    return render(request, "deliberation/found.html", context, status=422 if form.is_bound else 200)


@require_safe
@login_required
@never_cache
def keep(request: Request, pk: int) -> HttpResponse:
    """Show what keeps a hall going: convener, seats, rules."""
    return keep_page(request, queries.get_hall(actor=request.actor, pk=pk, now=clock.now()))


def keep_page(
    request: Request, page: HallPage, bound: Mapping[str, forms.Form] | None = None
) -> HttpResponse:
    if not page.may & {"keep", "publish_rules"}:
        raise PermissionDenied("keep")
    given = bound or {}
    offers = [
        (name, label, icon, given.get(name) or FORMS[name](page, None), name in given)
        for name, label, icon in (
            ("convener", _("选主持人"), "user"),
            ("rules", _("公布议事规则"), "file-text"),
            ("seat", _("加一个席位"), "armchair"),
        )
        if RIGHT[name] in page.may
    ]
    context = {
        "hall": page,
        "offers": offers,
        "seats": seat_groups(page),
        "versions": queries.list_versions(page.id),
        "may_keep": "keep" in page.may,
    }
    return render(request, "deliberation/keep.html", context, status=422 if bound else 200)


@require_POST
@login_required
@never_cache
def change(request: Request, pk: int, what: str) -> HttpResponse:
    """Do one act on a hall; a refusal shows the page again with what was typed."""
    page = queries.get_hall(actor=request.actor, pk=pk, now=clock.now())
    if what not in FORMS:
        raise Http404
    form = FORMS[what](page, request.POST)
    if accepted(form, lambda: DO[what](request, page, form.cleaned_data)) is None:
        return keep_page(request, page, {what: form})
    messages.success(request, _("已办好。"))
    return redirect("deliberation:keep", pk=pk)


@require_POST
@login_required
@never_cache
def vacate(request: Request, pk: int, seat: int) -> HttpResponse:
    """End a seat."""
    actions.vacate_seat(actor=request.actor, pk=pk, seat=seat, now=clock.now())
    messages.success(request, _("席位已空出。"))
    return redirect("deliberation:keep", pk=pk)


def _rules_form(page: HallPage, data: Any) -> forms.Form:
    today = clock.local_date(clock.now())
    rules = page.rules
    initial = (
        {
            "procedure": rules.procedure.code,
            "lanes": rules.lanes.code,
            "vote_rule": rules.vote_rule,
            "seconds": rules.seconds,
            "text": rules.text,
        }
        if rules
        else {"seconds": 3}
    )
    return RulesForm(
        data,
        initial=initial,
        procedures=[(row.code, named(row)) for row in procedures_on(today)],
        lanes=[(row.code, named(row)) for row in lane_sets_on(today)],
        vote_rules=[(row.code, row.name) for row in votes.residents_rules_on(today)],
    )


def _secretaries(page: HallPage) -> list[tuple[str, str]]:
    """Return the secretaries in office who may convene: of the community and of its branches."""
    today = clock.local_date(clock.now())
    units = {
        unit.id: unit.name for unit in organisations.units_for("community", page.area, None, today)
    }
    wish = organisations.Wish(on=today, area=page.area, kind="compound_branch")
    for row in organisations.list_organisations(wish):
        units[row.id] = row.name
    return [
        (f"{row.person}:{unit}", f"{row.name}（{name}）")
        for unit, name in units.items()
        for row in organisations.staff_of(unit, today)
        if row.post in SECRETARY_POSTS
    ]


def _seat_units(page: HallPage) -> list[tuple[int, str]]:
    today = clock.local_date(clock.now())
    houses = (
        places.list_buildings(compound=page.compound, on=today, limit=1) if page.compound else ()
    )
    building = houses[0].id if houses else None
    found = {
        unit.id: unit.name
        for code in ("property_firm", "owners_committee", "steward_team", "community")
        for unit in organisations.units_for(code, page.area, building, today)
    }
    return list(found.items())


FORMS: Final[Mapping[str, Callable[[HallPage, Any], forms.Form]]] = {
    "convener": lambda page, data: ConvenerForm(data, secretaries=_secretaries(page)),
    "rules": _rules_form,
    "seat": lambda page, data: SeatForm(data, units=_seat_units(page)),
}
RIGHT: Final = {"convener": "keep", "rules": "publish_rules", "seat": "keep"}


def _convener(request: Request, page: HallPage, data: Mapping[str, Any]) -> object:
    person, _colon, organisation = str(data["who"]).partition(":")
    return actions.appoint_convener(
        actor=request.actor,
        pk=page.id,
        person=int(person),
        organisation=int(organisation),
        now=clock.now(),
    )


def _publish(request: Request, page: HallPage, data: Mapping[str, Any]) -> object:
    return actions.publish_rules(
        actor=request.actor, pk=page.id, rules=Rules(**data), now=clock.now()
    )


def _seat(request: Request, page: HallPage, data: Mapping[str, Any]) -> object:
    person = None
    if data["name"].strip():
        found = people.find_persons(community=page.area, text=data["name"], limit=2)
        exact = [row for row in found if row.name == data["name"].strip()]
        if len(exact) != 1:
            raise Refused(
                "hall.person_unknown",
                "本社区没有登记这个姓名，或有同名的人。请核对，或改选单位。",
                field="name",
            )
        person = exact[0].id
    return actions.fill_seat(
        actor=request.actor,
        pk=page.id,
        kind=data["kind"],
        person=person,
        organisation=None if person else data["organisation"],
        title=data["title"],
        now=clock.now(),
    )


DO: Final[Mapping[str, Callable[[Request, HallPage, Mapping[str, Any]], object]]] = {
    "convener": _convener,
    "rules": _publish,
    "seat": _seat,
}
