"""What people read for the codes of disputes."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

STATES: Final = [
    ("registered", _("已登记")),
    ("consent_asked", _("征求同意")),
    ("in_mediation", _("调解中")),
    ("agreed", _("已达成协议")),
    ("performed", _("已履行")),
    ("failed", _("未成功")),
    ("withdrawn", _("已撤回")),
    ("referred", _("已转其他途径")),
]
OUTCOMES: Final = [
    ("performed", _("协议已履行")),
    ("refused", _("一方不同意调解")),
    ("stopped", _("一方中途撤回同意")),
    ("no_agreement", _("没有达成协议")),
    ("not_performed", _("协议没有履行")),
    ("withdrawn", _("申请人撤回")),
    ("referred", _("转其他途径")),
]
RISKS: Final = [("normal", _("平常")), ("sensitive", _("敏感")), ("rising", _("可能激化"))]
PRIVACIES: Final = [("party_only", _("当事人和调解员")), ("strict", _("严格"))]
CHANNELS: Final = [
    ("web", _("手机网页")),
    ("phone", _("电话")),
    ("grid_worker", _("网格员")),
    ("window", _("窗口")),
    ("meeting", _("会议")),
    ("paper", _("纸质")),
    ("hotline_12345", _("12345转入")),
]
DESKS: Final = [("community", _("社区")), ("subdistrict", _("街道"))]
WAYS_OUT: Final = [
    ("court", _("诉讼（法院）")),
    ("arbitration", _("仲裁")),
    ("administrative", _("行政调解、裁决")),
    ("police", _("公安110")),
    ("legal_aid", _("法律援助12348")),
    ("other", _("其他法定途径")),
]
SORTS: Final = [("person", _("个人")), ("firm", _("单位")), ("committee", _("业委会"))]
BASES: Final = [
    ("guardian", _("监护人")),
    ("entrusted", _("受委托")),
    ("office", _("负责人")),
]
CONSENTS: Final = [
    ("", _("未征求")),
    ("asked", _("等待答复")),
    ("given", _("同意调解")),
    ("refused", _("不同意")),
    ("withdrawn", _("已撤回同意")),
]
WAYS: Final = [
    ("online", _("本人网上")),
    ("code", _("本人凭查询码")),
    ("in_person", _("当面")),
    ("phone", _("电话")),
    ("paper", _("书面")),
]
SEATS: Final = [
    ("proposed", _("等双方认可")),
    ("seated", _("已担任")),
    ("refused", _("一方不认可")),
    ("ended", _("已退出")),
]
SESSION_STATES: Final = [
    ("planned", _("已约定")),
    ("held", _("已开过")),
    ("cancelled", _("已取消")),
]
SETTINGS: Final = [
    ("room", _("邻里调解室")),
    ("home", _("上门")),
    ("phone", _("电话")),
    ("site", _("现场")),
]
SCOPES: Final = [("mediators", _("调解员笔记")), ("side", _("本方笔记"))]
FORMS: Final = [("oral", _("口头协议")), ("written", _("书面协议"))]
CONFIRMING: Final = [
    ("spoken", _("当面口头确认")),
    ("paper", _("签名（纸质扫描）")),
    ("code", _("凭查询码确认")),
    ("online", _("登录确认")),
]
DUTY_STATES: Final = [
    ("open", _("待履行")),
    ("done", _("已履行")),
    ("undone", _("没有履行")),
]
COURT_STATES: Final = [
    ("", _("未申请")),
    ("applied", _("已共同申请")),
    ("confirmed", _("法院已确认")),
    ("rejected", _("法院未确认")),
]
# Verbs of the journal, as the history shows them.
VERBS: Final = {
    "disputes.register": _("登记"),
    "disputes.ask_consent": _("征求另一方同意"),
    "disputes.add_side": _("补充当事人"),
    "disputes.edit_side": _("更正当事人信息"),
    "disputes.consent": _("答复是否同意调解"),
    "disputes.issue_code": _("发给查询码"),
    "disputes.adopt": _("归到账号"),
    "disputes.propose_mediator": _("提名调解员"),
    "disputes.answer_mediator": _("答复调解员人选"),
    "disputes.step_down": _("调解员退出"),
    "disputes.begin": _("开始调解"),
    "disputes.plan_session": _("约定时间地点"),
    "disputes.cancel_session": _("取消约定"),
    "disputes.record_session": _("记录一次调解"),
    "disputes.note": _("写笔记"),
    "disputes.draw_up": _("写出协议"),
    "disputes.confirm": _("确认协议"),
    "disputes.agree": _("协议生效"),
    "disputes.perform": _("登记履行情况"),
    "disputes.court": _("司法确认"),
    "disputes.risk": _("标注风险"),
    "disputes.move_desk": _("转由上一级负责"),
    "disputes.fail": _("结束调解"),
    "disputes.withdraw": _("撤回申请"),
    "disputes.refer": _("转其他途径"),
    "disputes.close": _("办结"),
    "disputes.erase": _("到期删除"),
}
TIES: Final = {
    "self": _("本人或代理人"),
    "home": _("同住一户"),
    "building": _("住同一栋楼"),
    "body": _("同一个组织"),
}
