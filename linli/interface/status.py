"""/status: is all well, for people as a page and for machines as JSON. Says nothing about persons."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.foundation import clock
from linli.platform.health import health


@require_safe
@never_cache
def status(request: HttpRequest) -> HttpResponse:
    """Answer 200 when all is well and 503 when not; `?format=json` or `Accept: application/json`."""
    now = clock.now()
    found = health(now=now)
    code = 200 if found.is_good else 503
    wants_json = request.GET.get("format") == "json" or (
        request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    )
    if not wants_json:
        return render(request, "interface/status.html", {"health": found, "now": now}, status=code)
    waiting = found.backlog
    body = {
        "status": "good" if found.is_good else "bad",
        "at": now.isoformat(),
        "database": found.is_database_reachable,
        "worker": found.is_worker_seen,
        "oldest_job_seconds": waiting.oldest_ready_seconds if waiting else None,
    }
    return JsonResponse(body, status=code)
