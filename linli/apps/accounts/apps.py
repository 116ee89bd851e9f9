from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    name = "linli.apps.accounts"
    label = "accounts"
    verbose_name = "账号"
