"""What people read for the codes of matters."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from linli.apps.matters.rules.states import State

STATES: Final = [
    (State.RECEIVED.value, _("已收到")),
    (State.ACCEPTED.value, _("已受理")),
    (State.DISPATCHED.value, _("已派出")),
    (State.IN_PROGRESS.value, _("办理中")),
    (State.WAITING_INFORMATION.value, _("待补充")),
    (State.WAITING_DECISION.value, _("待议定")),
    (State.RESOLVED.value, _("已办结待评价")),
    (State.CLOSED.value, _("已结束")),
    (State.REOPENED.value, _("重新办理")),
    (State.REFERRED_OUT.value, _("已告知其他途径")),
    (State.WITHDRAWN.value, _("已撤回")),
    (State.DUPLICATE.value, _("已并案")),
]
LANES: Final = [("minor", _("小事")), ("ordinary", _("一般事")), ("major", _("大事"))]
REQUESTS: Final = [
    ("consult", _("咨询")),
    ("help", _("求助")),
    ("complaint", _("投诉")),
    ("report", _("举报")),
    ("suggestion", _("建议")),
    ("thanks", _("表扬")),
]
PRIVACIES: Final = [
    ("normal", _("经办可见")),
    ("reporter_hidden", _("反映人保密")),
    ("sensitive", _("敏感")),
]
CHANNELS: Final = [
    ("web", _("手机网页")),
    ("phone", _("电话")),
    ("grid_worker", _("网格员")),
    ("steward_team", _("红色管家")),
    ("window", _("窗口")),
    ("kiosk", _("自助终端")),
    ("meeting", _("会议")),
    ("paper", _("纸质")),
    ("chat", _("群消息转录")),
    ("hotline_12345", _("12345转入")),
]
RATINGS: Final = [
    ("satisfied", _("满意")),
    ("fair", _("一般")),
    ("unsatisfied", _("不满意")),
]
REPLY_ACTS: Final = [
    ("finish", _("办结答复")),
    ("refer", _("告知途径")),
    ("ask", _("请人补充")),
]
WAYS_OUT: Final = [
    ("court", _("诉讼（法院）")),
    ("arbitration", _("仲裁")),
    ("petition", _("信访")),
    ("review", _("行政复议")),
    ("discipline", _("纪检监察")),
    ("open_information", _("政府信息公开")),
    ("police", _("公安110")),
    ("other", _("其他法定途径")),
]
NOTES: Final = [
    ("note", _("内部备注")),
    ("question", _("请补充")),
    ("answer", _("补充说明")),
    ("reason", _("说明理由")),
    ("result", _("办理答复")),
    ("objection", _("没有解决")),
]
# Verbs of the journal, as the timeline shows them.
VERBS: Final = {
    "matters.report": _("收到诉求"),
    "matters.adopt": _("归到账号"),
    "matters.accept": _("受理"),
    "matters.triage": _("分类确认"),
    "matters.dispatch": _("派单"),
    "matters.start": _("开始办理"),
    "matters.return": _("退回派单"),
    "matters.reassign": _("改派"),
    "matters.object": _("对派单提出异议"),
    "matters.rule": _("裁定派单异议"),
    "matters.ask": _("请反映人补充"),
    "matters.inform": _("反映人已补充"),
    "matters.wait_decision": _("等待议定"),
    "matters.resume": _("继续办理"),
    "matters.extend": _("延长期限"),
    "matters.resolve": _("办结并答复"),
    "matters.rate": _("评价"),
    "matters.reopen": _("没有解决，重新办理"),
    "matters.close": _("结束"),
    "matters.refer": _("告知其他途径"),
    "matters.withdraw": _("撤回"),
    "matters.duplicate": _("并案"),
    "matters.separate": _("撤销并案"),
    "matters.urge": _("催办"),
    "matters.escalate": _("超期提级"),
    "matters.note": _("备注"),
    "matters.tell": _("告知反映人"),
    "matters.edit": _("修改"),
    "matters.photo": _("添加照片"),
    "matters.reveal": _("查看联系方式"),
    "matters.forget": _("删除联系方式"),
}
# The rungs of the ladder, from the lowest.
RUNG_NAMES: Final = {
    "unit": _("承办单位"),
    "community": _("社区"),
    "subdistrict": _("街道"),
    "city": _("市级"),
}
# Why a lane is suggested.
REASONS: Final = {
    "usual": _("这一类通常这样分流"),
    "art278": _("涉及业主共同决定（民法典第278条）"),
    "money": _("涉及费用"),
    "many_homes": _("影响多户"),
    "danger": _("可能有危险"),
    "several_matters": _("一件里说了几件事，建议分开登记"),
}
UNIT_REASONS: Final = {
    "proposed": _("退回时建议的单位"),
    "ruled": _("同类诉求裁定过归它"),
    "usual": _("这一类通常的承办单位"),
    "other": _("也可能承办的单位"),
}
