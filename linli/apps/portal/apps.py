from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    name = "linli.apps.portal"
    label = "portal"
    verbose_name = "门户"
