"""Whom a step of an owners' vote concerns, and the kinds of notifications that say so."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

from linli.apps.notifications.queries import Group, Kind
from linli.apps.votes.models import ElectorOwner


def owners_told(vote: int) -> set[int]:
    """Return the accounts of the owners on the roll, and of those who care for a child on it. One query."""
    rows = ElectorOwner.objects.filter(vote=vote).values_list(
        "person__account", "person__guardian__account"
    )
    found: set[int | None] = {account for pair in rows for account in pair}
    return {account for account in found if account is not None}


def _kind(code: str, sentence: str, icon: str) -> Kind:
    return Kind(f"votes.{code}", Group.VOTES, sentence, icon)


NOTIFICATIONS: Final = (
    _kind("noticed", gettext_noop("业主表决已公告：%(title)s。请看事项和日期。"), "megaphone"),
    _kind("open", gettext_noop("业主表决开始投票：%(title)s。"), "inbox"),
    _kind("declared", gettext_noop("业主表决有了结果：%(title)s。可以自己复核。"), "badge-check"),
    _kind("void", gettext_noop("业主表决已作废：%(title)s。原因写在里面。"), "ban"),
)
