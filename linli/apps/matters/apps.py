from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    name = "linli.apps.matters"
    label = "matters"
    verbose_name = "诉求"
