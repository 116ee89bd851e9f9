from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from linli.interface.navigation import Item, register


class Config(AppConfig):
    name = "linli.apps.portal"
    label = "portal"
    verbose_name = _("门户")

    def ready(self) -> None:
        register(Item(_("首页"), "portal:home", "house", order=0, audience="resident"))
        register(Item(_("搜索"), "portal:search", "search", 45, "resident", in_dock=False))
        register(Item(_("搜索"), "portal:search", "search", 40, "staff", in_dock=False))
        register(
            Item(
                _("各社区"),
                "portal:communities",
                "map",
                order=50,
                audience="resident",
                in_dock=False,
            )
        )
