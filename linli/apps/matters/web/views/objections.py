"""What units say against dispatches, and how it was ruled."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from linli.apps.matters import actions, queries
from linli.apps.matters.queries import ObjectionRow
from linli.apps.matters.web.forms.acts import _note
from linli.apps.matters.web.forms.units import other_units
from linli.apps.matters.web.views.shared import actor_of
from linli.foundation import clock
from linli.foundation.clock import local_date
from linli.interface.forms import accepted
from linli.interface.names import named


class RulingForm(forms.Form):
    """Who has it from now on, and why."""

    objection = forms.IntegerField(widget=forms.HiddenInput)
    unit = forms.TypedChoiceField(
        label=gettext_lazy("由谁办"), coerce=int, widget=forms.RadioSelect, required=False
    )
    other = forms.TypedChoiceField(
        label=gettext_lazy("都不是？选别的单位"), coerce=int, required=False, empty_value=None
    )
    why = _note(
        gettext_lazy("为什么这样定"),
        field="why",
        rows=2,
        help_text=gettext_lazy("写清职责依据。以后派同类诉求时会列出来作参考，别写人名和门牌。"),
    )

    def __init__(
        self, *args: Any, row: ObjectionRow, others: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        kwargs |= {"auto_id": f"id_{row.id}_%s", "initial": {"objection": row.id}}
        super().__init__(*args, **kwargs)
        unit, other = self.fields["unit"], self.fields["other"]
        assert isinstance(unit, forms.ChoiceField)
        assert isinstance(other, forms.ChoiceField)
        unit.choices = [
            (row.unit, _("维持，由%(unit)s办") % {"unit": row.unit_name}),
            (row.right_unit, _("改由%(unit)s办") % {"unit": row.right_name}),
        ]
        other.choices = [("", "—"), *((value[1:], name) for value, name in others)]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        data["ruled"] = data.get("other") or data.get("unit")
        if not data["ruled"] and "unit" not in self.errors:
            self.add_error("unit", _("请选由谁办。"))
        return data


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def objections(request: HttpRequest) -> HttpResponse:
    """Show what waits for a ruling and what was ruled; take a ruling."""
    actor, now = actor_of(request), clock.now()
    if not queries.may_rule(actor):
        raise PermissionDenied("rule")
    rows = queries.list_objections(actor=actor)
    others = other_units(local_date(now)) if rows else []
    bound: RulingForm | None = None
    if request.method == "POST":
        row = next((each for each in rows if str(each.id) == request.POST.get("objection")), None)
        if row is None:
            messages.info(request, _("这个异议已经有人裁定，或者诉求已改派。"))
            return redirect("matters:objections")
        bound = RulingForm(request.POST, row=row, others=others)
        if _rule(bound, actor, row, now):
            messages.success(request, _("已裁定，双方都会收到理由。"))
            return redirect("matters:objections")
    forms_by_row = {
        each.id: bound
        if bound is not None and bound.data.get("objection") == str(each.id)
        else RulingForm(row=each, others=others)
        for each in rows
    }
    context = {
        "lines": [
            (each, _kind_name(each), forms_by_row[each.id], each.due_at < now) for each in rows
        ],
        "precedents": [(each, _kind_name(each)) for each in queries.list_precedents(actor=actor)],
    }
    status = 422 if bound is not None else 200
    return render(request, "matters/desk/objections.html", context, status=status)


def _rule(form: RulingForm, actor: Any, row: ObjectionRow, now: Any) -> bool:
    def rule() -> bool:
        data = form.cleaned_data
        actions.rule_objection(actor=actor, pk=row.id, unit=data["ruled"], why=data["why"], now=now)
        return True

    return bool(accepted(form, rule))


def _kind_name(row: ObjectionRow) -> str:
    return named(queries.kind_of(row.kind))


@require_POST
@login_required
@never_cache
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a ruling guide no more."""
    if not queries.may_rule(actor_of(request)):
        raise Http404
    actions.end_precedent(actor=actor_of(request), pk=pk, now=clock.now())
    messages.success(request, _("已不再作为参考，原来的裁定不变。"))
    return redirect("matters:objections")
