from __future__ import annotations

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from linli.interface.navigation import Item, register


class Config(AppConfig):
    name = "linli.apps.people"
    label = "people"
    verbose_name = "人员"

    def ready(self) -> None:
        """Register listeners, the ways to our pages, and what we hold about an account."""
        from linli.apps.accounts.queries import register_holder
        from linli.apps.people import listeners  # noqa: F401  # they register themselves
        from linli.apps.people.access import COMMUNITY_KEEPERS, KEEPERS
        from linli.apps.people.queries import export_person

        register_holder("people", _("住址、产权和帮扶名单"), export_person, _erase)
        register(Item(_("我的家"), "people:homes", "house", order=40, audience="signed_in"))
        group = _("住户")
        for label, url_name, icon, order, roles in (
            (_("居住登记"), "people:claims", "door-open", 60, KEEPERS),
            (_("住户"), "people:search", "users", 61, KEEPERS),
            (_("帮扶名单"), "people:help_lists", "hand-heart", 62, COMMUNITY_KEEPERS),
        ):
            register(
                Item(
                    label,
                    url_name,
                    icon,
                    order=order,
                    audience="staff",
                    roles=roles,
                    in_dock=False,
                    group=group,
                )
            )


def _erase(account: int, now: dt.datetime) -> None:
    from linli.apps.people.actions import erase_person
    from linli.platform.access import system

    erase_person(actor=system("accounts.close"), account=account, now=now)
