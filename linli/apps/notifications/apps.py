from __future__ import annotations

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    name = "linli.apps.notifications"
    label = "notifications"
    verbose_name = "通知"

    def ready(self) -> None:
        from linli.apps.accounts.queries import register_holder
        from linli.apps.notifications import listeners  # noqa: F401  # they register themselves
        from linli.apps.notifications.queries import export_notifications
        from linli.interface.navigation import Item, register

        register_holder("notifications", _("通知"), export_notifications, _erase)
        for audience in ("signed_in", "staff"):
            register(
                Item(
                    _("通知"),
                    "notifications:list",
                    "bell",
                    79,
                    audience,
                    in_dock=False,
                    count_name="notifications:count",
                )
            )


def _erase(account: int, now: dt.datetime) -> None:
    from linli.apps.notifications.actions import erase_notifications
    from linli.platform.access import system

    erase_notifications(actor=system("accounts.close"), account=account, now=now)
