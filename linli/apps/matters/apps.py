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
        from linli.apps.matters import listeners  # noqa: F401  # they register themselves
        from linli.apps.matters.queries import export_reporter, may_see_photo
        from linli.apps.matters.queries.pages import PHOTO_KINDS
        from linli.apps.matters.queries.telling import NOTIFICATIONS
        from linli.apps.notifications.queries import register_kind
        from linli.platform.files import register_guard

        for kind in PHOTO_KINDS:
            register_guard(kind, may_see_photo)
        for told in NOTIFICATIONS:
            register_kind(told)
        _show_the_way()
        register_holder("matters", _("我的诉求"), export_reporter, _erase)


def _show_the_way() -> None:
    """Put the pages of matters into everybody's navigation."""
    from linli.interface.navigation import Item, register

    group = _("诉求")
    for item in (
        Item(_("反映"), "matters:report", "megaphone", 10, "resident"),
        Item(_("查进展"), "matters:ask_code", "search", 20, "visitor"),
        Item(_("我的诉求"), "matters:mine", "list-checks", 20, "signed_in"),
        Item(_("邻里的事"), "matters:public", "message-square-text", 30, "resident"),
        Item(_("今天"), "matters:today", "sun", 10, "staff", group=group),
        Item(_("诉求"), "matters:desk", "inbox", 20, "staff", group=group),
        Item(_("代人登记"), "matters:intake", "plus", 30, "staff", group=group),
    ):
        register(item)


def _erase(account: int, _now: dt.datetime) -> None:
    from linli.apps.matters.actions import erase_reporter
    from linli.platform.access import system

    erase_reporter(actor=system("accounts.close"), account=account)
