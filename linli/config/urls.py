"""Addresses. Each app brings its own: `web/urls.py` for pages, `api.py` with a `router` for the API."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from linli.config.api import api
from linli.config.doors import Door

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", api.urls),
    path("", include("linli.platform.urls")),
    path("", include("linli.interface.urls")),
]
urlpatterns += [
    Door.to(f"linli.apps.{app}.web.urls")
    for app in settings.LINLI_APPS
    if find_spec(f"linli.apps.{app}.web") and find_spec(f"linli.apps.{app}.web.urls")
]
if settings.DEMO:
    urlpatterns += [path("demo/", import_module("linli.config.demo").urls)]
handler400 = "linli.interface.errors.bad_request"
handler403 = "linli.interface.errors.forbidden"
handler404 = "linli.interface.errors.not_found"
handler500 = "linli.interface.errors.server_error"
