"""The list, its number in the top bar, and opening one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.apps.notifications import actions, queries
from linli.apps.notifications.queries.own import ROWS, UNREAD_SHOWN_MAX
from linli.foundation import clock
from linli.platform.requests import Request


@login_required
@require_safe
@never_cache
def notifications(request: Request) -> HttpResponse:
    """List what the reader was told, the newest first."""
    before = request.GET.get("before", "")
    start = int(before) if before.isascii() and before.isdecimal() and len(before) < 20 else None
    rows = queries.list_notifications(actor=request.actor, before=start)
    context = {
        "rows": rows,
        "has_unread": any(row.read_at is None for row in rows),
        "older": f"?before={rows[-1].id}" if len(rows) == ROWS else "",
        "newer": "." if start else "",
    }
    return render(request, "notifications/list.html", context)


@require_safe
@never_cache
def count(request: Request) -> HttpResponse:
    """Answer with the number of unread ones, or nothing at all; the top bar fetches it."""
    found = queries.count_unread(actor=request.actor)
    if not found:
        return HttpResponse()
    shown = f"{UNREAD_SHOWN_MAX}+" if found > UNREAD_SHOWN_MAX else str(found)
    said = ngettext("%(count)s条未读", "%(count)s条未读", found) % {"count": shown}
    return render(request, "notifications/count.html", {"shown": shown, "said": said})


@login_required
@require_safe
@never_cache
def open_one(request: Request, pk: int) -> HttpResponse:
    """Note that it was read, and go where it leads."""
    path = queries.get_path(actor=request.actor, pk=pk)
    if path is None:
        raise Http404
    actions.mark_read(actor=request.actor, pk=pk, now=clock.now())
    return redirect(path)


@login_required
@require_POST
def read_all(request: Request) -> HttpResponse:
    actions.mark_all_read(actor=request.actor, now=clock.now())
    messages.success(request, gettext("全部标为已读。"))
    return redirect("notifications:list")
