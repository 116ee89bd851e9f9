from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    name = "linli.apps.places"
    label = "places"
    verbose_name = "场所"
