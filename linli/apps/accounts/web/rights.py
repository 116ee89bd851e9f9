"""“我的信息”: see, copy, correct, delete; consents, devices, helpers, and who looked."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from linli.apps.accounts import actions, queries
from linli.apps.accounts.web import preferences
from linli.apps.accounts.web.confirming import account_of, recently_confirmed
from linli.apps.accounts.web.rights_forms import CloseForm, DetailsForm
from linli.foundation import clock
from linli.interface.context import actor_of
from linli.interface.forms import accepted


@login_required
@never_cache
def me(request: HttpRequest) -> HttpResponse:
    """Show the way to everything that somebody may know and decide about their data."""
    today = clock.local_date(clock.now())
    grants = queries.list_my_grants(account_of(request))
    context = {
        "grants": [grant for grant in grants if not grant.is_over(today)],
        "looks": queries.list_looks(actor_of(request), limit=3),
        "waits": queries.has_waiting_grants(actor_of(request), grants, today),
    }
    return render(request, "accounts/me.html", context)


@login_required
@never_cache
def details(request: HttpRequest) -> HttpResponse:
    """Correct one's name, language and size of letters."""
    form = DetailsForm(
        request.POST if request.method == "POST" else None, initial=DetailsForm.of(request.user)
    )
    if request.method == "POST":
        done = accepted(
            form,
            lambda: actions.correct_account(
                actor=actor_of(request), now=clock.now(), **form.cleaned_data
            ),
        )
        if done is not None:
            messages.success(request, gettext("已保存。"))
            return preferences.keep(redirect("accounts:me"), done)
    return render(
        request, "accounts/details.html", {"form": form}, status=422 if form.errors else 200
    )


@login_required
@never_cache
def data(request: HttpRequest) -> HttpResponse:
    """Show everything that is held, part by part."""
    held = queries.export_account(account_of(request))
    return render(request, "accounts/data.html", {"parts": queries.readable(held)})


@login_required
@never_cache
def download(request: HttpRequest) -> HttpResponse:
    """Hand over everything that is held as one JSON file."""
    held = queries.export_account(account_of(request))
    response = JsonResponse(held, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="linli-my-data.json"'
    return response


@login_required
@never_cache
def consents(request: HttpRequest) -> HttpResponse:
    """Give a consent or take it back."""
    if request.method == "POST":
        act = actions.give_consent if "give" in request.POST else actions.withdraw_consent
        purpose = request.POST.get("give") or request.POST.get("withdraw", "")
        act(actor=actor_of(request), purpose=purpose, now=clock.now())
        messages.success(request, gettext("已保存。"))
        return redirect("accounts:consents")
    rows = queries.list_consents(account_of(request))
    return render(request, "accounts/consents.html", {"consents": rows})


@login_required
@never_cache
def looks(request: HttpRequest) -> HttpResponse:
    """Show who looked at the reader's data, when and why."""
    before = request.GET.get("before", "")
    rows = queries.list_looks(actor_of(request), before=int(before) if before.isdecimal() else None)
    return render(request, "accounts/looks.html", {"looks": rows, "older": preferences.older(rows)})


@login_required
@never_cache
def devices(request: HttpRequest) -> HttpResponse:
    rows = queries.list_sessions(actor_of(request), current=request.session.session_key)
    return render(request, "accounts/devices.html", {"devices": rows})


@login_required
@require_POST
def end_device(request: HttpRequest, key: str) -> HttpResponse:
    actions.end_session(actor=actor_of(request), session=key, now=clock.now())
    messages.success(request, gettext("那台设备已退出。"))
    return redirect("accounts:devices")


@login_required
@require_POST
def end_other_devices(request: HttpRequest) -> HttpResponse:
    keep = request.session.session_key or ""
    actions.end_other_sessions(actor=actor_of(request), keep=keep, now=clock.now())
    messages.success(request, gettext("别的设备都已退出。"))
    return redirect("accounts:devices")


@login_required
@never_cache
@recently_confirmed
def close(request: HttpRequest) -> HttpResponse:
    """Delete the account; asked once more before it is done."""
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        done = accepted(
            form,
            lambda: actions.close_account(
                actor=actor_of(request), account=account_of(request), now=clock.now()
            ),
        )
        if done is not None:
            logout(request)
            messages.success(request, gettext("账号已注销，您的信息已删除。"))
            return redirect("/")
    return render(
        request, "accounts/close.html", {"form": form}, status=422 if form.errors else 200
    )


@login_required
@never_cache
def second_factor(request: HttpRequest) -> HttpResponse:
    """Say why a second factor is needed and lead to setting one up."""
    return render(request, "accounts/second_factor.html")
