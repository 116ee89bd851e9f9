"""Begin what has a given question: Art. 279, a second round; take over what another system counted."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.apps.places import queries as places
from linli.apps.places.queries import CompoundRow
from linli.apps.votes import actions, queries
from linli.apps.votes.access import may_begin
from linli.apps.votes.actions import Held, NotTaken
from linli.apps.votes.models import ImportedVote
from linli.apps.votes.rules.imported import Asked
from linli.apps.votes.web.forms import day_field
from linli.apps.votes.web.preparing import lead_page
from linli.apps.votes.web.shown import result_shown
from linli.foundation import clock
from linli.foundation.refusals import Refused
from linli.foundation.tables import Fault
from linli.interface.forms import accepted
from linli.interface.middleware import sentence
from linli.platform.requests import Request

FAULTS_SHOWN = 50


class UnanimousForm(forms.Form):
    home = forms.TypedChoiceField(label=gettext_lazy("哪一套房屋"), coerce=int)
    use = forms.CharField(
        label=gettext_lazy("改作什么经营"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, compound: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: dict[str, list[tuple[int, str]]] = {}
        for home in places.homes_of_compound(compound):
            groups.setdefault(home.building_name, []).append((home.id, home.label))
        field = self.fields["home"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext_lazy("请选择")), *groups.items()]


class ImportForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("表决名称"), max_length=120)
    system = forms.CharField(label=gettext_lazy("结果来自哪个系统"), max_length=80)
    held_from = day_field(gettext_lazy("表决从哪天开始"))
    held_to = day_field(gettext_lazy("表决到哪天截止"))
    motions = forms.CharField(
        label=gettext_lazy("表决事项（一行一个）"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    file = forms.FileField(
        label=gettext_lazy("结果表（CSV）"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def held(self) -> Held:
        data = self.cleaned_data
        dates: tuple[dt.date, dt.date] = (data["held_from"], data["held_to"])
        return Held(data["title"].strip(), data["system"].strip(), *dates, tuple(self._asked()))

    def _asked(self) -> list[Asked]:
        found = []
        for line in self.cleaned_data["motions"].splitlines():
            item, _blank, title = line.strip().partition(" ")
            if line.strip():
                is_number = item.isascii() and item.isdecimal() and len(item) < 3
                found.append(Asked(int(item) if is_number else 0, title.strip()))
        return found


def _compound(request: Request, compound: int) -> CompoundRow:
    """Return the compound when the reader may begin a vote there."""
    place = places.get_compound(compound)
    if place is None:
        raise Http404
    if not may_begin(request.actor, compound=compound, community=place.community):
        raise PermissionDenied("draft")
    return place


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def unanimous(request: Request, compound: int) -> HttpResponse:
    """Ask the other owners of a building about one home."""
    place = _compound(request, compound)
    form = UnanimousForm(request.POST or None, compound=compound)
    facts: dict[str, Any] = {"actor": request.actor, "compound": compound, "now": clock.now()}
    made = accepted(form, lambda: actions.draft_unanimous(**facts, **form.cleaned_data))
    if made is not None:
        return redirect("votes:lead", reference=made.reference)
    context = {"form": form, "place": place}
    return render(request, "votes/unanimous.html", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
@never_cache
def second(request: Request, reference: str, motion: int) -> HttpResponse:
    """Begin the second round of an election."""
    page = queries.get_page(actor=request.actor, reference=reference)
    try:
        made = actions.draft_run_off(
            actor=request.actor, pk=page.vote.pk, motion=motion, now=clock.now()
        )
    except Refused as refusal:
        messages.error(request, sentence(refusal))
        return lead_page(request, page)
    messages.success(request, _("第二轮已存为草稿：生成名册后发公告。"))
    return redirect("votes:lead", reference=made.reference)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def take_in(request: Request, compound: int) -> HttpResponse:
    """Take over a result; faults are told by row and column, and nothing is stored."""
    place = _compound(request, compound)
    sent = request.method == "POST"
    form = ImportForm(*((request.POST, request.FILES) if sent else ()))
    context: dict[str, Any] = {"form": form, "place": place}
    try:
        made = accepted(form, lambda: _taken(request, compound, form))
    except NotTaken as error:
        made = None
        told = [(own.row, own.column, _told(own)) for own in error.faults[:FAULTS_SHOWN]]
        context |= {"faults": told, "found": len(error.faults)}
    if made is not None:
        messages.success(request, _("已导入，标明来自其他系统。"))
        return redirect("votes:imported", reference=made.reference)
    return render(request, "votes/import.html", context, status=422 if sent else 200)


def _told(fault: Fault) -> str:
    text = _(fault.sentence)
    return text % dict(fault.params) if fault.params else text


def _taken(request: Request, compound: int, form: ImportForm) -> ImportedVote:
    return actions.import_result(
        actor=request.actor,
        compound=compound,
        held=form.held(),
        content=form.cleaned_data["file"].read(),
        now=clock.now(),
    )


@require_safe
@never_cache
def imported(request: Request, reference: str) -> HttpResponse:
    """Show what another system has counted, marked as such."""
    row, results = queries.get_imported(reference)
    context = {"row_of": row, "results": result_shown(results)}
    return render(request, "votes/imported.html", context)
