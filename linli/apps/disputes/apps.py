from __future__ import annotations

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop


class Config(AppConfig):
    name = "linli.apps.disputes"
    label = "disputes"
    verbose_name = "调解"

    def ready(self) -> None:
        from linli.apps.accounts.queries import register_holder
        from linli.apps.disputes.listeners import KIND
        from linli.apps.disputes.queries import FILE_KINDS, export_account, may_see_file
        from linli.apps.notifications.queries import Group, Kind, register_kind
        from linli.platform.files import register_guard

        for kind in FILE_KINDS:
            register_guard(kind, may_see_file)
        register_kind(
            Kind(
                KIND, Group.DISPUTES, gettext_noop("您参加的一件事有新的消息，请打开看看。"), "bell"
            )
        )
        _show_the_way()
        register_holder("disputes", _("我的调解"), export_account, _erase)


def _show_the_way() -> None:
    """Put mediation into the navigation: applying for residents, the desk for who works on it."""
    from linli.interface.navigation import Item, register

    for item in (
        Item(_("申请调解"), "disputes:start", "handshake", 45, "everyone", in_dock=False),
        Item(
            _("调解"),
            "disputes:desk",
            "handshake",
            25,
            "staff",
            roles=("mediator", "community_secretary", "subdistrict_officer"),
            group=_("诉求"),
        ),
        Item(
            _("代人申请调解"),
            "disputes:intake",
            "plus",
            35,
            "staff",
            group=_("诉求"),
            in_dock=False,
        ),
    ):
        register(item)


def _erase(account: int, now: dt.datetime) -> None:
    from linli.apps.disputes.actions import erase_account
    from linli.platform.access import system

    erase_account(actor=system("accounts.close"), account=account, now=now)
