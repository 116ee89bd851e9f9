from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from linli.interface.navigation import Item, register


class Config(AppConfig):
    name = "linli.apps.places"
    label = "places"
    verbose_name = "场所"

    def ready(self) -> None:
        register(Item(_("找地点"), "places:finder", "map", order=30, audience="resident"))
        register(Item(_("服务中心"), "places:centres", "landmark", order=40, audience="resident"))
        register(
            Item(
                _("辖区"),
                "places:territory",
                "layers",
                order=60,
                audience="staff",
                in_dock=False,
                group=_("底数"),
            )
        )
