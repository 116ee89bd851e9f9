"""Forms on compounds: enter, correct, change who manages them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.apps.places import actions
from linli.apps.places.access import COMPOUNDS
from linli.apps.places.models import Compound
from linli.apps.places.web.editing import Page, edit_page
from linli.apps.places.web.forms import CompoundForm, ManagementForm
from linli.apps.places.web.keeping import community_kept, starting_point, values_of
from linli.foundation import clock
from linli.interface.context import actor_of
from linli.platform.access import fetch


def add(request: HttpRequest, code: int) -> HttpResponse:
    """Enter a compound of the community."""
    area = community_kept(request, code)
    form = CompoundForm(request.POST or None, initial=starting_point(area))
    page = Page(_("登记小区"), reverse("places:area", args=[code]), _("小区已登记。"), _("登记"))
    actor, now = actor_of(request), clock.now()
    return edit_page(
        request,
        page,
        form,
        lambda: actions.add_compound(actor=actor, community=code, facts=form.facts(), now=now),
    )


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what the register says of a compound."""
    actor, now = actor_of(request), clock.now()
    row = fetch(Compound.objects.all(), actor=actor, action="edit", table=COMPOUNDS, pk=pk)
    form = CompoundForm(request.POST or None, initial=values_of(row, CompoundForm))
    back = reverse("places:compound", args=[pk])
    page = Page(_("修改小区"), back, _("小区信息已更新。"), _("保存"), lead=row.name)
    return edit_page(
        request,
        page,
        form,
        lambda: actions.edit_compound(actor=actor, pk=pk, facts=form.facts(), now=now),
    )


def management(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the management mode from a day on, with the decision."""
    actor, now = actor_of(request), clock.now()
    row = fetch(Compound.objects.all(), actor=actor, action="manage", table=COMPOUNDS, pk=pk)
    form = ManagementForm(request.POST or None, initial={"on": clock.local_date(now)})
    back = reverse("places:compound", args=[pk])
    page = Page(_("变更管理模式"), back, _("管理模式已变更。"), _("变更"), lead=row.name)
    return edit_page(
        request,
        page,
        form,
        lambda: actions.change_management(actor=actor, pk=pk, now=now, **form.cleaned_data),
    )
