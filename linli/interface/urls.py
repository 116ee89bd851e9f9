"""Addresses of the house itself."""

from __future__ import annotations

from django.urls import path

from linli.interface import preferences, views

urlpatterns = [
    path("offline", views.offline, name="offline"),
    path("preferences", preferences.change, name="preferences"),
    path("worker.js", views.worker, name="worker"),
    path("robots.txt", views.robots, name="robots"),
]
