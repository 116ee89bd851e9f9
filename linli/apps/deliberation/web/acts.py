"""What can be done on a topic's page: each act with its form, when it is offered, and how it is done."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.apps.deliberation import actions, queries
from linli.apps.deliberation.queries import TopicPage
from linli.apps.deliberation.rules.procedures import Evidence
from linli.apps.deliberation.rules.stages import BEFORE_VOTE, Stage
from linli.apps.deliberation.rules.topics import Result
from linli.apps.deliberation.web.forms import (
    ActForm,
    AnswerForm,
    IdeaForm,
    NumberForm,
    OptionForm,
    OutcomeForm,
    PlainAct,
    ProgressForm,
    ReasonForm,
    ReviewForm,
    SitForm,
    TriageForm,
    VoiceForm,
    VoteForm,
)
from linli.platform.access import Actor

Do = Callable[[Actor, int, Mapping[str, Any], dt.datetime], object]


@dataclass(frozen=True, slots=True)
class Act:
    """One act: what its button says, what it asks, when it is offered, what is said when it is done."""

    name: str
    label: str | Promise
    icon: str
    form: type[ActForm]
    when: Callable[[TopicPage], bool]
    do: Do
    done: str | Promise
    tone: str = ""
    is_first: bool = False  # open at once: it is what comes next
    needs_units: bool = False


def _call(act: Callable[..., object]) -> Do:
    """Return the act with the form's answers as they are."""
    return lambda actor, pk, data, now: act(actor=actor, pk=pk, now=now, **data)


def _met(page: TopicPage, *but: Evidence) -> bool:
    return all(is_met for evidence, is_met in page.evidence if evidence not in but)


def _may(page: TopicPage, action: str, *stages: Stage) -> bool:
    return action in page.may and page.stage in stages


def _few(page: TopicPage) -> bool:
    is_few = page.facts.seconds < page.facts.seconds_needed
    return _may(page, "convene", Stage.PROPOSED) and is_few and not page.facts.is_accepted


def _advances(page: TopicPage) -> bool:
    stages = (
        Stage.PROPOSED,
        Stage.COLLECTING_IDEAS,
        Stage.OPTION_REVIEW,
        Stage.PUBLICISING,
    )
    return _may(page, "convene", *stages) and _met(page)


def _can_second(page: TopicPage) -> bool:
    is_free = not page.has_seconded and not page.is_own
    return _may(page, "second", Stage.PROPOSED) and page.can("second") and is_free


def _can_vote(page: TopicPage) -> bool:
    if "convene" not in page.may:
        return False
    return (page.stage == Stage.IN_MEETING and _met(page)) or page.is_vote_void


def _add_option(actor: Actor, pk: int, data: Mapping[str, Any], now: dt.datetime) -> object:
    return actions.add_option(actor=actor, pk=pk, option=actions.Option(**data), now=now)


def _sit(actor: Actor, pk: int, data: Mapping[str, Any], now: dt.datetime) -> object:
    return actions.call_sitting(
        actor=actor,
        client_id=uuid.uuid4(),
        pk=queries.hall_of(pk),
        topics=(pk,),
        now=now,
        **data,
    )


def _review(actor: Actor, pk: int, data: Mapping[str, Any], now: dt.datetime) -> object:
    is_done = data["is_done"] == "yes"
    return actions.review_topic(actor=actor, pk=pk, is_done=is_done, words=data["words"], now=now)


ACTS: Final = {
    act.name: act
    for act in (
        Act("second", _("附议"), "hand-heart", PlainAct, _can_second, _call(actions.second_topic),
            _("已附议，谢谢。您的名字不会公开。"), is_first=True),
        Act("idea", _("出个主意"), "lightbulb", IdeaForm,
            lambda page: _may(page, "idea", Stage.COLLECTING_IDEAS) and page.can("idea"),
            _call(actions.give_idea), _("主意已收到，邻居可以表态了。")),
        Act("voice", _("表态"), "thumbs-up", VoiceForm,
            lambda page: _may(page, "voice", Stage.COLLECTING_IDEAS) and page.can("voice"),
            _call(actions.voice_on_idea), _("已记下您的意见，可以随时改。")),
        Act("review", _("评一评：真的办好了吗"), "star", ReviewForm,
            lambda page: (
                _may(page, "review", Stage.UNDER_REVIEW)
                and page.can("review") and not page.has_reviewed
            ),
            _review, _("谢谢评议，结果到期公布。"), is_first=True),
        Act("triage", _("分流"), "route", TriageForm,
            lambda page: _may(page, "triage", *BEFORE_VOTE), _call(actions.triage_topic),
            _("分流已记下，理由公开。"), needs_units=True),
        Act("accept", _("附议不够，但我认为该议"), "check", ReasonForm, _few,
            _call(actions.accept_topic), _("已受理。")),
        Act("advance", _("进入下一步"), "arrow-right", PlainAct, _advances,
            _call(actions.advance_topic), _("已进入下一步。"), is_first=True),
        Act("option", _("加一个方案"), "plus", OptionForm,
            lambda page: _may(page, "option", Stage.OPTION_REVIEW) and page.can("option"),
            _add_option, _("方案已加上，请再核对法律。"), needs_units=True),
        Act("unoption", _("撤下这个方案"), "undo-2", NumberForm,
            lambda page: _may(page, "option", Stage.OPTION_REVIEW) and page.can("option"),
            _call(actions.withdraw_option), _("方案已撤下。")),
        Act("law", _("法律已逐个核对"), "scale", PlainAct,
            lambda page: (
                _may(page, "convene", Stage.OPTION_REVIEW)
                and bool(page.options) and not page.facts.law_checked
            ),
            _call(actions.check_law), _("已核对。由谁表决，由方案涉及的事项决定。"), is_first=True),
        Act("answer", _("正式答复"), "landmark", AnswerForm,
            lambda page: _may(
                page, "answer", Stage.COLLECTING_IDEAS, Stage.OPTION_REVIEW, Stage.IN_MEETING
            ),
            _call(actions.answer_topic), _("答复已公开。")),
        Act("sit", _("约一次议事会"), "calendar", SitForm,
            lambda page: _may(page, "convene", Stage.IN_MEETING) and not page.meetings,
            _sit, _("议事会已约好，成员会收到通知。"), is_first=True),
        Act("vote", _("交付表决"), "vote", VoteForm, _can_vote,
            _call(actions.open_topic_vote), _("表决已发起。"), is_first=True),
        Act("outcome", _("公布结果说明"), "pin", OutcomeForm,
            lambda page: (
                _may(page, "convene", Stage.VOTING) and page.topic.result != Result.NONE
            ),
            _call(actions.publish_outcome), _("结果已公示。"), is_first=True),
        Act("progress", _("写进度"), "hammer", ProgressForm,
            lambda page: _may(page, "follow_up", Stage.IN_WORK) and page.can("follow_up"),
            _call(actions.report_progress), _("进度已公开。"), is_first=True),
        Act("finish", _("结束评议"), "circle-check", PlainAct,
            lambda page: _may(page, "convene", Stage.UNDER_REVIEW) and _met(page),
            _call(actions.finish_review), _("评议已结束。"), is_first=True),
        Act("decline", _("不受理"), "minus", ReasonForm, _few, _call(actions.decline_topic),
            _("已说明不受理的理由。"), tone="danger"),
        Act("withdraw", _("撤回议题"), "undo-2", ReasonForm,
            lambda page: _may(page, "withdraw", *BEFORE_VOTE), _call(actions.withdraw_topic),
            _("议题已撤回。"), tone="danger"),
        Act("hide", _("隐去不宜公开的内容"), "eye-off", ReasonForm,
            lambda page: "hide" in page.may and not page.topic.hidden_reason,
            _call(actions.hide_topic), _("已隐去，理由公开。"), tone="danger"),
    )
}  # fmt: skip
# Not offered in a list of their own: they stand beside an idea or an option.
BESIDE: Final = frozenset({"voice", "unoption"})


def offered(page: TopicPage) -> list[Act]:
    """Return the acts that the reader can do now: what comes next first, the rest in their order."""
    found = [act for act in ACTS.values() if act.name not in BESIDE and act.when(page)]
    return sorted(found, key=lambda act: not act.is_first)
