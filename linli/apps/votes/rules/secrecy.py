"""The secret box of a residents' vote: how a mark is written, how it joins the box, how it is read.

>>> drop({"1": 2}, [1])
{'1': 3}
>>> drop({"1": 3}, [])
{'': 1, '1': 3}
>>> unfold({"": 1, "2,1": 2})
[[], [2, 1], [2, 1]]
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from linli.apps.votes.rules.residents import OPTIONS_MAX, Method
from linli.apps.votes.rules.thresholds import Threshold
from linli.foundation.refusals import Refused

ADULT_YEARS: Final = 18
OPTIONS_MIN: Final = 2
OPTION_LETTERS_MAX: Final = 80
HOURS_OPEN_MIN: Final = 1
DAYS_OPEN_MAX: Final = 90
TITLE_MAX: Final = 120

Box = Mapping[str, int]


class State(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    VOID = "void"


class Channel(StrEnum):
    """How a ballot came in; kept with who has voted, never with what was voted."""

    WEB = "web"
    DESK = "desk"
    PAPER = "paper"


def written(mark: Sequence[int], method: Method) -> str:
    """Return how the box writes a mark; only a ranking keeps its order.

    >>> written([3, 1], Method.APPROVAL), written([3, 1], Method.RANKING)
    ('1,3', '3,1')
    """
    ordered = mark if method is Method.RANKING else sorted(mark)
    return ",".join(str(option) for option in ordered)


def drop(box: Box, mark: Sequence[int], method: Method = Method.RANKING) -> dict[str, int]:
    """Return the box with one more ballot; its keys stand in order, so that no order of coming shows."""
    key = written(mark, method)
    more = {**box, key: box.get(key, 0) + 1}
    return {each: more[each] for each in sorted(more)}


def unfold(box: Box) -> list[list[int]]:
    """Return one mark for each ballot of the box."""
    return [
        [int(option) for option in key.split(",") if option]
        for key in sorted(box)
        for _time in range(box[key])
    ]


def require_question(title: str, options: Sequence[str], method: Method) -> list[str]:
    """Return the options without spaces around them, or refuse what cannot be asked."""
    if not 2 <= len(title.strip()) <= TITLE_MAX:
        raise Refused("residents.title", "请写明要大家表决什么（2至120字）。", field="title")
    names = [" ".join(option.split()) for option in options]
    if method is Method.DECISION and not names:
        return ["同意", "不同意"]
    if not OPTIONS_MIN <= len(names) <= OPTIONS_MAX:
        raise Refused("residents.options", "请写2至12个选项，一行一个。", field="options")
    if method is Method.DECISION and len(names) != OPTIONS_MIN:
        raise Refused("residents.decision", "“同意或不同意”只有两个选项。", field="options")
    if len(set(names)) != len(names) or not all(0 < len(n) <= OPTION_LETTERS_MAX for n in names):
        raise Refused(
            "residents.option_names", "选项不能空缺或重复，每个不超过80字。", field="options"
        )
    return names


def require_period(opens_at: dt.datetime, closes_at: dt.datetime) -> None:
    """Refuse a time of voting that is too short or too long."""
    length = closes_at - opens_at
    if not dt.timedelta(hours=HOURS_OPEN_MIN) <= length <= dt.timedelta(days=DAYS_OPEN_MAX):
        raise Refused(
            "residents.period", "投票时间应为1小时至90天，请改正截止时间。", field="closes_at"
        )


def require_threshold(threshold: Threshold, field: str) -> None:
    """Refuse a threshold that is not a share of the whole."""
    if not (0 <= threshold.numerator <= threshold.denominator and threshold.denominator >= 1):
        raise Refused("residents.threshold", "门槛应在0到全部之间，请重新选择。", field=field)


def require_open(
    state: State, opens_at: dt.datetime, closes_at: dt.datetime, now: dt.datetime
) -> None:
    """Refuse a ballot outside the time of voting, told by the server's clock."""
    if state is State.DRAFT or (state is State.OPEN and now < opens_at):
        raise Refused("ballot.early", "表决还没有开始，请在公告的时间内投票。")
    if state is not State.OPEN or now >= closes_at:
        raise Refused("ballot.late", "表决已经截止，这张票不能再计入。")


def is_adult(birth_year: int | None, on: dt.date) -> bool:
    """Tell whether somebody counts as an adult in the year of `on`; an unknown year counts as adult."""
    return birth_year is None or on.year - birth_year >= ADULT_YEARS
