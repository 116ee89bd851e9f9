"""What can be done now: each act with its words, the states it fits, and where it stands on the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.apps.disputes.queries import Candidate, DisputePage
from linli.apps.disputes.web.forms.acts import ACT_FORMS, ActForm

EARLY: Final = ("registered", "consent_asked")
TALKS: Final = ("in_mediation",)
OPEN: Final = (*EARLY, *TALKS, "agreed")


@dataclass(frozen=True, slots=True)
class Act:
    """An act as pages offer it: label for who leads, label for a side, icon, states, section."""

    name: str
    label: Any
    own_label: Any
    icon: str
    states: tuple[str, ...]
    section: str
    rule: str = ""  # the row in the access table, where it is named otherwise
    tone: str = ""

    @property
    def needs(self) -> str:
        return self.rule or self.name


ACTS: Final = (
    Act("ask_consent", _("已问过另一方，登记"), "", "phone-call", ("registered",), "now"),
    Act("consent", _("登记一方的答复"), _("答复是否同意调解"), "handshake", EARLY, "now"),
    Act("answer_mediator", _("登记对调解员的答复"), _("答复调解员人选"), "badge-check", (*EARLY, *TALKS), "now"),
    Act("confirm", _("登记双方确认协议"), _("确认协议"), "circle-check", TALKS, "now"),
    Act("propose_mediator", _("提名调解员"), _("选一位调解员"), "user", (*EARLY, *TALKS), "mediators"),
    Act("step_down", _("我有不便，退出调解"), "", "undo-2", (*EARLY, *TALKS), "mediators", tone="danger"),
    Act("plan_session", _("约时间地点"), "", "calendar", TALKS, "sessions"),
    Act("record_session", _("记录这次调解"), "", "pencil", TALKS, "sessions"),
    Act("cancel_session", _("取消约定"), "", "x", TALKS, "sessions"),
    Act("draw_up", _("写出协议"), "", "file-text", TALKS, "agreement"),
    Act("perform", _("登记履行情况"), _("告诉大家做到了没有"), "list-checks", ("agreed",), "agreement"),
    Act("court", _("登记司法确认"), _("登记司法确认"), "gavel", ("agreed",), "agreement"),
    Act("close", _("都做到了，办结"), "", "circle-check", ("agreed",), "agreement"),
    Act("add_side", _("补充当事人"), "", "plus", EARLY, "sides"),
    Act("edit_side", _("更正称呼、电话、代理人"), "", "pencil", OPEN, "sides"),
    Act("issue_code", _("给一方查询码"), "", "key-round", OPEN, "sides"),
    Act("note_mediators", _("写调解员笔记"), "", "lock", OPEN, "notes"),
    Act("note_side", "", _("写一条自己的笔记"), "lock", OPEN, "notes"),
    Act("adopt", "", _("归到我的账号"), "user", OPEN, "sides"),
    Act("risk", _("标注这件事的风险"), "", "triangle-alert", OPEN, "end"),
    Act("stop", _("一方撤回同意"), _("撤回同意，停止调解"), "ban", ("consent_asked", *TALKS), "end", "consent", "danger"),
    Act("withdraw", _("申请人撤回申请"), _("撤回申请"), "undo-2", (*EARLY, *TALKS), "end", tone="danger"),
    Act("refer", _("转其他途径"), "", "arrow-up-right", OPEN, "end"),
    Act("fail", _("结束调解并告知途径"), "", "flag", (*TALKS, "agreed"), "end", tone="danger"),
)  # fmt: skip
BY_NAME: Final = {act.name: act for act in ACTS}
# What a page shows before it can be filled in: nothing to choose means nothing to offer.
CHOSEN: Final = {
    "answer_mediator": "seat",
    "record_session": "number",
    "cancel_session": "number",
    "perform": "duty",
    "propose_mediator": "mediator",
    "confirm": "sides_said",
    "consent": "side",
}


@dataclass(frozen=True, slots=True)
class Offer:
    name: str
    label: Any
    icon: str
    tone: str
    section: str
    form: forms.Form
    is_open: bool
    has_file: bool


def offers_of(
    page: DisputePage,
    *,
    code: str | None,
    signed_in: bool,
    candidates: tuple[Candidate, ...],
    bound: Mapping[str, ActForm],
) -> dict[str, list[Offer]]:
    """Return what the reader can do now, by section of the page."""
    found: dict[str, list[Offer]] = {}
    for act in ACTS:
        if not _fits(act, page, code=code, signed_in=signed_in):
            continue
        form = bound.get(act.name) or ACT_FORMS[act.name](page=page, candidates=candidates)
        if not _has_choice(act, form) and act.name not in bound:
            continue
        is_side = page.capacity == "side"
        offer = Offer(
            name=act.name,
            label=act.own_label if is_side else act.label,
            icon=act.icon,
            tone=act.tone,
            section=act.section,
            form=form,
            is_open=act.name in bound or act.section == "now",
            has_file=form.is_multipart(),
        )
        found.setdefault(act.section, []).append(offer)
    return found


def _fits(act: Act, page: DisputePage, *, code: str | None, signed_in: bool) -> bool:
    is_side = page.capacity == "side"
    if act.needs not in page.may or page.state not in act.states:
        return False
    if not (act.own_label if is_side else act.label):
        return False
    return not is_side or _own(act, page, code=code, signed_in=signed_in)


def _own(act: Act, page: DisputePage, *, code: str | None, signed_in: bool) -> bool:
    """Tell whether a side still has this to do."""
    own = page.own
    waits: dict[str, bool] = {
        "consent": any(side.consent != "given" for side in own),
        "stop": any(side.consent == "given" for side in own),
        "adopt": bool(code) and signed_in and not all(side.has_account for side in own),
        "answer_mediator": any(
            seat.state == "proposed" and side.number not in seat.accepted
            for seat in page.seats
            for side in own
        ),
        "confirm": bool(page.agreement)
        and not {side.number for side in own}
        <= {each.side for each in (page.agreement.confirmations if page.agreement else ())},
    }
    return waits.get(act.name, True)


def _has_choice(act: Act, form: ActForm) -> bool:
    name = CHOSEN.get(act.name)
    if act.name == "confirm" and form.page.agreement is None:
        return False
    field = form.fields.get(name) if name else None
    return field is None or bool(getattr(field, "choices", True))
