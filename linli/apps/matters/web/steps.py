"""The acts that pages offer: which form each shows, which action it calls, what it says afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.apps.matters import actions
from linli.apps.matters.queries import MatterPage
from linli.apps.matters.rules.states import State
from linli.apps.matters.web.forms import acts as form
from linli.apps.matters.web.forms import units
from linli.platform import files
from linli.platform.access import Actor


@dataclass(frozen=True, slots=True)
class Call:
    """Who does what to which matter now; `code` is the follow-up code that was shown, if any."""

    actor: Actor
    page: MatterPage
    form: Any
    now: dt.datetime
    code: str | None = None

    @property
    def who(self) -> dict[str, Any]:
        return {"actor": self.actor, "pk": self.page.id, "now": self.now}

    @property
    def by_code(self) -> dict[str, Any]:
        return {**self.who, "follow_code": self.code}

    @property
    def data(self) -> dict[str, Any]:
        return dict(self.form.cleaned_data)


@dataclass(frozen=True, slots=True)
class Step:
    form: type[forms.Form]
    run: Callable[[Call], object]
    label: str | Promise
    button: str | Promise
    said: str | Promise
    icon: str
    tone: str = ""
    chooses_unit: bool = False
    leaves: bool = False  # afterwards the matter is no longer the actor's


def _photo_keys(call: Call) -> list[str]:
    fresh = [files.store_photo(one, now=call.now).key for one in call.data.get("photos") or []]
    return [*call.data.get("kept", ()), *fresh]


def _finish(call: Call) -> object:
    """Answer and end the work, from whatever state it is in: one transaction."""
    keys = _photo_keys(call)
    with transaction.atomic():
        if call.page.state == State.RECEIVED:
            actions.take_on_matter(**call.who)
        elif call.page.state in {State.ACCEPTED, State.DISPATCHED}:
            actions.start_matter(**call.who)
        if keys:
            actions.add_photos(**call.who, keys=keys, is_after=True)
        return actions.resolve_matter(**call.who, answer=call.data["answer"])


def _settle(call: Call) -> object:
    """Accept, confirm kind and lane, hand over: one decision, one transaction."""
    unit, handler = call.form.taker
    with transaction.atomic():
        if call.page.state == State.RECEIVED:
            actions.accept_matter(**call.who)
        actions.triage_matter(**call.who, kind=call.data["kind"], lane=call.data["lane"])
        return actions.dispatch_matter(
            **call.who, unit=unit, handler=handler, remark=call.data["remark"]
        )


def _reassign(call: Call) -> object:
    unit, handler = call.form.taker
    return actions.reassign_matter(
        **call.who, unit=unit, handler=handler, reason=call.data["reason"]
    )


def _return(call: Call) -> object:
    unit, _nobody = call.form.taker
    return actions.return_dispatch(**call.who, right_unit=unit, reason=call.data["reason"])


def _object(call: Call) -> object:
    unit, _nobody = call.form.taker
    return actions.object_dispatch(**call.who, right_unit=unit, reason=call.data["reason"])


def _inform(call: Call) -> object:
    keys = _photo_keys(call)
    with transaction.atomic():
        if keys:
            actions.add_photos(**call.by_code, keys=keys)
        return actions.answer_information(**call.by_code, words=call.data["words"])


def _start(call: Call) -> object:
    return actions.start_matter(**call.who)


STEPS: Final[dict[str, Step]] = {
    "settle": Step(
        units.SettleForm,
        _settle,
        _("确认分类并派出"),
        _("确认并派出"),
        _("已经派出。"),
        "send",
        chooses_unit=True,
    ),
    "accept": Step(
        form.PlainForm,
        lambda call: actions.accept_matter(**call.who),
        _("先受理"),
        _("受理"),
        _("已受理。"),
        "check",
    ),
    "start": Step(
        form.PlainForm, _start, _("接下来办"), _("开始办理"), _("已开始办理。"), "wrench"
    ),
    "finish": Step(
        form.AnswerForm,
        _finish,
        _("答复并办结"),
        _("办结"),
        _("已办结，反映人会看到您的答复。"),
        "circle-check",
    ),
    "ask": Step(
        form.AskForm,
        lambda call: actions.ask_information(**call.who, **call.data),
        _("请反映人补充"),
        _("发出问题"),
        _("已请反映人补充，期限先停表。"),
        "message-circle-question-mark",
    ),
    "wait_decision": Step(
        form.ReasonForm,
        lambda call: actions.wait_decision(**call.who, **call.data),
        _("要业主或居民先议定"),
        _("转为待议定"),
        _("已转为待议定。"),
        "users-round",
    ),
    "resume": Step(
        form.PlainForm,
        lambda call: actions.resume_matter(**call.who),
        _("已经议定，继续办"),
        _("继续办理"),
        _("已继续办理。"),
        "wrench",
    ),
    "extend": Step(
        form.ExtendForm,
        lambda call: actions.extend_deadline(**call.who, **call.data),
        _("延长期限（只有一次）"),
        _("延期"),
        _("期限已延长，反映人会看到理由。"),
        "hourglass",
    ),
    "return": Step(
        units.ReturnForm,
        _return,
        _("派错了，退回（只有一次）"),
        _("退回"),
        _("已退回社区，并写明了应由谁办。"),
        "undo-2",
        "danger",
        chooses_unit=True,
        leaves=True,
    ),
    "object": Step(
        units.ObjectForm,
        _object,
        _("不归本单位，提出异议"),
        _("提出异议"),
        _("异议已交街道裁定，裁定前请接着办。"),
        "scale",
        chooses_unit=True,
    ),
    "reassign": Step(
        units.ReassignForm,
        _reassign,
        _("改派"),
        _("改派"),
        _("已改派。"),
        "route",
        chooses_unit=True,
    ),
    "refer": Step(
        form.ReferForm,
        lambda call: actions.refer_out_matter(**call.who, **call.data),
        _("不归这里办，告知途径"),
        _("告知并结束"),
        _("已告知应走的途径。"),
        "arrow-up-right",
        "danger",
    ),
    "duplicate": Step(
        form.DuplicateForm,
        lambda call: actions.mark_duplicate(**call.who, **call.data),
        _("与另一件重复，并案"),
        _("并案"),
        _("已并案。"),
        "copy",
        "danger",
    ),
    "note": Step(
        form.NoteForm,
        lambda call: actions.add_note(**call.who, **call.data),
        _("写内部备注"),
        _("存下备注"),
        _("备注已存。"),
        "pencil",
    ),
    "inform": Step(
        form.InformForm,
        _inform,
        _("补充情况"),
        _("补充"),
        _("已补充，接着办。"),
        "message-square-text",
    ),
    "reopen": Step(
        form.ReopenForm,
        lambda call: actions.reopen_matter(**call.by_code, **call.data),
        _("还没解决"),
        _("要求重新办"),
        _("已要求重新办理，期限重新计算。"),
        "refresh-cw",
        "danger",
    ),
    "close": Step(
        form.PlainForm,
        lambda call: actions.close_matter(**call.by_code),
        _("确实解决了"),
        _("解决了，结束"),
        _("好的，这件事到此结束。"),
        "circle-check",
    ),
    "rate": Step(
        form.RateForm,
        lambda call: actions.rate_matter(**call.by_code, **call.data),
        _("评一评"),
        _("提交评价"),
        _("谢谢您的评价。"),
        "star",
    ),
    "urge": Step(
        form.PlainForm,
        lambda call: actions.urge_matter(**call.by_code),
        _("催办"),
        _("催一催"),
        _("已催办，经办人的列表上看得到。"),
        "bell-ring",
    ),
    "separate": Step(
        form.PlainForm,
        lambda call: actions.separate_matter(**call.who),
        _("并错了，撤销并案"),
        _("撤销并案"),
        _("已撤销并案，接着办。"),
        "undo-2",
    ),
    "withdraw": Step(
        form.WithdrawForm,
        lambda call: actions.withdraw_matter(**call.by_code, **call.data),
        _("撤回这件事"),
        _("撤回"),
        _("已撤回。"),
        "undo-2",
        "danger",
    ),
    "adopt": Step(
        form.PlainForm,
        lambda call: actions.adopt_matter(
            actor=call.actor, pk=call.page.id, follow_code=call.code or "", now=call.now
        ),
        _("加到我的账号"),
        _("加到我的账号"),
        _("已加到您的账号，在“我的诉求”里看。"),
        "user",
    ),
}


def empty_form(name: str) -> forms.Form:
    """Return the form of an act that chooses no unit, with nothing filled in."""
    return STEPS[name].form(auto_id=f"id_{name}_%s")


def form_for(
    name: str,
    page: MatterPage,
    on: dt.date,
    request: HttpRequest | None = None,
    initial: dict[str, Any] | None = None,
) -> forms.Form:
    """Return the form of an act, filled from the request when there is one, else from `initial`."""
    step = STEPS[name]
    given: dict[str, Any] = {"page": page, "on": on} if step.chooses_unit else {}
    if request is None or request.method != "POST":
        return step.form(auto_id=f"id_{name}_%s", initial=initial, **given)
    return step.form(request.POST, request.FILES, auto_id=f"id_{name}_%s", **given)
