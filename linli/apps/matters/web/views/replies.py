"""Keeping the words that answers begin with."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from linli.apps.matters import actions
from linli.apps.matters.actions import ReplyWords
from linli.apps.matters.web.replies import ReplyForm, lines_of, owners_of
from linli.apps.matters.web.views.shared import actor_of
from linli.foundation import clock
from linli.interface.forms import accepted


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def replies(request: HttpRequest) -> HttpResponse:
    """Show the templates that the reader keeps, and take a new one."""
    actor = actor_of(request)
    owners = owners_of(actor)
    if not owners:
        raise PermissionDenied("keep")
    form = ReplyForm(request.POST or None, owners=owners)

    def add() -> bool:
        data = form.cleaned_data
        words = ReplyWords(data["act"], data["title"], data["text"], data["kind"])
        actions.add_reply(actor=actor, words=words, now=clock.now(), **form.of)
        return True

    if accepted(form, add):
        messages.success(request, _("已存下，答复时会列出来。"))
        return redirect("matters:replies")
    context = {"lines": lines_of(actor), "form": form}
    return render(request, "matters/desk/replies.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
@never_cache
def end(request: HttpRequest, pk: int) -> HttpResponse:
    actions.end_reply(actor=actor_of(request), pk=pk, now=clock.now())
    messages.success(request, _("已停用。以前发出的答复不变。"))
    return redirect("matters:replies")
