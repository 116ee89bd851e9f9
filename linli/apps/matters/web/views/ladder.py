"""When who is told of what is late: everybody at work reads it, the city sets it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.matters import actions, queries
from linli.apps.matters.access import ladder_cities
from linli.apps.matters.models.labels import RUNG_NAMES
from linli.apps.matters.rules.escalation import HOURS_MAX, RUNGS
from linli.apps.matters.web.views.shared import actor_of
from linli.apps.places import queries as places
from linli.foundation import clock
from linli.foundation.areas import Level
from linli.interface.forms import accepted

HINTS = {
    "unit": gettext_lazy("承办单位和经办人。填0就是一超期马上提醒。"),
    "community": gettext_lazy("社区书记。"),
    "subdistrict": gettext_lazy("街道。"),
    "city": gettext_lazy("市级。"),
}


class LadderForm(forms.Form):
    """Hours after the deadline for each rung; empty leaves a rung out."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own words
        for name in RUNGS:
            box = forms.NumberInput(attrs={"class": "short", "inputmode": "numeric", "min": 0})
            self.fields[name] = forms.IntegerField(
                label=RUNG_NAMES[name], help_text=HINTS[name], required=False, widget=box,
                min_value=0, max_value=HOURS_MAX,
            )  # fmt: skip

    @property
    def hours(self) -> tuple[int | None, ...]:
        return tuple(self.cleaned_data[name] for name in RUNGS)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def ladder(request: HttpRequest) -> HttpResponse:
    """Show the ladder of the city; who may, sets it."""
    actor = actor_of(request)
    if not actor.is_staff:
        raise PermissionDenied("ladder")
    own = ladder_cities(actor)
    city = next(iter(own or places.codes_at(Level.CITY)))
    now_in_force = dict(zip(RUNGS, queries.ladder_of(city), strict=True))
    form = LadderForm(request.POST or None, initial=now_in_force)

    def put() -> bool:
        actions.set_ladder(actor=actor, city=city, hours=form.hours, now=clock.now())
        return True

    if request.method == "POST":
        if not own:
            raise PermissionDenied("ladder")
        if accepted(form, put):
            messages.success(request, _("已定下，十分钟内起按它办。"))
            return redirect("matters:ladder")
    rungs = [(RUNG_NAMES[name], hours) for name, hours in now_in_force.items()]
    context = {"form": form if own else None, "rungs": rungs}
    return render(request, "matters/desk/ladder.html", context, status=422 if form.errors else 200)
