"""Addresses: one's own list and choices; the link that stops mail needs no sign-in."""

from __future__ import annotations

from django.urls import path

from linli.apps.notifications.web import choosing, reading

app_name = "notifications"
urlpatterns = [
    path("notifications/", reading.notifications, name="list"),
    path("notifications/count/", reading.count, name="count"),
    path("notifications/read/", reading.read_all, name="read_all"),
    path("notifications/<int:pk>/", reading.open_one, name="open"),
    path("notifications/choices/", choosing.choices, name="choices"),
    path("notifications/rhythm/", choosing.rhythm, name="rhythm"),
    path("notifications/devices/", choosing.add_device, name="add_device"),
    path("notifications/devices/<int:pk>/remove/", choosing.remove_device, name="remove_device"),
    path("notifications/stop/<str:token>/", choosing.stop, name="stop"),
]
