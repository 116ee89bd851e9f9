"""What people read for the codes of halls and topics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _

from linli.apps.deliberation.rules.halls import SeatKind, Slot
from linli.apps.deliberation.rules.lanes import Reason
from linli.apps.deliberation.rules.law import Engine, Payer
from linli.apps.deliberation.rules.procedures import Evidence, Part
from linli.apps.deliberation.rules.stages import Stage
from linli.apps.deliberation.rules.topics import Result, Stance, Voice

STAGES: Final = [
    (Stage.PROPOSED.value, _("征集附议")),
    (Stage.COLLECTING_IDEAS.value, _("正在出主意")),
    (Stage.OPTION_REVIEW.value, _("正在审方案")),
    (Stage.IN_MEETING.value, _("议事会商")),
    (Stage.VOTING.value, _("正在表决")),
    (Stage.PUBLICISING.value, _("结果公示")),
    (Stage.IN_WORK.value, _("正在办理")),
    (Stage.UNDER_REVIEW.value, _("请居民评议")),
    (Stage.CLOSED.value, _("已办好")),
    (Stage.NOT_CARRIED.value, _("未通过")),
    (Stage.ROUTED.value, _("已转办")),
    (Stage.DECLINED.value, _("未受理")),
    (Stage.WITHDRAWN.value, _("已撤回")),
]
SEATS: Final = [
    (SeatKind.COMPOUND.value, _("小区（支部、业委会）")),
    (SeatKind.FIRM.value, _("物业")),
    (SeatKind.RESIDENTS.value, _("居民代表")),
    (SeatKind.STREET_HEAD.value, _("街长团队")),
    (SeatKind.OTHER.value, _("其他")),
]
SLOTS: Final = [
    (Slot.MORNING.value, _("上午（8至12点）")),
    (Slot.AFTERNOON.value, _("下午（12至18点）")),
    (Slot.EVENING.value, _("晚上（18至22点）")),
]
PAYERS: Final = [
    (Payer.NOBODY.value, _("不花钱")),
    (Payer.GOVERNMENT.value, _("财政或项目资金")),
    (Payer.FIRM.value, _("物业企业")),
    (Payer.THOSE_SERVED.value, _("受益的住户分摊")),
    (Payer.GIFTS.value, _("捐助")),
    (Payer.PUBLIC_INCOME.value, _("小区公共收益")),
    (Payer.REPAIR_FUND.value, _("维修资金")),
    (Payer.NEW_FUND.value, _("业主新筹集的维修资金")),
]
ITEMS: Final = [
    (0, _("都不属于，由居民表决")),
    (1, _("第1项：制定和修改业主大会议事规则")),
    (2, _("第2项：制定和修改管理规约")),
    (3, _("第3项：选举或更换业主委员会成员")),
    (4, _("第4项：选聘和解聘物业服务企业")),
    (5, _("第5项：使用维修资金")),
    (6, _("第6项：筹集维修资金")),
    (7, _("第7项：改建、重建建筑物及附属设施")),
    (8, _("第8项：改变共有部分用途或用于经营")),
    (9, _("第9项：共有和共同管理的其他重大事项")),
]
ENGINES: Final = [
    (Engine.RESIDENTS.value, _("居民表决")),
    (Engine.OWNERS.value, _("业主表决")),
]
RESULTS: Final = [
    (Result.CARRIED.value, _("通过")),
    (Result.NOT_CARRIED.value, _("未通过")),
    (Result.TOO_FEW.value, _("参加的人不够，没有通过")),
]
VOICES: Final = [
    (Voice.AGREE.value, _("赞成")),
    (Voice.DISAGREE.value, _("不赞成")),
    (Voice.PASS.value, _("跳过")),
]
STANCES: Final = [
    (Stance.ADOPTED.value, _("采纳")),
    (Stance.PARTLY.value, _("部分采纳")),
    (Stance.NOT.value, _("不采纳")),
]
PARTS: Final = [
    (Part.NEIGHBOUR.value, _("邻居")),
    (Part.SEAT.value, _("议事成员")),
    (Part.CONVENER.value, _("主持人")),
    (Part.UNIT.value, _("承办单位")),
    (Part.OFFICE.value, _("社区、街道")),
]
EVIDENCE: Final = {
    Evidence.LANE: _("分流已定"),
    Evidence.SECONDS: _("附议够数，或主持人受理"),
    Evidence.WINDOW: _("给足了时间"),
    Evidence.OPTIONS: _("有方案：花费、谁出钱、谁来办"),
    Evidence.LAW: _("法律已核对"),
    Evidence.ANSWER: _("部门已正式答复（大事）"),
    Evidence.MINUTES: _("会议纪要已公布"),
    Evidence.RESULT: _("表决有结果"),
    Evidence.OUTCOME: _("结果说明已公布"),
    Evidence.WORK: _("办到百分之百，有证明"),
    Evidence.REVIEW: _("居民已评议"),
}
REASONS: Final = {
    Reason.LAW: _("涉及业主共同决定（民法典第278条）"),
    Reason.DEPARTMENT: _("要部门出面"),
    Reason.MONEY: _("牵涉花钱"),
    Reason.WHOLE: _("牵涉全小区或几个小区"),
    Reason.SHARED: _("是大家的公共事"),
    Reason.SMALL: _("当场或几天内能办好"),
    Reason.PRIVATE: _("是一家或两家之间的事"),
}
# Verbs of the journal, as the story of a topic tells them.
VERBS: Final = {
    "deliberation.raise": _("提出议题"),
    "deliberation.seconded": _("附议人数已够"),
    "deliberation.triage": _("分流"),
    "deliberation.accept": _("主持人受理"),
    "deliberation.to_collecting_ideas": _("开始出主意"),
    "deliberation.to_option_review": _("主意收齐，开始审方案"),
    "deliberation.to_in_meeting": _("方案公布，准备议事会商"),
    "deliberation.sit": _("约定议事"),
    "deliberation.minutes": _("会议纪要公布"),
    "deliberation.to_voting": _("开始表决"),
    "deliberation.result": _("表决结束"),
    "deliberation.to_publicising": _("结果公示"),
    "deliberation.to_in_work": _("开始办理"),
    "deliberation.progress": _("办理进度"),
    "deliberation.to_under_review": _("办理完，请居民评议"),
    "deliberation.reopen": _("居民说没办好，重新办理"),
    "deliberation.to_closed": _("居民认可，已办好"),
    "deliberation.to_not_carried": _("未通过，到此为止"),
    "deliberation.to_routed": _("转办"),
    "deliberation.to_declined": _("未受理"),
    "deliberation.to_withdrawn": _("提出人撤回"),
    "deliberation.answer": _("正式答复"),
    "deliberation.nudge": _("提醒：到期"),
    "deliberation.hide": _("隐去不宜公开的内容"),
}


def codes(labels: Sequence[tuple[str, object]]) -> list[str]:
    return [code for code, _label in labels]
