"""Forms on service centres and neighbour places: enter, correct, open, close."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.apps.places import actions
from linli.apps.places.access import CENTRES, PLACES
from linli.apps.places.models import NeighbourPlace, ServiceCentre
from linli.apps.places.web.editing import Page, edit_page
from linli.apps.places.web.forms import CentreForm, DayForm, PlaceForm
from linli.apps.places.web.keeping import (
    community_kept,
    compounds_of,
    starting_point,
    values_of,
)
from linli.foundation import clock
from linli.interface.context import actor_of
from linli.platform.access import fetch


def add(request: HttpRequest, code: int) -> HttpResponse:
    """Enter a service centre that is planned."""
    area = community_kept(request, code)
    form = CentreForm(
        request.POST or None, initial=starting_point(area), compounds=compounds_of(code)
    )
    back = reverse("places:places", args=[code])
    page = Page(_("登记服务中心"), back, _("服务中心已登记，状态为规划中。"), _("登记"))
    actor, now = actor_of(request), clock.now()
    return edit_page(
        request,
        page,
        form,
        lambda: actions.add_centre(actor=actor, community=code, facts=form.facts(), now=now),
    )


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what the register says of a service centre."""
    actor, now = actor_of(request), clock.now()
    row = fetch(ServiceCentre.objects.all(), actor=actor, action="edit", table=CENTRES, pk=pk)
    initial = {
        **values_of(row, CentreForm),
        "compound": row.compound_id,
        "rooms": "、".join(row.rooms),
    }
    form = CentreForm(
        request.POST or None, initial=initial, compounds=compounds_of(row.community_id)
    )
    back = reverse("places:centre", args=[pk])
    page = Page(_("修改服务中心"), back, _("服务中心信息已更新。"), _("保存"), lead=row.name)
    return edit_page(
        request,
        page,
        form,
        lambda: actions.edit_centre(actor=actor, pk=pk, facts=form.facts(), now=now),
    )


def open_it(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the centre."""
    actor, now = actor_of(request), clock.now()
    row = fetch(ServiceCentre.objects.all(), actor=actor, action="open", table=CENTRES, pk=pk)
    form = DayForm(request.POST or None, initial={"on": clock.local_date(now)})
    back = reverse("places:centre", args=[pk])
    page = Page(_("开放服务中心"), back, _("服务中心已开放。"), _("开放"), lead=row.name)
    return edit_page(
        request,
        page,
        form,
        lambda: actions.open_centre(actor=actor, pk=pk, on=form.day(), now=now),
    )


def close_it(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the centre."""
    actor, now = actor_of(request), clock.now()
    row = fetch(ServiceCentre.objects.all(), actor=actor, action="close", table=CENTRES, pk=pk)
    form = DayForm(request.POST or None, initial={"on": clock.local_date(now)})
    back = reverse("places:centre", args=[pk])
    page = Page(_("关闭服务中心"), back, _("服务中心已关闭。"), _("关闭"), lead=row.name)
    return edit_page(
        request,
        page,
        form,
        lambda: actions.close_centre(actor=actor, pk=pk, on=form.day(), now=now),
    )


def add_place(request: HttpRequest, code: int) -> HttpResponse:
    """Enter a neighbour place."""
    area = community_kept(request, code)
    form = PlaceForm(
        request.POST or None, initial=starting_point(area), compounds=compounds_of(code)
    )
    back = reverse("places:places", args=[code])
    page = Page(_("登记活动场所"), back, _("活动场所已登记。"), _("登记"))
    actor, now = actor_of(request), clock.now()
    return edit_page(
        request,
        page,
        form,
        lambda: actions.add_place(actor=actor, community=code, facts=form.facts(), now=now),
    )


def edit_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what the register says of a neighbour place."""
    actor, now = actor_of(request), clock.now()
    row = fetch(NeighbourPlace.objects.all(), actor=actor, action="edit", table=PLACES, pk=pk)
    form = PlaceForm(
        request.POST or None,
        initial={**values_of(row, PlaceForm), "compound": row.compound_id},
        compounds=compounds_of(row.community_id),
    )
    back = reverse("places:places", args=[row.community_id])
    page = Page(_("修改活动场所"), back, _("活动场所信息已更新。"), _("保存"), lead=row.name)
    return edit_page(
        request,
        page,
        form,
        lambda: actions.edit_place(actor=actor, pk=pk, facts=form.facts(), now=now),
    )
