"""One page for every form on the registers: fill in, send, see what is wrong, or go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from linli.interface.forms import accepted


@dataclass(frozen=True, slots=True)
class Page:
    """The words around a form: its title, where one comes from and goes to, what is said then."""

    title: str
    back: str
    done: str
    button: str
    lead: str = ""


def edit_page(
    request: HttpRequest, page: Page, form: Form, act: Callable[[], object]
) -> HttpResponse:
    """Show `form`; when it was sent and `act` accepted it, go back with the word of it."""
    is_sent = request.method == "POST"
    if is_sent and accepted(form, act) is not None:
        messages.success(request, page.done)
        return redirect(page.back)
    has_point = "lon" in form.fields
    context = {"form": form, "page_words": page, "has_point": has_point, "at": _look_at(form)}
    return render(request, "places/form.html", context, status=422 if is_sent else 200)


def _look_at(form: Form) -> str:
    """Return where the map should look first: at the point that the form begins with."""
    lon, lat = form.initial.get("lon"), form.initial.get("lat")
    return f"{lon},{lat},17" if lon and lat else ""
