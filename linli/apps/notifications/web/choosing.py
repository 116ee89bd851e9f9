"""By which ways, and when; devices to wake; the link at the end of every mail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from linli.apps.notifications import actions, queries
from linli.apps.notifications.actions.choosing import read_stop_token
from linli.apps.notifications.models import CHANNEL_NAMES, GROUP_NAMES
from linli.apps.notifications.rules import Group
from linli.apps.notifications.web.forms import ChoicesForm, RhythmForm
from linli.foundation import clock
from linli.interface.forms import accepted
from linli.platform.messages.push import public_key
from linli.platform.requests import Request


@login_required
@never_cache
def choices(request: Request) -> HttpResponse:
    """Show by which ways the reader is told; change it."""
    account = request.actor.account
    assert account is not None, "login_required"
    found = queries.choices_of(account)
    reachable = [each for each in found if each.is_reachable]
    form = ChoicesForm(request.POST or None, channels=reachable)
    if request.method == "POST" and form.is_valid():
        for each in reachable:
            wanted = {Group(code) for code in form.cleaned_data[str(each.channel)]}
            for group in wanted ^ set(each.groups):
                actions.choose(
                    actor=request.actor,
                    group=group,
                    channel=each.channel,
                    is_on=group in wanted,
                    now=clock.now(),
                )
        messages.success(request, gettext("已保存。"))
        return redirect("notifications:choices")
    own = queries.rhythm_of(account)
    started = {"pace": str(own.pace), "quiet_from": own.quiet_from, "quiet_to": own.quiet_to}
    return _page(request, form, RhythmForm(initial=started))


def _page(request: Request, form: ChoicesForm, timing: RhythmForm) -> HttpResponse:
    context = {
        "form": form,
        "timing": timing,
        "devices": queries.list_devices(actor=request.actor),
        "push_key": public_key(),
    }
    status = 422 if form.errors or timing.errors else 200
    return render(request, "notifications/choices.html", context, status=status)


@login_required
@require_POST
def rhythm(request: Request) -> HttpResponse:
    """Say how often, and in which hours not."""
    timing = RhythmForm(request.POST)
    done = accepted(
        timing,
        lambda: actions.set_rhythm(actor=request.actor, rhythm=timing.rhythm, now=clock.now()),
    )
    if done is None:
        account = request.actor.account
        assert account is not None, "login_required"
        found = [each for each in queries.choices_of(account) if each.is_reachable]
        return _page(request, ChoicesForm(None, channels=found), timing)
    messages.success(request, gettext("已保存。"))
    return redirect("notifications:choices")


@login_required
@require_POST
def add_device(request: Request) -> HttpResponse:
    """Keep the subscription that the browser has made."""
    given: dict[str, Any] = {
        name: request.POST.get(name, "")[:600] for name in ("endpoint", "p256dh", "auth")
    }
    device = request.headers.get("User-Agent", "")[:80]
    actions.add_device(actor=request.actor, device=device, now=clock.now(), **given)
    messages.success(request, gettext("这台设备会收到弹窗。"))
    return redirect("notifications:choices")


@login_required
@require_POST
def remove_device(request: Request, pk: int) -> HttpResponse:
    actions.remove_device(actor=request.actor, pk=pk, now=clock.now())
    messages.success(request, gettext("这台设备不再弹窗。"))
    return redirect("notifications:choices")


@csrf_exempt  # the word in the address is what allows it; a mail program sends no cookie (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: Request, token: str) -> HttpResponse:
    """Ask, and at a press stop, what the link in a message names."""
    _account, group, channel = read_stop_token(token)
    if request.method == "POST":
        actions.stop(actor=request.actor, token=token, now=clock.now())
    context = {
        "group": GROUP_NAMES[group],
        "channel": CHANNEL_NAMES[channel],
        "is_stopped": request.method == "POST",
    }
    return render(request, "notifications/stop.html", context)
