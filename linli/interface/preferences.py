"""Size, colours and language of the pages: cookies on the reader's device, set by a plain form."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

SIZES: Final = frozenset({"normal", "large"})
THEMES: Final = frozenset({"auto", "light", "dark"})
LANGUAGES: Final = frozenset({"zh-hans", "en"})
CHOICES: Final = {
    "size": ("linli_size", SIZES),
    "theme": ("linli_theme", THEMES),
    "language": (settings.LANGUAGE_COOKIE_NAME, LANGUAGES),
}
COOKIE_SECONDS: Final = 365 * 24 * 3600


def safe_address(request: HttpRequest, given: str) -> str:
    """Return `given` when it is an address of this site, else the first page."""
    is_ours = url_has_allowed_host_and_scheme(
        given, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return given if is_ours and given.startswith("/") else "/"


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Keep what was chosen and go back to the page it was chosen on."""
    response = HttpResponseRedirect(safe_address(request, request.POST.get("next", "/")))
    for name, (cookie, allowed) in CHOICES.items():
        value = request.POST.get(name, "")
        if value in allowed:
            response.set_cookie(
                cookie,
                value,
                max_age=COOKIE_SECONDS,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
            )
    return response
