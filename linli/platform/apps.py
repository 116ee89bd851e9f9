from __future__ import annotations

from django.apps import AppConfig
from django.core import checks
from django.utils.module_loading import autodiscover_modules


class Config(AppConfig):
    name = "linli.platform"
    label = "platform"
    verbose_name = "平台"

    def ready(self) -> None:
        from linli.platform import housekeeping  # noqa: F401  # its jobs register themselves
        from linli.platform.guard_check import check_guards  # it needs the models

        checks.register(check_guards, checks.Tags.database)
        autodiscover_modules("jobs")
