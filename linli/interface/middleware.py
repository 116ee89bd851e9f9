"""Turns a refusal that no view has caught into an answer: what is wrong, what to do, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from linli.foundation.refusals import Refused

TYPED_SHOWN_MAX: Final = 40
HIDDEN: Final = frozenset({"csrfmiddlewaretoken", "password", "next"})


def sentence(refusal: Refused) -> str:
    """Return what the refusal says, in the reader's language."""
    text = gettext(refusal.sentence)
    return text % refusal.params if refusal.params else text


def back_address(request: HttpRequest) -> str:
    """Return where the reader came from, when that was a page of this site."""
    came = urlsplit(request.headers.get("Referer", ""))
    if came.netloc != request.get_host() or not came.path.startswith("/"):
        return ""
    return came.path + (f"?{came.query}" if came.query else "")


def _typed(request: HttpRequest) -> list[str]:
    """Return the words that were typed, so that the page of the refusal can give them back."""
    return [
        value
        for name, values in request.POST.lists()
        if name not in HIDDEN and "password" not in name
        for value in values
        if len(value) > 1 and not value.isdecimal()
    ][:TYPED_SHOWN_MAX]


class RefusalMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        is_fragment = request.headers.get("HX-Request") == "true"
        template = "interface/refusal_fragment.html" if is_fragment else "interface/refusal.html"
        told = {
            "sentence": sentence(exception),
            "code": exception.code,
            "typed": [] if is_fragment else _typed(request),
            "back": back_address(request),
        }
        response = render(request, template, told, status=409)
        if is_fragment:
            response["HX-Retarget"] = "#messages"
            response["HX-Reswap"] = "innerHTML show:top"
        return response
