"""Whom a step of a meeting or a decision concerns, and the kinds of notifications that say so."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.utils.translation import gettext_noop

from linli.apps.accounts import queries as accounts
from linli.apps.meetings.models import Attendee, Decision, Meeting
from linli.apps.meetings.rules.kinds import find_body_kind
from linli.apps.notifications.queries import Group, Kind
from linli.foundation.areas import LEVELS, ancestor


def invited(meeting: Meeting, on: dt.date, *, present_only: bool = False) -> set[int]:
    """Return the accounts behind the places of a meeting: persons, substitutes, those of the units."""
    rows = Attendee.objects.filter(meeting=meeting)
    if present_only:
        rows = rows.filter(present_at__isnull=False)
    found: set[int] = set()
    units: set[int] = set()
    columns = ("person__account", "substitute__account", "account", "organisation")
    for *persons, unit in rows.values_list(*columns):
        found.update(each for each in persons if each is not None)
        units.update({unit} - {None})
    return found | set(accounts.accounts_of_organisations(units, on))


def leaders(body_kind: str, area: int, on: dt.date) -> set[int]:
    """Return the accounts that lead bodies of a kind over the area, at whatever level above it."""
    return {
        account
        for role in find_body_kind(body_kind).leaders
        for code in {ancestor(area, level) for level in LEVELS}
        for account in accounts.accounts_holding(role, code, on)
    }


def unit_of(decision: Decision, on: dt.date) -> set[int]:
    """Return the accounts that work for the responsible unit."""
    return set(accounts.accounts_of_organisations({decision.unit_id}, on))


def _kind(code: str, group: Group, sentence: str, icon: str) -> Kind:
    return Kind(f"meetings.{code}", group, sentence, icon)


NOTIFICATIONS: Final = (
    _kind(
        "called", Group.MEETINGS, gettext_noop("请您参加“%(title)s”，请回复能不能来。"), "calendar"
    ),
    _kind("cancelled", Group.MEETINGS, gettext_noop("“%(title)s”取消了，原因写在里面。"), "ban"),
    _kind(
        "to_approve",
        Group.MEETINGS,
        gettext_noop("“%(title)s”的纪要写好了，请您确认。"),
        "file-text",
    ),
    _kind("yours", Group.WORK, gettext_noop("会议定了“%(title)s”，由您的单位负责。"), "gavel"),
    _kind("done", Group.WORK, gettext_noop("“%(title)s”报办完了，请检查。"), "eye"),
    _kind("overdue", Group.WORK, gettext_noop("“%(title)s”超期了，请催办。"), "clock"),
)
