from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

KEEPERS = ("community_secretary", "subdistrict_officer", "city_officer", "platform_admin")


class Config(AppConfig):
    name = "linli.apps.registers"
    label = "registers"
    verbose_name = "底册"

    def ready(self) -> None:
        from linli.interface.navigation import Item, register

        register(
            Item(
                _("导入导出"),
                "registers:start",
                "sheet",
                order=64,
                audience="staff",
                roles=KEEPERS,
                in_dock=False,
                group=_("底数"),
            )
        )
