from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    name = "linli.apps.meetings"
    label = "meetings"
    verbose_name = "会议"

    def ready(self) -> None:
        from linli.apps.accounts.queries import register_holder
        from linli.apps.meetings import listeners  # noqa: F401  # they register themselves
        from linli.apps.meetings.queries import (
            FILE_KINDS,
            erase_voices,
            export_voices,
            may_see_file,
        )
        from linli.apps.meetings.queries.telling import NOTIFICATIONS
        from linli.apps.notifications.queries import register_kind
        from linli.interface.navigation import Item, register
        from linli.platform.files import register_guard

        for kind in FILE_KINDS:
            register_guard(kind, may_see_file)
        for told in NOTIFICATIONS:
            register_kind(told)
        register_holder("meetings", _("会议"), export_voices, erase_voices)
        group = _("议事")
        for item in (
            Item(_("会议"), "meetings:meetings", "calendar", 45, "everyone", in_dock=False),
            Item(
                _("会议"), "meetings:meetings", "calendar", 56, "staff", group=group, in_dock=False
            ),
            Item(
                _("议定事项"),
                "meetings:decisions",
                "gavel",
                57,
                "staff",
                group=group,
                in_dock=False,
            ),
        ):
            register(item)
