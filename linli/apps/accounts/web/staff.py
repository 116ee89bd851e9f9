"""Pages of staff: roles over an area, accounts at the window, the log for the data officer."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.cache import never_cache

from linli.apps.accounts import actions, queries
from linli.apps.accounts.rules import Role
from linli.apps.accounts.web.confirming import recently_confirmed
from linli.apps.accounts.web.preferences import older
from linli.apps.accounts.web.staff_forms import EndForm, GrantForm, OpenForm, SearchForm
from linli.apps.places.queries import area_names, area_path, list_children
from linli.foundation import clock
from linli.interface.context import actor_of
from linli.interface.forms import accepted


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 20 else None


@login_required
@never_cache
def roles(request: HttpRequest) -> HttpResponse:
    """List the roles inside the reader's area: those of today, or all that ever were."""
    if not queries.may_see_grants(actor_of(request)):
        raise PermissionDenied("roles")
    is_history = "history" in request.GET
    rows = queries.list_grants(
        actor_of(request),
        on=None if is_history else clock.local_date(clock.now()),
        role=request.GET.get("role", ""),
        after=_number(request.GET.get("before", "")),
    )
    context = {
        "grants": rows,
        "is_history": is_history,
        "today": clock.local_date(clock.now()),
        "givable": queries.givable_roles(actor_of(request)),
        "older": older(rows),
        "role": request.GET.get("role", ""),
    }
    return render(request, "accounts/roles.html", context)


@login_required
@never_cache
@recently_confirmed
def grant(request: HttpRequest, account: int) -> HttpResponse:
    """Give a role to an account: where, which, from when to when, why."""
    name = queries.get_account_name(account)
    tops = queries.granting_areas(actor_of(request))
    if name is None or not tops:
        raise Http404
    area = _number(request.GET.get("area", "")) or (tops[0] if len(tops) == 1 else None)
    form = GrantForm(
        request.POST if request.method == "POST" else None,
        roles=queries.givable_roles(actor_of(request)),
    )
    if request.method == "POST" and area is not None:
        done = accepted(
            form,
            lambda: actions.grant_role(
                actor=actor_of(request),
                account=account,
                area=area,
                now=clock.now(),
                **form.cleaned_data,
            ),
        )
        if done is not None:
            messages.success(request, gettext("角色已授予，写入了记录。"))
            return redirect("accounts:roles")
    context = {"form": form, "name": name, **_areas(area, tops)}
    return render(request, "accounts/grant.html", context, status=422 if form.errors else 200)


def _areas(area: int | None, tops: tuple[int, ...]) -> dict[str, object]:
    """Return where one stands, and the areas to choose from next."""
    if area is None:
        return {"path": (), "below": tuple(area_names(tops).items())}
    below = tuple((row.code, row.name) for row in list_children(area))
    return {"path": area_path(area), "below": below, "area": area}


@login_required
@never_cache
@recently_confirmed
def end(request: HttpRequest, grant: int) -> HttpResponse:
    """End a grant today, with a reason."""
    row = queries.get_grant(actor_of(request), grant)
    if row is None:
        raise Http404
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        done = accepted(
            form,
            lambda: actions.end_role(
                actor=actor_of(request), grant=grant, now=clock.now(), **form.cleaned_data
            ),
        )
        if done is not None:
            messages.success(request, gettext("角色已结束，马上生效。"))
            return redirect("accounts:roles")
    context = {"form": form, "grant": row}
    return render(request, "accounts/end_role.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
def accounts(request: HttpRequest) -> HttpResponse:
    """Find accounts of the reader's communities; each look leaves a line."""
    if not (queries.may_help(actor_of(request)) or queries.givable_roles(actor_of(request))):
        raise PermissionDenied("accounts")
    form = SearchForm(request.GET or None)
    found: tuple[queries.AccountRow, ...] = ()
    if form.is_valid():
        found = queries.search_accounts(actor_of(request), form.cleaned_data["words"])
        actions.log_access(
            actor=actor_of(request),
            subjects=[queries.Subject(account=row.id) for row in found],
            what=gettext_noop("称呼和用户名"),
            purpose=gettext_noop("窗口查找账号"),
            now=clock.now(),
        )
    context = {
        "form": form,
        "found": found,
        "is_asked": form.is_bound,
        "may_open": queries.may_help(actor_of(request)),
        "may_grant": bool(queries.givable_roles(actor_of(request))),
    }
    return render(request, "accounts/search.html", context)


@login_required
@never_cache
def open_account(request: HttpRequest) -> HttpResponse:
    """Open an account for somebody at the window; the password is shown once."""
    communities = queries.helping_communities(actor_of(request))
    if not communities:
        raise PermissionDenied("account.open")
    form = OpenForm(request.POST if request.method == "POST" else None, communities=communities)
    if request.method == "POST":
        opened = accepted(
            form,
            lambda: actions.open_account(
                actor=actor_of(request), now=clock.now(), **form.cleaned_data
            ),
        )
        if opened is not None:
            return render(request, "accounts/opened.html", {"opened": opened})
    return render(request, "accounts/open.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@never_cache
def all_looks(request: HttpRequest) -> HttpResponse:
    """Show every look at personal data to the data officer."""
    if not actor_of(request).holds(Role.DATA_OFFICER):
        raise PermissionDenied("looks")
    rows = queries.list_all_looks(actor_of(request), before=_number(request.GET.get("before", "")))
    context = {"looks": rows, "older": older(rows)}
    return render(request, "accounts/all_looks.html", context)
