from __future__ import annotations

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    name = "linli.apps.matters"
    label = "matters"
    verbose_name = "诉求"

    def ready(self) -> None:
        from linli.apps.accounts.queries import register_holder
        from linli.apps.matters.queries import export_reporter, may_see_photo
        from linli.apps.matters.queries.pages import PHOTO_KINDS
        from linli.platform.files import register_guard

        for kind in PHOTO_KINDS:
            register_guard(kind, may_see_photo)
        register_holder("matters", _("我的诉求"), export_reporter, _erase)


def _erase(account: int, _now: dt.datetime) -> None:
    from linli.apps.matters.actions import erase_reporter
    from linli.platform.access import system

    erase_reporter(actor=system("accounts.close"), account=account)
