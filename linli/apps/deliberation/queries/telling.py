"""Whom a step of a topic concerns, and the kinds of notifications that say so."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db.models import F
from django.utils.translation import gettext_noop

from linli.apps.accounts import queries as accounts
from linli.apps.deliberation.models import Idea, IdeaVoice, Topic, TopicReview, TopicSecond
from linli.apps.deliberation.rules.topics import Nudge
from linli.apps.notifications.queries import Group, Kind
from linli.foundation.areas import Level, ancestor

SECRETARY: Final = "community_secretary"
OFFICER: Final = "subdistrict_officer"


def taking_part(topic: Topic) -> set[int]:
    """Return the accounts that raised, seconded, said or reviewed something. One query."""
    said: tuple[Any, ...] = (
        TopicSecond.objects.filter(topic=topic),
        IdeaVoice.objects.filter(idea__topic=topic),
        TopicReview.objects.filter(topic=topic),
    )
    found = Idea.objects.filter(topic=topic).annotate(who=F("author")).values_list("who")
    found = found.order_by().union(
        *(rows.order_by().annotate(who=F("account")).values_list("who") for rows in said)
    )
    return {who for who in (topic.proposer_id, *(row[0] for row in found)) if who is not None}


def conveners(topic: Topic, on: dt.date) -> set[int]:
    """Return the accounts of who convenes the hall and of the community's secretaries."""
    found = set(accounts.accounts_holding(SECRETARY, topic.area, on))
    convener = topic.hall.convener
    if convener is not None and convener.account_id is not None:
        found.add(convener.account_id)
    return found


def officers(topic: Topic, on: dt.date) -> set[int]:
    """Return the accounts of the subdistrict's officers: they hear what is long overdue."""
    over = ancestor(topic.area, Level.SUBDISTRICT)
    return set(accounts.accounts_holding(OFFICER, over, on))


def unit_of(topic: Topic, on: dt.date) -> set[int]:
    """Return the accounts that work for the unit which carries the topic out."""
    return set(accounts.accounts_of_organisations((topic.unit_id or 0,), on))


def _said(code: str, sentence: str, icon: str) -> Kind:
    return Kind(f"deliberation.{code}", Group.MEETINGS, sentence, icon)


def _work(code: str, sentence: str, icon: str) -> Kind:
    return Kind(f"deliberation.{code}", Group.WORK, sentence, icon)


# What a stage tells those who took part; the stages in which only the office acts tell them nothing.
MOVED: Final = (
    _said("collecting_ideas", gettext_noop("“%(title)s”开始出主意了，请您也说一句。"), "lightbulb"),
    _said("in_meeting", gettext_noop("“%(title)s”的方案公布了：花多少钱、谁来出。"), "list-checks"),
    _said("voting", gettext_noop("“%(title)s”开始表决了。"), "vote"),
    _said("publicising", gettext_noop("“%(title)s”表决有结果了，正在公示。"), "pin"),
    _said("in_work", gettext_noop("“%(title)s”开始办理了，进度写在里面。"), "hammer"),
    _said("under_review", gettext_noop("“%(title)s”说办好了。真的办好了吗？请您评议。"), "star"),
    _said("closed", gettext_noop("“%(title)s”办好了，谢谢您一起商量。"), "circle-check"),
    _said("not_carried", gettext_noop("“%(title)s”没有通过，结果说明写在里面。"), "minus"),
    _said("routed", gettext_noop("“%(title)s”不用开会，已直接转去办理。"), "send"),
    _said("declined", gettext_noop("“%(title)s”没有进入议事，原因写在里面。"), "minus"),
    _said("withdrawn", gettext_noop("“%(title)s”由提出人撤回了，原因写在里面。"), "undo-2"),
)
TOLD: Final = frozenset(kind.code.partition(".")[2] for kind in MOVED)
NOTIFICATIONS: Final = (
    *MOVED,
    _work("raised", gettext_noop("邻居提了新议题“%(title)s”，请您分流。"), "megaphone"),
    _work("yours", gettext_noop("“%(title)s”表决通过，由您的单位办理。"), "hammer"),
    _work(Nudge.SOON, gettext_noop("议题“%(title)s”这一步明天到期。"), "clock"),
    _work(Nudge.LATE, gettext_noop("议题“%(title)s”这一步已经到期，请您办。"), "clock"),
    _work(Nudge.ESCALATED, gettext_noop("议题“%(title)s”超期五天，请街道督促。"), "clock"),
)
