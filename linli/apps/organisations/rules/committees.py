"""The states of a committee's term; an election happens outside and is recorded here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from linli.foundation.refusals import Refused

FILING_DAYS_MAX: Final = 30  # 物业管理条例 Art. 16
SEATS_MIN: Final = 5  # 建房〔2009〕274号
SEATS_MAX: Final = 11
TERM_YEARS_MAX: Final = 5
MANAGEMENT_SEATS_MIN: Final = 7  # property management committees, default
MANAGEMENT_TERM_YEARS_MAX: Final = 3
_YEAR_DAYS: Final = 366


class State(StrEnum):
    PREPARING = "preparing"
    ELECTED = "elected"
    FILED = "filed"
    ACTIVE = "active"
    TERM_ENDED = "term_ended"
    RECALLED = "recalled"


NEXT: Final[Mapping[State, tuple[State, ...]]] = {
    State.PREPARING: (State.ELECTED,),
    State.ELECTED: (State.FILED, State.RECALLED),
    State.FILED: (State.ACTIVE, State.RECALLED),
    State.ACTIVE: (State.TERM_ENDED, State.RECALLED),
    State.TERM_ENDED: (),
    State.RECALLED: (),
}
OVER: Final = frozenset({State.TERM_ENDED, State.RECALLED})


@dataclass(frozen=True, slots=True)
class Term:
    """The facts of a term that the rules look at."""

    state: State
    prepared_on: dt.date
    elected_on: dt.date | None = None
    filed_on: dt.date | None = None
    term_ends_on: dt.date | None = None
    is_management: bool = False


def check_step(term: Term, to: State, on: dt.date, today: dt.date) -> None:
    """Refuse a step that the states do not know, or one dated before the last or in the future."""
    if to not in NEXT[term.state]:
        raise Refused(
            "organisations.committee_step",
            "委员会目前的状态不能走这一步，请先完成前面的环节。",
            field="state",
        )
    last = term.filed_on or term.elected_on or term.prepared_on
    if on < last:
        raise Refused(
            "organisations.committee_day",
            "日期早于上一步(%(last)s)，请核对后重填。",
            field="on",
            last=last,
        )
    if on > today:
        raise Refused(
            "organisations.day_in_future", "只登记已经发生的事，日期不能晚于今天。", field="on"
        )


def check_election(
    *, elected_on: dt.date, term_ends_on: dt.date, seats: int, record: str, is_management: bool
) -> None:
    """Refuse an election without a record, with a wrong number of seats or too long a term."""
    if not record.strip():
        raise Refused(
            "organisations.election_without_record",
            "请填写选举记录(会议名称、公告或决议编号)。平台只登记选举结果，不产生席位。",
            field="election",
        )
    least = MANAGEMENT_SEATS_MIN if is_management else SEATS_MIN
    if seats % 2 == 0 or not least <= seats <= SEATS_MAX:
        raise Refused(
            "organisations.committee_seats",
            "委员席位应为 %(least)s 至 %(most)s 之间的单数，请按选举结果填写。",
            field="seats",
            least=least,
            most=SEATS_MAX,
        )
    years = MANAGEMENT_TERM_YEARS_MAX if is_management else TERM_YEARS_MAX
    if not elected_on < term_ends_on <= elected_on + dt.timedelta(days=years * _YEAR_DAYS):
        raise Refused(
            "organisations.committee_term",
            "任期应从选举日算起、不超过 %(years)s 年，请改届满日期。",
            field="term_ends_on",
            years=years,
        )


def check_filing(number: str) -> None:
    """Refuse a filing without its number."""
    if not number.strip():
        raise Refused(
            "organisations.filing_without_number",
            "请填写备案回执上的备案号。",
            field="filing_number",
        )


def filing_due(elected_on: dt.date) -> dt.date:
    """Return the last day for filing.

    >>> filing_due(dt.date(2026, 3, 1))
    datetime.date(2026, 3, 31)
    """
    return elected_on + dt.timedelta(days=FILING_DAYS_MAX)


def is_filing_late(term: Term, today: dt.date) -> bool:
    """Tell whether the committee was filed after the 30 days, or still is not."""
    if term.elected_on is None or term.state in OVER:
        return False
    return (term.filed_on or today) > filing_due(term.elected_on)
