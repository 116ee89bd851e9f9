"""Suggestions for triage, each with its reason. They are rules on words and data; a person confirms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from linli.apps.matters.rules.kinds import UNCLEAR, Kind

# Reasons that a page shows in words: models/labels.py has the sentences.
USUAL, ART278, MONEY, MANY, DANGER, SEVERAL = (
    "usual",
    "art278",
    "money",
    "many_homes",
    "danger",
    "several_matters",
)
KINDS_SUGGESTED_MAX: Final = 3

_MONEY: Final = re.compile(r"\d+\s*(元|块|万)|集资|涨价|涨到|维修资金|公共收益|分摊|费用")
_JOINT: Final = re.compile(r"维修资金|业主大会|业委会|投票|表决|签字|同意|加装电梯|换物业|公共")
_MANY: Final = re.compile(r"整栋|全栋|大家|都反映|几十户|全小区|住户都|下面几户")
_DANGER: Final = re.compile(r"砸到|差点|掉下来|要掉|触电|火花|漏气|滑坡|塌|摔|裂缝变大|倒灌|困")

# A few telling words for each kind; a longer word tells more.
TELLING: Final[Mapping[str, tuple[str, ...]]] = {
    "A01": ("楼道灯", "楼梯灯", "感应灯", "车库灯", "灯不亮"),
    "A02": ("下水道", "沙井", "污水", "疏通", "堵了"),
    "A03": ("漏水", "渗水", "渗漏", "天面", "滴水"),
    "A04": ("电梯",),
    "A05": ("没水", "停水", "水压", "水质"),
    "A06": ("停电", "跳闸", "电线", "没电"),
    "A07": ("煤气", "燃气", "漏气"),
    "A08": ("门禁", "单元门", "对讲"),
    "A10": ("瓷砖", "扶手松", "水泥块", "护栏"),
    "A12": ("积水", "进水", "倒灌", "内涝"),
    "B01": ("垃圾桶", "垃圾堆", "垃圾没收", "清运"),
    "B02": ("杂物", "鞋柜", "纸皮", "堆在楼道"),
    "B03": ("装修垃圾", "建筑垃圾"),
    "B04": ("树枝", "榕树", "枯枝", "修剪"),
    "B05": ("老鼠", "白蚁", "蚊子", "消杀"),
    "B07": ("化粪池",),
    "C01": ("乱停车", "堵住", "停在单元门口", "占道停车"),
    "C02": ("车位", "停车位"),
    "C03": ("停车费", "停车收费"),
    "C04": ("飞线", "充电", "电动车"),
    "C05": ("僵尸车", "无牌车", "破摩托"),
    "D01": ("广场舞", "跳舞", "音响"),
    "D02": ("装修噪", "钻墙", "电钻"),
    "D03": ("楼上半夜", "拖椅子", "打麻将", "走路声"),
    "D04": ("油烟", "烧烤", "喇叭", "KTV"),
    "D05": ("打桩", "夜间施工", "工地"),
    "D06": ("遛狗", "狗叫", "狗屎", "不牵绳"),
    "E01": ("物业保洁", "保安", "报修单"),
    "E02": ("物业费",),
    "E03": ("公共收益", "广告收入"),
    "E04": ("维修资金",),
    "E05": ("业委会",),
    "E06": ("换物业", "新物业"),
    "E08": ("加装电梯",),
    "F01": ("消防通道",),
    "F02": ("灭火器", "消火栓", "烟感"),
    "F03": ("高空抛物", "扔下来", "往下倒"),
    "F04": ("违建", "搭建", "围起来"),
    "F06": ("边坡", "挡土墙", "滑坡"),
    "F07": ("井盖",),
    "G01": ("路灯",),
    "G02": ("摆摊", "地摊", "占道经营"),
    "G03": ("人行道", "盲道"),
    "G04": ("公厕",),
    "G05": ("公交",),
    "H01": ("居住证", "居住证明"),
    "H02": ("医保", "社保", "养老资格"),
    "H03": ("公积金",),
    "H04": ("饭堂", "助餐", "独居"),
    "H05": ("残疾证", "轮椅坏", "无障碍改造"),
    "H06": ("入学", "上一年级", "幼儿园"),
    "H07": ("低保", "临时救助"),
    "H08": ("找工作", "找份", "失业"),
    "H09": ("疫苗", "家庭医生"),
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A lane for a kind, and why; `kinds` are others that the words speak of, best first."""

    kind: str
    lane: str
    reasons: tuple[str, ...]
    kinds: tuple[str, ...]


def suggest_kinds(words: str) -> tuple[str, ...]:
    """Return the kinds that the words speak of, the most telling first.

    >>> suggest_kinds("路边井盖不见了")
    ('F07',)
    """
    weights = {
        code: sum(len(each) for each in telling if each in words)
        for code, telling in TELLING.items()
    }
    told = sorted((code for code in weights if weights[code]), key=lambda code: -weights[code])
    return tuple(told[:KINDS_SUGGESTED_MAX])


def suggest(kind: Kind, words: str, answers: Mapping[str, str]) -> Suggestion:
    """Return the lane that fits, with the reasons in the order of their weight."""
    told = suggest_kinds(words)
    reasons = _reasons(kind, words, answers, told)
    lane = kind.lane
    if ART278 in reasons or (DANGER in reasons and kind.group in {"A", "F", "G"}):
        lane = "major"
    elif lane == "minor" and {MANY, MONEY} & set(reasons):
        lane = "ordinary"
    chosen = told[0] if kind.code == UNCLEAR and len(told) == 1 else kind.code
    others = tuple(code for code in told if code != chosen)
    return Suggestion(chosen, lane, reasons, others)


def _reasons(
    kind: Kind, words: str, answers: Mapping[str, str], told: tuple[str, ...]
) -> tuple[str, ...]:
    danger = _DANGER.search(words) or answers.get("danger") == "yes"
    many = _MANY.search(words) or answers.get("households") in {"building", "more"}
    found = {
        ART278: kind.is_art278 and bool(_JOINT.search(words)),
        DANGER: bool(danger),
        MANY: bool(many),
        MONEY: bool(_MONEY.search(words)) or "amount" in answers,
        SEVERAL: kind.code == UNCLEAR and len(told) > 1,
    }
    return (*(reason for reason, holds in found.items() if holds), USUAL)
