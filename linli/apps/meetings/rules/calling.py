"""When a meeting may be called, when its agenda closes, what may stand on it."""

from __future__ import annotations

import datetime as dt
from typing import Final

from linli.apps.meetings.rules.kinds import Kind
from linli.foundation.clock import local_date
from linli.foundation.refusals import Refused

TITLE_MIN, TITLE_MAX = 2, 120
PLACE_MAX: Final = 120
TEXT_MAX: Final = 4000
ITEMS_MAX: Final = 40
ITEM_MINUTES_MAX: Final = 240
HOURS_MAX: Final = 12
AHEAD_DAYS_MAX: Final = 400


def clean(text: str, *, most: int, least: int = 0, field: str) -> str:
    """Return `text` without space around it, or refuse what is too short or too long."""
    kept = text.replace("\x00", "").strip()
    if len(kept) < least:
        raise Refused("meeting.text_missing", "请写下来，再提交。", field=field)
    if len(kept) > most:
        raise Refused(
            "meeting.text_long", "最多写%(most)s个字，请写短一些。", field=field, most=most
        )
    return kept


def require_times(
    kind: Kind, starts_at: dt.datetime, ends_at: dt.datetime, *, now: dt.datetime
) -> None:
    """Refuse a meeting that ends before it begins, or is called later than its kind asks."""
    if not dt.timedelta(0) < ends_at - starts_at <= dt.timedelta(hours=HOURS_MAX):
        raise Refused(
            "meeting.length", "结束时间要晚于开始时间，一次会议最长12小时。", field="ends_at"
        )
    days = (local_date(starts_at) - local_date(now)).days
    if starts_at <= now or days < kind.notice_days:
        raise Refused(
            "meeting.too_soon",
            "这种会议要提前%(days)s天通知，请把开始时间往后移。",
            field="starts_at",
            days=kind.notice_days,
        )
    if days > AHEAD_DAYS_MAX:
        raise Refused("meeting.too_far", "最多提前一年召集会议，请改正日期。", field="starts_at")


def agenda_closes(kind: Kind, starts_at: dt.datetime) -> dt.date:
    """Return the last day on which items are taken.

    >>> import datetime as dt
    >>> from linli.apps.meetings.rules.kinds import find_kind
    >>> kind = find_kind("joint_conference", dt.date(2026, 3, 1))
    >>> agenda_closes(kind, dt.datetime(2026, 3, 27, 9, 0, tzinfo=dt.UTC))
    datetime.date(2026, 3, 17)
    """
    return local_date(starts_at) - dt.timedelta(days=kind.agenda_days)


def require_agenda_open(closes_on: dt.date, state: str, *, now: dt.datetime) -> None:
    """Refuse an item after the agenda has closed, or when the meeting is over."""
    if state not in {"called", "open"}:
        raise Refused("meeting.over", "会议已结束或取消，不能再改议程。")
    if local_date(now) > closes_on:
        raise Refused(
            "meeting.agenda_closed",
            "议程已于%(day)s截止，请提交到下一次会议。",
            day=closes_on.isoformat(),
        )


def require_item(count: int, minutes: int) -> None:
    """Refuse one item too many, or one without a sensible time."""
    if count >= ITEMS_MAX:
        raise Refused("meeting.items", "一次会议最多40个议题，请另开一次会。", field="title")
    if not 1 <= minutes <= ITEM_MINUTES_MAX:
        raise Refused("meeting.item_minutes", "请写这个议题要用几分钟（1至240）。", field="minutes")
