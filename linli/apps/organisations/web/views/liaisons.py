"""Leaders who look after compounds: the list, a new one, ending one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.organisations import access, actions, queries
from linli.apps.organisations.actions import LiaisonDraft
from linli.apps.organisations.queries.liaisons import PAGE_ROWS
from linli.apps.organisations.web import asked, offered
from linli.apps.organisations.web.forms import EndForm, LiaisonForm
from linli.apps.organisations.web.showing import show_form
from linli.foundation import clock
from linli.interface.forms import accepted
from linli.platform.requests import Request

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def liaisons(request: Request) -> HttpResponse:
    """List the liaisons of an area on a day."""
    area = asked.area_asked(request, request.actor)
    on = asked.day_asked(request)
    rows = queries.list_liaisons(
        actor=request.actor, on=on, area=area.code, after=asked.number_asked(request, "after")
    )
    context = {
        "area": area,
        "on": on,
        "rows": rows,
        "older": f"?area={area.code}&after={rows[-1].id}" if len(rows) == PAGE_ROWS else "",
        "may_liaise": access.may_liaise(request.actor, area.code),
    }
    return render(request, "organisations/staff/liaisons.html", context)


@FORM
def start(request: Request) -> HttpResponse:
    """Let a leader look after compounds."""
    area = asked.area_asked(request, request.actor)
    access.require(access.may_liaise(request.actor, area.code), "liaise")
    form = LiaisonForm(
        request.POST or None,
        people=offered.people(request, area.code),
        units=offered.units(area.code, asked.today()),
        compounds=offered.compounds(area.code),
    )
    done = accepted(
        form,
        lambda: actions.start_liaison(
            actor=request.actor,
            draft=LiaisonDraft(
                area=area.code,
                **{**form.cleaned_data, "compounds": tuple(form.cleaned_data["compounds"])},
            ),
            now=clock.now(),
        ),
    )
    back = reverse("organisations:liaisons")
    if done is None:
        return show_form(
            request, form, title=_("安排分片联系"), lead=area.name, back=back, finds_people=True
        )
    messages.success(request, _("分片联系已登记。"))
    return redirect(back)


@FORM
def end(request: Request, pk: int) -> HttpResponse:
    """End a liaison."""
    row = queries.get_liaison(actor=request.actor, pk=pk)
    form = EndForm(request.POST or None)
    back = reverse("organisations:liaisons")
    done = accepted(
        form,
        lambda: actions.end_liaison(
            actor=request.actor, pk=pk, now=clock.now(), **form.cleaned_data
        ),
    )
    if done is None:
        lead = f"{row.leader.name} · {row.task}"
        return show_form(request, form, title=_("结束分片联系"), lead=lead, back=back)
    messages.success(request, _("已登记结束。"))
    return redirect(back)
