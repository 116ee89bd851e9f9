"""Triage: the lanes that a hall sorts into, and a suggestion with its reasons. A person decides."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from linli.apps.deliberation.rules.procedures import DATA
from linli.foundation.refusals import Refused

THREE_WAYS: Final = "three_ways"


class Route(StrEnum):
    HALL = "hall"  # deliberated here
    UPWARD = "upward"  # deliberated here, and a department answers
    HANDLE = "handle"  # fixed at once
    OWN = "own"  # a private affair


DELIBERATED: Final = frozenset({Route.HALL, Route.UPWARD})


class Reason(StrEnum):
    """Why a lane is suggested; the sentences stand in `models/labels.py`."""

    LAW = "law"
    DEPARTMENT = "department"
    MONEY = "money"
    WHOLE = "whole"
    SHARED = "shared"
    SMALL = "small"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Lane:
    code: str
    name: str
    name_en: str
    tone: str
    route: Route
    yuan_above: int
    means: str
    means_en: str
    then: str
    then_en: str


@dataclass(frozen=True, slots=True)
class LaneSet:
    """Lanes in the order of weight, the heaviest first."""

    code: str
    name: str
    name_en: str
    valid_from: dt.date
    valid_to: dt.date | None
    lanes: tuple[Lane, ...]

    def find(self, code: str) -> Lane:
        lane = next((lane for lane in self.lanes if lane.code == code), None)
        if lane is None:
            raise Refused("lane.unknown", "没有这一类，请从列表里选一类。", field="lane")
        return lane

    def with_route(self, *routes: Route) -> Lane | None:
        """Return the heaviest lane that goes one of these ways."""
        return next((lane for lane in self.lanes if lane.route in routes), None)


@dataclass(frozen=True, slots=True)
class Suggestion:
    lane: str
    reasons: tuple[Reason, ...]


@cache
def all_lane_sets() -> Mapping[str, LaneSet]:
    rows = json.loads((DATA / "lanes.json").read_text(encoding="utf-8"))["sets"]
    return {
        row["code"]: LaneSet(
            code=row["code"],
            name=row["name"],
            name_en=row["name_en"],
            valid_from=dt.date.fromisoformat(row["valid_from"]),
            valid_to=dt.date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            lanes=tuple(Lane(**{**lane, "route": Route(lane["route"])}) for lane in row["lanes"]),
        )
        for row in rows
    }


def find_lane_set(code: str) -> LaneSet:
    found = all_lane_sets().get(code)
    if found is None:
        raise Refused("lane.set_unknown", "没有这种分流办法，请从列表里选一种。", field="lanes")
    return found


def lane_sets_on(day: dt.date) -> tuple[LaneSet, ...]:
    """Return the ways to sort that a hall can adopt on a day."""
    return tuple(
        row
        for row in all_lane_sets().values()
        if row.valid_from <= day and (row.valid_to is None or day < row.valid_to)
    )


_AMOUNT: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(万元|万块|万|元|块)")
_JOINT: Final = re.compile(
    r"维修资金|业主大会|业委会|选聘|解聘|换物业|加装电梯|管理规约|议事规则|改建|重建|广告位|出租公共"
)
_DEPARTMENT: Final = re.compile(
    r"违建|执法|拆除|消防通道|消防|供水|供电|燃气|市政|道路|公交|学校|污染|夜间施工|摆摊|边坡"
)
_WHOLE: Final = re.compile(r"全小区|整个小区|几个小区|好几个小区|所有住户|家家户户|全体")
_SHARED: Final = re.compile(
    r"大家|公共|邻居|楼道|整栋|车位|停车|绿化|门禁|凉亭|充电|晾晒|垃圾|物业"
)
_SMALL: Final = re.compile(r"灯不亮|灯坏|堵了|螺丝|门锁|换个|修一下|清理一下|扫一扫|补一块")
_PRIVATE: Final = re.compile(r"我家和|他家|两家|家里人|夫妻|赡养|欠我|楼上那户|隔壁那户")


def yuan_in(words: str) -> int:
    """Return the largest amount of money that the words speak of, in whole yuan; 0 for none.

    >>> yuan_in("大概要3.5万元，另加500块"), yuan_in("没有说钱")
    (35000, 0)
    """
    amounts = (
        int(float(number) * (10_000 if unit.startswith("万") else 1))
        for number, unit in _AMOUNT.findall(words)
    )
    return max(amounts, default=0)


def suggest_lane(lanes: LaneSet, words: str, kinds: Sequence[str] = ()) -> Suggestion:
    """Return the lane that fits the words, with the reasons in the order of their weight.

    `kinds` are "art278" for each linked matter of a kind that the law gives to all owners.
    """
    reasons = _reasons(words, kinds)
    yuan = yuan_in(words)
    heavy = {Reason.LAW, Reason.DEPARTMENT, Reason.WHOLE} & set(reasons)
    upward = lanes.with_route(Route.UPWARD)
    if upward is not None and (heavy or yuan > upward.yuan_above):
        return Suggestion(upward.code, reasons)
    own = lanes.with_route(Route.OWN)
    if own is not None and Reason.PRIVATE in reasons and Reason.SHARED not in reasons:
        return Suggestion(own.code, reasons)
    hall, handle = lanes.with_route(Route.HALL), lanes.with_route(Route.HANDLE)
    is_small = Reason.SMALL in reasons and hall is not None and yuan <= hall.yuan_above
    if handle is not None and is_small:
        return Suggestion(handle.code, reasons)
    return Suggestion((hall or lanes.lanes[0]).code, reasons)


def _reasons(words: str, kinds: Sequence[str]) -> tuple[Reason, ...]:
    found = {
        Reason.LAW: "art278" in kinds or bool(_JOINT.search(words)),
        Reason.DEPARTMENT: bool(_DEPARTMENT.search(words)),
        Reason.MONEY: yuan_in(words) > 0,
        Reason.WHOLE: bool(_WHOLE.search(words)),
        Reason.SHARED: bool(_SHARED.search(words)),
        Reason.SMALL: bool(_SMALL.search(words)),
        Reason.PRIVATE: bool(_PRIVATE.search(words)),
    }
    return tuple(reason for reason, holds in found.items() if holds) or (Reason.SHARED,)
