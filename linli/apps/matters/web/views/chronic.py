"""What keeps coming back: seen at a glance, and what is done about it."""

from __future__ import annotations

from urllib.parse import urlencode

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
from linli.apps.matters.access import chronic_spans
from linli.apps.matters.actions.caring import CARE_LETTERS_MAX
from linli.apps.matters.queries import Chronic
from linli.apps.matters.queries.repeats import REPEAT_DAYS
from linli.apps.matters.rules import texts
from linli.apps.matters.web.catalogue import kind_tile
from linli.apps.matters.web.forms.fields import RuleField
from linli.apps.matters.web.views.shared import actor_of
from linli.foundation import clock
from linli.foundation.keys import KEY_MAX
from linli.interface.forms import accepted


class CareForm(forms.Form):
    compound = forms.IntegerField(min_value=1, max_value=KEY_MAX, widget=forms.HiddenInput)
    kind = forms.CharField(max_length=3, widget=forms.HiddenInput)
    words = RuleField(
        lambda text: texts.clean_note(text, field="words", least=4),
        most=CARE_LETTERS_MAX,
        rows=2,
        label=gettext_lazy("在做什么"),
        help_text=gettext_lazy("做什么、谁牵头、什么时候见效。同事都看得到。"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def chronic(request: HttpRequest) -> HttpResponse:
    """Show what keeps coming back, with a form for each; what was typed survives a refusal."""
    actor, now = actor_of(request), clock.now()
    if not chronic_spans(actor):
        raise PermissionDenied("chronic")
    bound = CareForm(request.POST) if request.method == "POST" else None
    done = bound and accepted(
        bound, lambda: actions.care_for(actor=actor, now=now, **bound.cleaned_data)
    )
    if done:
        messages.success(request, _("已记下。"))
        return redirect("matters:chronic")
    lines = [_line(one, bound) for one in queries.list_chronic(actor=actor, now=now)]
    context = {"lines": lines, "days": REPEAT_DAYS}
    return render(request, "matters/desk/chronic.html", context, status=422 if bound else 200)


def _line(one: Chronic, bound: CareForm | None) -> dict[str, object]:
    repeat = one.repeat
    own = {"compound": repeat.compound, "kind": repeat.kind}
    is_meant = bound is not None and bound.data.get("compound") == str(repeat.compound)
    is_meant = is_meant and bound is not None and bound.data.get("kind") == repeat.kind
    form = (
        bound
        if is_meant
        else CareForm(initial=own, auto_id=f"id_{repeat.compound}_{repeat.kind}_%s")
    )
    behind = {"scope": "all", "kind": repeat.kind, "compound": repeat.compound}
    return {
        "tile": kind_tile(repeat.kind_facts),
        "repeat": repeat,
        "care": one.care,
        "care_at": one.care_at,
        "form": form,
        "is_open": is_meant,
        "href": f"?{urlencode({**behind, 'community': repeat.community})}",
    }
