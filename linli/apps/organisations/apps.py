from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    name = "linli.apps.organisations"
    label = "organisations"
    verbose_name = "组织"
