"""Family helpers: let somebody act for me, act for somebody, stop."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from linli.apps.accounts import actions, queries
from linli.apps.accounts.web.confirming import account_of
from linli.apps.accounts.web.middleware import BEHALF_KEY
from linli.apps.accounts.web.rights_forms import HelperForm
from linli.foundation import clock
from linli.interface.context import actor_of
from linli.interface.forms import accepted


@login_required
@never_cache
def helpers(request: HttpRequest) -> HttpResponse:
    """List helpers and those helped; appoint one."""
    form = HelperForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        done = accepted(
            form,
            lambda: actions.appoint_helper(
                actor=actor_of(request), now=clock.now(), **form.cleaned_data
            ),
        )
        if done is not None:
            messages.success(request, gettext("家人现在可以代您办理。"))
            return redirect("accounts:helpers")
    rows = queries.list_helpers(actor_of(request), clock.local_date(clock.now()))
    context = {"helpers": rows, "form": form}
    return render(request, "accounts/helpers.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def end_helper(request: HttpRequest, link: int) -> HttpResponse:
    actions.end_helper(actor=actor_of(request), link=link, now=clock.now())
    request.session.pop(BEHALF_KEY, None)
    messages.success(request, gettext("代办已结束。"))
    return redirect("accounts:helpers")


@login_required
@require_POST
def act_for(request: HttpRequest, account: int) -> HttpResponse:
    """Act for somebody from now on in this session; each page checks that they still agree."""
    today = clock.local_date(clock.now())
    if not queries.may_act_for(account_of(request), account, today):
        raise Http404
    request.session[BEHALF_KEY] = account
    messages.success(
        request, gettext("现在代 %(name)s 办理。") % {"name": queries.get_account_name(account)}
    )
    return redirect("/")


@login_required
@require_POST
def act_for_oneself(request: HttpRequest) -> HttpResponse:
    request.session.pop(BEHALF_KEY, None)
    messages.success(request, gettext("现在办您自己的事。"))
    return redirect("accounts:helpers")
