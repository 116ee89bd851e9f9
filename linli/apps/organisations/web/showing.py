"""One page for every form of the staff: title, search for people when needed, fields, one button."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from linli.platform.requests import Request


def show_form(  # noqa: PLR0913  # the words of a page
    request: Request,
    form: forms.Form,
    *,
    title: str,
    lead: str = "",
    back: str,
    finds_people: bool = False,
    is_danger: bool = False,
) -> HttpResponse:
    """Show `form`; 422 when it was sent and not accepted, with everything typed still there."""
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "back": back,
        "finds_people": finds_people,
        "is_danger": is_danger,
        "q": request.POST.get("q") or request.GET.get("q", ""),
    }
    status = 422 if form.is_bound else 200
    return render(request, "organisations/staff/form.html", context, status=status)
