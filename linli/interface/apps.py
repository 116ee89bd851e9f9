from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    name = "linli.interface"
    label = "interface"
    verbose_name = "界面"
