"""Halls: what must be known before one may sit, who may convene, and the parts of the day."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Final

from linli.foundation.clock import LOCAL
from linli.foundation.refusals import Refused

BOOK_AHEAD_MAX: Final = dt.timedelta(days=90)
BOOKINGS_A_PERSON_MAX: Final = 4


class SeatKind(StrEnum):
    """Whom a seat speaks for."""

    COMPOUND = "compound"  # branch and owners' committee
    FIRM = "firm"
    RESIDENTS = "residents"
    STREET_HEAD = "street_head"
    OTHER = "other"


class Slot(StrEnum):
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


SLOT_HOURS: Final = {Slot.MORNING: (8, 12), Slot.AFTERNOON: (12, 18), Slot.EVENING: (18, 22)}
CONVENING_POSTS: Final = frozenset({"community_secretary", "branch_secretary"})


def slots_between(starts_at: dt.datetime, ends_at: dt.datetime) -> tuple[Slot, ...]:
    """Return the parts of one local day that a sitting touches.

    >>> day = dt.datetime(2026, 5, 6, tzinfo=LOCAL)
    >>> [slot.value for slot in slots_between(day.replace(hour=11), day.replace(hour=13))]
    ['morning', 'afternoon']
    """
    first, last = starts_at.astimezone(LOCAL), ends_at.astimezone(LOCAL)
    if not first < last or first.date() != last.date():
        raise Refused(
            "hall.times", "议事要在同一天内开始和结束，结束晚于开始。请改时间。", field="ends_at"
        )
    start, end = (moment.hour + moment.minute / 60 for moment in (first, last))
    found = tuple(
        slot for slot, (opens, ends) in SLOT_HOURS.items() if start < ends and opens < end
    )
    if not found or start < SLOT_HOURS[Slot.MORNING][0] or end > SLOT_HOURS[Slot.EVENING][1]:
        raise Refused("hall.hours", "议事厅 8 点到 22 点可用，请改时间。", field="starts_at")
    return found


def require_rules(*, has_rules: bool) -> None:
    """A hall whose rules are not published cannot sit and takes no topics."""
    if not has_rules:
        raise Refused(
            "hall.no_rules", "这个议事厅还没有公布议事规则，不能议事。请先由主持人公布规则。"
        )


def require_convener(posts: frozenset[str]) -> None:
    """Refuse a convener who is no secretary of the community or of the branch of the compound."""
    if not posts & CONVENING_POSTS:
        raise Refused(
            "hall.convener",
            "主持人要由社区书记或小区党支部书记担任，请选在任的书记。",
            field="convener",
        )


def require_bookable(on: dt.date, today: dt.date) -> None:
    if not today <= on <= today + BOOK_AHEAD_MAX:
        raise Refused("hall.book_day", "可以预约今天起90天内的日子，请改日期。", field="on")
