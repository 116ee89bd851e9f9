"""Settings and addresses of a bare empty view: what Django and the server cost without any middleware."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

ALLOWED_HOSTS = ["127.0.0.1"]
SECRET_KEY = "nothing is signed here"  # noqa: S105
ROOT_URLCONF = "benchmarks.empty"


def empty(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("empty", empty)]
