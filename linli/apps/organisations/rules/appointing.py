"""When somebody may be appointed to a post, and when an appointment may end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from linli.apps.organisations.rules.kinds import ELECTED_SEATS, POSTS_OF, Kind, Post
from linli.foundation.refusals import Refused

AHEAD_DAYS_MAX: Final = 366
TERM_DAYS_MAX: Final = 3660
REASON_LETTERS_MAX: Final = 120
KEY_HOUSEHOLD_HOMES_MAX: Final = 40
# Nobody appoints themselves or their own successor: these posts are filled by the level above.
FROM_ABOVE: Final = frozenset({Post.COMMUNITY_SECRETARY, Post.OFFICER})


@dataclass(frozen=True, slots=True)
class Facts:
    """What an appointment says, as far as the rules look at it."""

    kind: Kind
    post: Post
    valid_from: dt.date
    valid_to: dt.date | None = None
    source: str = ""
    election: str = ""
    elected_on: dt.date | None = None
    has_area: bool = False
    has_compound: bool = False
    has_building: bool = False
    committee_in_office: bool = True


def check_appointment(facts: Facts, *, today: dt.date) -> None:
    """Refuse an appointment that the post, its place, its dates or its election doesn't allow."""
    if facts.post not in POSTS_OF.get(facts.kind, ()):
        raise Refused(
            "organisations.post_elsewhere",
            "这类组织没有这个岗位，请换一个岗位或组织。",
            field="post",
        )
    check_dates(facts.valid_from, facts.valid_to, today=today)
    _check_place(facts)
    if facts.post is Post.SECRETARY and not facts.source:
        raise Refused(
            "organisations.source_missing", "请写明书记来源：社区干部或小区党员。", field="source"
        )
    if facts.post in ELECTED_SEATS:
        _check_election(facts)


def check_dates(valid_from: dt.date, valid_to: dt.date | None, *, today: dt.date) -> None:
    """Refuse dates that don't follow each other or lie too far ahead."""
    if valid_from > today + dt.timedelta(days=AHEAD_DAYS_MAX):
        raise Refused(
            "organisations.too_far_ahead",
            "起始日期最多可提前一年，请改近一些。",
            field="valid_from",
        )
    if valid_to is not None and not valid_from < valid_to:
        raise Refused("organisations.dates", "终止日期应晚于起始日期，请改日期。", field="valid_to")
    if valid_to is not None and valid_to > valid_from + dt.timedelta(days=TERM_DAYS_MAX):
        raise Refused(
            "organisations.term_too_long", "一次任职最长十年，请改终止日期。", field="valid_to"
        )


def _check_place(facts: Facts) -> None:
    if facts.post in {Post.GRID_WORKER, Post.GRID_LEADER} and not facts.has_area:
        raise Refused("organisations.grid_missing", "请选择负责的网格。", field="area")
    if facts.post in {Post.BUILDING_HEAD, Post.KEY_HOUSEHOLD} and not facts.has_building:
        raise Refused("organisations.building_missing", "请选择负责的楼栋。", field="building")
    if facts.post is Post.INSTRUCTOR and not facts.has_compound:
        raise Refused(
            "organisations.compound_missing", "请选择指导员联系的小区。", field="compound"
        )


def _check_election(facts: Facts) -> None:
    if not facts.election.strip() or facts.elected_on is None:
        raise Refused(
            "organisations.election_without_record",
            "请填写选举记录(会议名称、公告或决议编号)。平台只登记选举结果，不产生席位。",
            field="election",
        )
    if facts.elected_on > facts.valid_from:
        raise Refused(
            "organisations.seat_before_election",
            "任职不能早于选举日期，请核对。",
            field="valid_from",
        )
    if not facts.committee_in_office:
        raise Refused(
            "organisations.committee_not_elected",
            "委员会还在筹备或任期已结束，请先登记选举结果。",
            field="post",
        )


def check_end(*, valid_from: dt.date, valid_to: dt.date | None, on: dt.date, reason: str) -> None:
    """Refuse to end an appointment before its first day, after its end, or without a reason."""
    if on <= valid_from:
        raise Refused(
            "organisations.end_before_start", "终止日期应晚于任职起始日期，请改日期。", field="on"
        )
    if valid_to is not None and on >= valid_to:
        raise Refused(
            "organisations.already_ended", "这项任职在此日期前已经结束，不用再办。", field="on"
        )
    if not reason.strip() or len(reason) > REASON_LETTERS_MAX:
        raise Refused(
            "organisations.reason",
            "请用一句话写明事由，不超过 %(most)s 个字。",
            field="reason",
            most=REASON_LETTERS_MAX,
        )


def check_homes(*, homes: int, in_building: int) -> None:
    """Refuse a key household for more than forty homes, or for homes of another building."""
    if homes > KEY_HOUSEHOLD_HOMES_MAX:
        raise Refused(
            "organisations.too_many_homes",
            "一户党员中心户最多联系 %(most)s 户，请分给几户。",
            field="homes",
            most=KEY_HOUSEHOLD_HOMES_MAX,
        )
    if homes != in_building:
        raise Refused(
            "organisations.homes_elsewhere", "只能联系本楼栋的住户，请重新选择。", field="homes"
        )
