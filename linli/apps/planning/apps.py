from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

PLANNERS = ("city_officer", "subdistrict_officer", "community_secretary", "platform_admin")


class Config(AppConfig):
    name = "linli.apps.planning"
    label = "planning"
    verbose_name = "规划"

    def ready(self) -> None:
        from linli.interface.navigation import Item, register

        register(
            Item(
                _("规划"),
                "planning:studies",
                "grid-3x3",
                order=62,
                audience="staff",
                roles=PLANNERS,
                in_dock=False,
                group=_("底数"),
            )
        )
