"""The meeting itself: when it begins, who comes in, whether enough are there, when it may end."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from linli.apps.meetings.rules.kinds import NEEDS, OPINIONS, Kind
from linli.foundation.clock import local_date
from linli.foundation.refusals import Refused


class State(StrEnum):
    CALLED = "called"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


def seats_needed(seats: int, quorum: tuple[int, int]) -> int:
    """Return how many of `seats` must be there: the part is rounded up.

    >>> seats_needed(19, (1, 2)), seats_needed(19, (2, 3)), seats_needed(5, (0, 1))
    (10, 13, 0)
    """
    part, whole = quorum
    return -(-seats * part // whole)


def require_opening(state: str, starts_at: dt.datetime, *, now: dt.datetime) -> None:
    """Refuse to open twice, or on another day than the one in the notice."""
    if state != State.CALLED:
        raise Refused("meeting.not_called", "会议已经开过或已取消。")
    if local_date(now) != local_date(starts_at):
        raise Refused(
            "meeting.not_today",
            "通知的开会日期是%(day)s，不是今天。请改期后另发通知。",
            day=local_date(starts_at).isoformat(),
        )


def require_open(state: str) -> None:
    """Refuse what can be done only while the meeting is on."""
    if state == State.CALLED:
        raise Refused("meeting.not_begun", "会议还没有开始，请等主持人宣布开会。")
    if state != State.OPEN:
        raise Refused("meeting.over", "会议已结束或取消。")


def require_not_over(state: str) -> None:
    """Refuse what comes after the end."""
    if state not in {State.CALLED, State.OPEN}:
        raise Refused("meeting.over", "会议已结束或取消。")


def is_door_open(state: str, starts_at: dt.datetime, *, now: dt.datetime) -> bool:
    """Tell whether people may come in: on the day of the notice, and while the meeting is on."""
    is_today = local_date(now) == local_date(starts_at)
    return state == State.OPEN or (state == State.CALLED and is_today)


def require_door(state: str, starts_at: dt.datetime, *, now: dt.datetime) -> None:
    """Refuse to let anybody in before the day or after the end."""
    require_not_over(state)
    if not is_door_open(state, starts_at, now=now):
        raise Refused("door.not_today", "今天不开这场会，请在开会当天登记到会。")


def require_quorum(present: int, needed: int) -> None:
    """Refuse a decision of too few."""
    if present < needed:
        raise Refused(
            "meeting.no_quorum",
            "到会%(present)s席，至少要%(needed)s席才能议定事项。请等人到齐，或改期再议。",
            present=present,
            needed=needed,
        )


def require_all_answered(kind: Kind, unanswered: int) -> None:
    """Refuse to end a hearing or a talk while something that residents said has no answer."""
    if not unanswered:
        return
    if kind.input == OPINIONS:
        raise Refused(
            "meeting.opinion_unanswered",
            "还有%(count)s条意见没有答复。请逐条写明采纳、部分采纳或不采纳和理由，再结束会议。",
            count=unanswered,
        )
    assert kind.input == NEEDS
    raise Refused(
        "meeting.need_open",
        "还有%(count)s条需求没有着落。请逐条转为诉求或当场答复，再结束会议。",
        count=unanswered,
    )
