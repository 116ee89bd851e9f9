"""Pages of the house itself: offline, service worker, manifest, robots, security, state."""
# ruff: noqa: ARG001  # every view takes the request

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from linli.foundation import clock
from linli.interface.parts import core

CONTACT_DAYS: Final = 180


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "interface/offline.html")


def kept_files() -> list[str]:
    """Return the built files that a device keeps; empty when nothing was built."""
    files = [core.asset("src/main.ts"), *core.styles("src/main.ts"), core.asset("src/icons.svg")]
    return [file for file in files if file]


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """Serve the service worker from the root, where it may look after every page."""
    found = finders.find("worker.js")
    file = Path(str(found)) if found else settings.STATIC_ROOT / "worker.js"
    if not file.exists():
        raise Http404
    files = kept_files()
    version = "-".join(name.rpartition("-")[2].partition(".")[0] for name in files)
    body = (
        f"const LINLI_VERSION = {json.dumps(version)};\n"
        f"const LINLI_FILES = {json.dumps([*files, '/offline'])};\n"
        f"{file.read_text(encoding='utf-8')}"
    )
    return HttpResponse(body, content_type="text/javascript; charset=utf-8")


@require_safe
@cache_control(max_age=86400)
def manifest(request: HttpRequest) -> JsonResponse:
    """Tell a phone how to put Linli on its first screen."""
    drawings = [
        {"src": static("mark.svg"), "sizes": "any", "type": "image/svg+xml"},
        {"src": static("mark-512.png"), "sizes": "512x512", "type": "image/png"},
    ]
    return JsonResponse(
        {
            "name": gettext("邻里"),
            "short_name": gettext("邻里"),
            "lang": "zh-Hans",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#f8f4ec",
            "theme_color": "#0f6556",
            "icons": drawings,
        },
        content_type="application/manifest+json",
    )


@require_safe
@cache_control(max_age=86400)
def robots(request: HttpRequest) -> HttpResponse:
    """Let search engines read public pages; the demo city is nobody's news."""
    closed = "/" if settings.DEMO else "/api/"
    return HttpResponse(f"User-agent: *\nDisallow: {closed}\n", content_type="text/plain")


@require_safe
@cache_control(max_age=86400)
def security(request: HttpRequest) -> HttpResponse:
    """Say where to report a weakness (RFC 9116)."""
    given = settings.SECURITY_CONTACT or f"{settings.BASE_URL}/"
    contact = f"mailto:{given}" if "@" in given and ":" not in given else given
    expires = (clock.now() + dt.timedelta(days=CONTACT_DAYS)).replace(microsecond=0)
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: zh, en",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
