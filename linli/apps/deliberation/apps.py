from __future__ import annotations

import datetime as dt
from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    name = "linli.apps.deliberation"
    label = "deliberation"
    verbose_name = "议事"

    def ready(self) -> None:
        from linli.apps.accounts.queries import register_holder
        from linli.apps.deliberation.queries import export_voices
        from linli.apps.deliberation.queries.telling import NOTIFICATIONS
        from linli.apps.notifications.queries import register_kind
        from linli.interface.navigation import Item, register

        import_module("linli.apps.deliberation.listeners")
        register_holder("deliberation", _("我的议题和主意"), export_voices, _erase)
        for told in NOTIFICATIONS:
            register_kind(told)
        group = _("议事")
        for item in (
            Item(_("议事厅"), "deliberation:topics", "messages-square", 40, "resident"),
            Item(
                _("议事"),
                "deliberation:desk",
                "messages-square",
                45,
                "staff",
                group=group,
                in_dock=False,
            ),
            Item(
                _("议事厅"),
                "deliberation:halls",
                "landmark",
                46,
                "staff",
                group=group,
                in_dock=False,
            ),
        ):
            register(item)


def _erase(account: int, _now: dt.datetime) -> None:
    from linli.apps.deliberation.actions import erase_voices
    from linli.platform.access import system

    erase_voices(actor=system("accounts.close"), account=account)
