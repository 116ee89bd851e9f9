from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from linli.interface.navigation import Item, register


class Config(AppConfig):
    name = "linli.apps.accounts"
    label = "accounts"
    verbose_name = "账号"

    def ready(self) -> None:
        """Register the ways to our pages."""
        from linli.apps.accounts.rules import GIVES, HELPING_ROLES, Role

        group = _("账号和角色")
        helping = tuple(sorted(HELPING_ROLES))
        givers = (*GIVES, Role.AUDITOR, Role.DATA_OFFICER)
        for item in (
            Item(
                _("我的信息"),
                "accounts:me",
                "user-round",
                order=80,
                audience="signed_in",
                in_dock=False,
                is_own=True,
            ),
            Item(
                _("我的信息"),
                "accounts:me",
                "user-round",
                order=95,
                audience="staff",
                in_dock=False,
                is_own=True,
            ),
            Item(
                _("角色"),
                "accounts:roles",
                "id-card",
                order=90,
                audience="staff",
                roles=givers,
                in_dock=False,
                group=group,
            ),
            Item(
                _("查找账号"),
                "accounts:search",
                "search",
                order=91,
                audience="staff",
                roles=helping,
                in_dock=False,
                group=group,
            ),
            Item(
                _("查看记录"),
                "accounts:all_looks",
                "history",
                order=92,
                audience="staff",
                roles=(Role.DATA_OFFICER,),
                group=group,
            ),
        ):
            register(item)
