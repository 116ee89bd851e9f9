from __future__ import annotations

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    name = "linli.apps.organisations"
    label = "organisations"
    verbose_name = "组织"

    def ready(self) -> None:
        from linli.apps.accounts.queries import register_holder
        from linli.apps.organisations import access
        from linli.apps.organisations.queries import export_appointments
        from linli.interface.navigation import Item, register

        register_holder("organisations", _("任职"), export_appointments, _keep)
        work, group = access.READERS, _("组织")
        register(
            Item(
                _("组织"), "organisations:list", "network", 50, "staff", group=group, in_dock=False
            )
        )
        for label, url_name, icon, order in (
            (_("两个覆盖"), "organisations:coverage", "layers", 51),
            (_("交叉任职"), "organisations:crossing", "users", 52),
            (_("分片联系"), "organisations:liaisons", "route", 53),
        ):
            register(Item(label, url_name, icon, order, "staff", work, in_dock=False, group=group))


def _keep(_account: int, _now: dt.datetime) -> None:
    """Leave the posts: who answered for what must stay known; `people` takes the name out of them."""
