from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    name = "linli.apps.votes"
    label = "votes"
    verbose_name = "表决"

    def ready(self) -> None:
        from linli.apps.notifications.queries import register_kind
        from linli.apps.votes import listeners  # noqa: F401  # they register themselves
        from linli.apps.votes.queries import FILE_KINDS, may_see_file
        from linli.apps.votes.queries.telling import NOTIFICATIONS
        from linli.interface.navigation import Item, register
        from linli.platform.files import register_guard

        for kind in FILE_KINDS:
            register_guard(kind, may_see_file)
        for told in NOTIFICATIONS:
            register_kind(told)
        register(Item(_("业主表决"), "votes:votes", "scale", 50, "everyone", in_dock=False))
        register(
            Item(
                _("居民表决"),
                "votes:residents_votes",
                "message-square-text",
                51,
                "everyone",
                in_dock=False,
            )
        )
        register(
            Item(_("业主表决"), "votes:votes", "scale", 58, "staff", group=_("小区"), in_dock=False)
        )
        register(
            Item(
                _("居民表决"),
                "votes:residents_votes",
                "message-square-text",
                59,
                "staff",
                group=_("小区"),
                in_dock=False,
            )
        )
