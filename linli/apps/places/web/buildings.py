"""Forms on buildings: enter with homes, correct, move to another grid; the list of homes."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.apps.places import actions
from linli.apps.places.access import BUILDINGS
from linli.apps.places.models import Building
from linli.apps.places.queries.registers import grid_history, homes_of
from linli.apps.places.web.editing import Page, edit_page
from linli.apps.places.web.forms import BuildingForm, MoveForm, NewBuildingForm
from linli.apps.places.web.keeping import (
    community_kept,
    compounds_of,
    grids_of,
    starting_point,
    values_of,
)
from linli.apps.places.web.public import get_building
from linli.foundation import clock
from linli.interface.context import actor_of
from linli.platform.access import fetch


def add(request: HttpRequest, code: int) -> HttpResponse:
    """Enter a building with its homes."""
    area = community_kept(request, code)
    form = NewBuildingForm(
        request.POST or None,
        initial={**starting_point(area), "compound": request.GET.get("compound", "")},
        compounds=compounds_of(code),
        grids=grids_of(code),
    )
    page = Page(_("登记楼栋"), reverse("places:area", args=[code]), _("楼栋已登记。"), _("登记"))
    actor, now = actor_of(request), clock.now()
    return edit_page(
        request,
        page,
        form,
        lambda: actions.add_building(
            actor=actor,
            community=code,
            grid=form.cleaned_data["grid"],
            facts=form.facts(),
            homes=form.homes(),
            now=now,
        ),
    )


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what the register says of a building."""
    actor, now = actor_of(request), clock.now()
    row = fetch(Building.objects.all(), actor=actor, action="edit", table=BUILDINGS, pk=pk)
    form = BuildingForm(
        request.POST or None,
        initial={**values_of(row, BuildingForm), "compound": row.compound_id},
        compounds=compounds_of(row.community_id),
    )
    back = reverse("places:building", args=[pk])
    page = Page(_("修改楼栋"), back, _("楼栋信息已更新。"), _("保存"), lead=row.name)
    return edit_page(
        request,
        page,
        form,
        lambda: actions.edit_building(actor=actor, pk=pk, facts=form.facts(), now=now),
    )


def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move the building to another grid of its community from a day on."""
    actor, now = actor_of(request), clock.now()
    row = fetch(Building.objects.all(), actor=actor, action="move", table=BUILDINGS, pk=pk)
    form = MoveForm(
        request.POST or None,
        initial={"on": clock.local_date(now)},
        grids=grids_of(row.community_id),
    )
    back = reverse("places:building", args=[pk])
    page = Page(_("调整所属网格"), back, _("楼栋已调整到新的网格。"), _("调整"), lead=row.name)
    return edit_page(
        request,
        page,
        form,
        lambda: actions.move_building(actor=actor, pk=pk, now=now, **form.cleaned_data),
    )


@require_safe
def homes(request: HttpRequest, pk: int) -> HttpResponse:
    """The homes of a building, for who serves it; and the grids it was in."""
    row = get_building(pk)
    rows = homes_of(pk, actor=actor_of(request))
    if not rows and not actor_of(request).is_staff:
        raise PermissionDenied
    context = {"building": row, "rows": rows, "grids": grid_history(pk)}
    return render(request, "places/homes.html", context)
