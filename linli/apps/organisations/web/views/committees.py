"""The term of a committee: the page offers the step that comes next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from linli.apps.organisations import actions, queries
from linli.apps.organisations.actions import ElectionRecord
from linli.apps.organisations.rules.committees import State
from linli.apps.organisations.web.forms import DayForm, ElectionForm, EndTermForm, FilingForm
from linli.apps.organisations.web.showing import show_form
from linli.apps.organisations.web.views.keeping import own
from linli.foundation import clock
from linli.interface.forms import accepted
from linli.platform.requests import Request

Act = Callable[..., Any]

# By the state now: what the page is called, its form, and the action behind it.
STEPS: Final[dict[str, tuple[Any, type[forms.Form], Act]]] = {
    "": (gettext_lazy("登记筹备"), DayForm, actions.prepare_committee),
    State.PREPARING: (gettext_lazy("登记选举结果"), ElectionForm, actions.record_election),
    State.ELECTED: (gettext_lazy("登记备案"), FilingForm, actions.record_filing),
    State.FILED: (gettext_lazy("登记开始履职"), DayForm, actions.take_office),
    State.ACTIVE: (gettext_lazy("登记届满或罢免"), EndTermForm, actions.end_term),
}


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Request, pk: int) -> HttpResponse:
    """Record the next step of the committee's term."""
    row = own(request, pk, "record_committee")
    title, form_class, act = STEPS[queries.open_state(pk)]
    form = form_class(request.POST or None)
    back = reverse("organisations:page", args=[pk])
    done = accepted(form, lambda: act(actor=request.actor, pk=pk, now=clock.now(), **_facts(form)))
    if done is None:
        return show_form(request, form, title=str(title), lead=row.name, back=back)
    messages.success(request, _("已登记。"))
    return redirect(back)


def _facts(form: forms.Form) -> dict[str, Any]:
    given = dict(form.cleaned_data)
    if isinstance(form, ElectionForm):
        return {"election": ElectionRecord(**given)}
    if isinstance(form, EndTermForm):
        return {**given, "to": State(given["to"])}
    return given
