"""Addresses of the house itself."""

from __future__ import annotations

from django.urls import path

from linli.interface import design, preferences, status, views

urlpatterns = [
    path("design", design.design, name="design"),
    path("preferences", preferences.change, name="preferences"),
    path("status", status.status, name="status"),
    path("offline", views.offline, name="offline"),
    path("worker.js", views.worker, name="worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security, name="security"),
]
