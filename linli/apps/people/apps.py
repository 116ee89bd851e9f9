from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    name = "linli.apps.people"
    label = "people"
    verbose_name = "人员"
