"""Pages of the house itself: design, offline, service worker, manifest, status, robots, security."""
# ruff: noqa: ARG001  # every view takes the request

from __future__ import annotations

import json
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from linli.interface.parts import core


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "interface/offline.html")


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """Serve the service worker from the root, where it may look after every page."""
    file = finders.find("worker.js")
    if not isinstance(file, str):
        raise Http404
    files = [core.asset("src/main.ts"), *core.styles("src/main.ts"), core.asset("src/icons.svg")]
    kept = json.dumps([*files, "/offline"])
    version = json.dumps(files[0].rpartition("-")[2])
    script = Path(file).read_text(encoding="utf-8")
    body = f"const LINLI_VERSION = {version};\nconst LINLI_FILES = {kept};\n{script}"
    return HttpResponse(body, content_type="text/javascript; charset=utf-8")


@require_safe
@cache_control(max_age=86400)
def manifest(request: HttpRequest) -> JsonResponse:
    return JsonResponse({})


@require_safe
@cache_control(max_age=86400)
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /api/\n", content_type="text/plain")
