from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    name = "linli.platform"
    label = "platform"
    verbose_name = "平台"
