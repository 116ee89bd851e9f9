from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    name = "linli.apps.votes"
    label = "votes"
    verbose_name = "表决"
