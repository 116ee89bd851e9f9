"""The platform's own addresses."""

from __future__ import annotations

from django.urls import path

from linli.platform.files.views import serve

urlpatterns = [path("files/<slug:key>", serve, name="file")]
