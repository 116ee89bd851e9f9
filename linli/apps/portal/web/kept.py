"""The reader's own community: a cookie on this device, set by a button, no account needed."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from linli.apps.places import queries as places
from linli.foundation.areas import Level

COOKIE: Final = "linli_community"
COOKIE_SECONDS: Final = 365 * 24 * 3600


def own_community(request: HttpRequest) -> places.AreaRow | None:
    """Return the community kept on this device; one query when there is one."""
    given = request.COOKIES.get(COOKIE, "")
    if not (given.isascii() and given.isdecimal() and len(given) == 15):
        return None
    area = places.get_area(int(given))
    return area if area is not None and area.level == Level.COMMUNITY else None


def keep_community(response: HttpResponse, code: int) -> None:
    response.set_cookie(
        COOKIE,
        str(code),
        max_age=COOKIE_SECONDS,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
