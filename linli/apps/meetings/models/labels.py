"""What people read for the codes of meetings; what a city adds to the data shows its own name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from linli.apps.meetings.rules.decisions import Stage
from linli.apps.meetings.rules.kinds import aspects, body_kinds, key_subjects, kind_names
from linli.apps.meetings.rules.minutes import Minutes
from linli.apps.meetings.rules.running import State

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

STATES: Final = {
    State.CALLED: _("已通知"),
    State.OPEN: _("正在开会"),
    State.CLOSED: _("已开完"),
    State.CANCELLED: _("已取消"),
}
MINUTES: Final = {
    Minutes.NONE: _("纪要待写"),
    Minutes.DRAFTED: _("纪要待确认"),
    Minutes.APPROVED: _("纪要已确认"),
    Minutes.PUBLISHED: _("纪要已公布"),
}
STAGES: Final = {
    Stage.OPEN: _("待办"),
    Stage.IN_PROGRESS: _("办理中"),
    Stage.DONE: _("已办完待检查"),
    Stage.CHECKED: _("已检查"),
    Stage.CLOSED: _("已销号"),
}
PARTS: Final = [("chair", _("主持人")), ("secretary", _("记录人")), ("member", _("成员"))]
REPLIES: Final = [
    ("", _("未回复")),
    ("coming", _("参加")),
    ("substitute", _("由替补参加")),
    ("away", _("请假")),
]
VERDICTS: Final = [("adopted", _("采纳")), ("partly", _("部分采纳")), ("not", _("不采纳"))]
SOURCES: Final = [
    ("", _("直接提出")),
    ("decision", _("议定事项回头看")),
    ("repeat", _("反复出现的诉求")),
    ("matter", _("诉求")),
    ("topic", _("议题")),
]
KINDS: Final[dict[str, StrPromise]] = {
    "joint_conference": _("党建联席会议"),
    "property_alliance": _("红色物业联席会"),
    "leading_group": _("领导小组会议"),
    "decision_hearing": _("决策听证会"),
    "residents_talk": _("民情恳谈会"),
    "service_review": _("服务评议会"),
    "hall_sitting": _("议事会"),
    "owners_assembly": _("业主大会会议"),
}
BODIES: Final[dict[str, StrPromise]] = {
    "joint_conference": _("党建联席会议"),
    "property_alliance": _("红色物业联盟"),
    "leading_group": _("红色物业工作领导小组"),
    "office": _("社区和街道"),
    "hall": _("议事厅"),
    "owners_assembly": _("业主大会"),
}
ASPECTS: Final[dict[str, StrPromise]] = {
    "timely": _("及时"),
    "quality": _("做得好不好"),
    "open": _("公开透明"),
    "attentive": _("听得进意见"),
}
SUBJECTS: Final[dict[str, StrPromise]] = {
    "renovation": _("老旧小区改造"),
    "utilities": _("小区供水供电"),
    "disputes": _("重大矛盾纠纷"),
}


def kind_name(code: str) -> str:
    return str(KINDS.get(code) or kind_names().get(code, code))


def body_kind_name(code: str) -> str:
    found = body_kinds().get(code)
    return str(BODIES.get(code) or (found.name if found else code))


def aspect_name(code: str) -> str:
    return str(ASPECTS.get(code) or aspects().get(code, code))


def subject_name(code: str) -> str:
    return str(SUBJECTS.get(code) or key_subjects().get(code, code))
