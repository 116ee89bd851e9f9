"""Following without an account: the code opens the matter, and what its reporter may do."""

from __future__ import annotations

from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.apps.matters import queries
from linli.apps.matters.web import after
from linli.apps.matters.web.forms.acts import CodeForm
from linli.apps.matters.web.shown import (
    PHOTO_SALT,
    PHOTO_SECONDS,
    follow_offers,
    show_by_code,
    spaced,
)
from linli.apps.matters.web.steps import STEPS
from linli.apps.matters.web.views.shared import actor_of, do, page_by_code
from linli.foundation import clock
from linli.foundation.keys import read_code
from linli.platform import files
from linli.platform.access import system
from linli.platform.throttle import caller_address


@never_cache
def ask_code(request: HttpRequest) -> HttpResponse:
    """Ask for the follow-up code; a wrong one is told at its field."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = read_code(form.cleaned_data["code"])
        found = queries.find_by_follow_code(
            code=code, caller=caller_address(request), now=clock.now()
        )
        if found:
            return redirect("matters:follow", code=code)
        form.add_error("code", _("没有这个查询码。请核对 12 个字母和数字，空格不用管。"))
    status = 422 if form.errors else 200
    return render(request, "matters/follow/code.html", {"form": form}, status=status)


@require_safe
@never_cache
def follow(request: HttpRequest, code: str) -> HttpResponse:
    return followed(request, code)


def followed(
    request: HttpRequest, code: str, bound: dict[str, forms.Form] | None = None
) -> HttpResponse:
    """Show the matter to whoever holds its code, with forms that were refused kept open."""
    now = clock.now()
    page = page_by_code(request, code, now)
    shown = show_by_code(page, now, code)
    signed_in = actor_of(request).is_signed_in
    may_adopt = signed_in and "adopt" in page.may and not page.is_own
    context = {
        "shown": shown,
        "offers": follow_offers(request, shown, bound=bound),
        "adopt": shown.offer("adopt") if may_adopt else None,
        "code": spaced(read_code(code)),
        "lost": after.lost_words(bound, shown),
    }
    return render(request, "matters/follow/page.html", context, status=422 if bound else 200)


@require_POST
@never_cache
def follow_act(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """Do what the reporter may, by code; a refusal shows the page again with the words kept."""
    refused = do(request, act, page_by_code(request, code, clock.now()), code)
    if refused is not None:
        return followed(request, code, {act: refused})
    messages.success(request, str(STEPS[act].said))
    return redirect("matters:follow", code=code)


@require_safe
def photo(request: HttpRequest, signed: str) -> HttpResponseBase:
    """Show a photo to whoever was given the link on a page that they could read; it lasts an hour."""
    try:
        key = signing.loads(signed, salt=PHOTO_SALT, max_age=PHOTO_SECONDS)
    except signing.BadSignature:
        raise Http404 from None
    request.actor = system("matters.photo")  # type: ignore[attr-defined]  # the signature has judged
    return files.serve(request, key)


@require_safe
@never_cache
def sent(request: HttpRequest, code: str) -> HttpResponse:
    """Give the follow-up code, to keep: large, to copy, to print, as a drawing."""
    now = clock.now()
    page = page_by_code(request, code, now)
    address = reverse("matters:follow", args=[read_code(code)])
    context = {
        "page_of": page,
        "shown": spaced(read_code(code)),
        "spelled": " ".join(read_code(code)),
        "address": request.build_absolute_uri(address),
        "follow_url": address,
        "adopt_url": f"{reverse('account_login')}?next={quote(address)}",
        "next_steps": after.next_steps(page, now),
        "draft": request.GET.get("draft", ""),
        "on_behalf": actor_of(request).is_staff,
    }
    return render(request, "matters/report/sent.html", context)
