"""Demo mode only: sign-in links for the personas. Nothing here is reachable without LINLI_DEMO=1."""

from __future__ import annotations

from django.urls import path

from linli.config.demo import views

urls = (
    [
        path("", views.index, name="index"),
        path("as/<slug:username>/", views.sign_in, name="sign_in"),
    ],
    "demo",
    "demo",
)
