"""States in plain words: what a reporter reads, what staff read, and what may be done next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.apps.matters.models.labels import STATES
from linli.apps.matters.queries import MatterPage
from linli.apps.matters.rules.objections import can_still_return
from linli.apps.matters.rules.states import State
from linli.foundation import clock

LABELS: Final = dict(STATES)


@dataclass(frozen=True, eq=False, slots=True)  # told apart by identity: cheap as a fact
class Look:
    """How a state looks: tone and drawing of its badge, and its sentence for the reporter."""

    state: State
    tone: str
    icon: str
    sentence: str | Promise
    next: str | Promise

    @property
    def label(self) -> str:
        return str(LABELS[self.state])


LOOKS: Final = {
    State.RECEIVED: Look(
        State.RECEIVED, "info", "inbox", _("已经收到，正等社区看"), _("社区看过后会定下由谁来办。")
    ),
    State.ACCEPTED: Look(
        State.ACCEPTED,
        "info",
        "clipboard-list",
        _("社区已受理，正在定由谁来办"),
        _("定好承办单位后马上派出。"),
    ),
    State.DISPATCHED: Look(
        State.DISPATCHED, "info", "send", _("已经交给%(unit)s"), _("等他们开始办理。")
    ),
    State.IN_PROGRESS: Look(
        State.IN_PROGRESS, "jade", "wrench", _("%(unit)s正在办"), _("办完会在这里写明做了什么。")
    ),
    State.WAITING_INFORMATION: Look(
        State.WAITING_INFORMATION,
        "warn",
        "message-circle-question-mark",
        _("需要您补充一点情况"),
        _("您回答后接着办，等待的时间不计入期限。"),
    ),
    State.WAITING_DECISION: Look(
        State.WAITING_DECISION,
        "warn",
        "users-round",
        _("要等大家商量决定"),
        _("需要业主或居民先商定，定了接着办。"),
    ),
    State.RESOLVED: Look(
        State.RESOLVED,
        "good",
        "circle-check",
        _("办好了，请您看看"),
        _("七天内没有异议，这件事就结束。"),
    ),
    State.CLOSED: Look(
        State.CLOSED,
        "",
        "circle-check",
        _("这件事已经结束"),
        _("结束三十天内，问题又出现可以要求重新办。"),
    ),
    State.REOPENED: Look(
        State.REOPENED,
        "warn",
        "refresh-cw",
        _("您说没有解决，正在重新办"),
        _("期限从您提出时重新计算。"),
    ),
    State.REFERRED_OUT: Look(
        State.REFERRED_OUT,
        "",
        "arrow-up-right",
        _("这件事要走别的途径"),
        _("下面写明了该找哪里、为什么。"),
    ),
    State.WITHDRAWN: Look(
        State.WITHDRAWN, "", "undo-2", _("您已经撤回"), _("需要时随时可以再报。")
    ),
    State.DUPLICATE: Look(
        State.DUPLICATE, "", "copy", _("与另一件是同一件事，已并在一起办"), _("进展请看那一件。")
    ),
}
# Which acts make sense in a state; whether this actor may do them is told by `MatterPage.may`.
ACTS: Final[dict[State, tuple[str, ...]]] = {
    State.RECEIVED: ("settle", "finish", "accept", "refer", "duplicate", "urge", "withdraw"),
    State.ACCEPTED: ("settle", "finish", "start", "ask", "refer", "duplicate", "urge", "withdraw"),
    State.DISPATCHED: (
        "start",
        "finish",
        "return",
        "object",
        "reassign",
        "extend",
        "refer",
        "urge",
    ),
    State.IN_PROGRESS: (
        "finish",
        "ask",
        "wait_decision",
        "extend",
        "object",
        "reassign",
        "refer",
        "urge",
        "withdraw",
    ),
    State.WAITING_INFORMATION: ("inform", "withdraw"),
    State.WAITING_DECISION: ("resume", "finish", "extend", "urge"),
    State.RESOLVED: ("close", "reopen", "rate"),
    State.CLOSED: ("reopen", "rate"),
    State.REOPENED: ("settle", "start", "finish", "urge"),
    State.REFERRED_OUT: (),
    State.WITHDRAWN: (),
    State.DUPLICATE: ("separate",),
}
# Acts of a page that are several of the access table at once.
NEEDS: Final = {"settle": ("triage", "dispatch"), "finish": ("resolve",)}
ONCE: Final = {"extend": "extended_at"}
SENDS_BACK: Final = frozenset({"return", "object"})  # by itself while it may, later by a ruling


def look_of(state: str) -> Look:
    return LOOKS[State(state)]


def label_of(state: str) -> str:
    return look_of(state).label


def sentence_of(state: str, unit: str, somebody: str) -> str:
    """Return the state as a sentence for the reporter, with the name of who has it."""
    return str(look_of(state).sentence) % {"unit": unit or somebody}


def acts_of(page: MatterPage) -> tuple[str, ...]:
    """Return what this actor may do with the matter now."""
    return tuple(
        act
        for act in ACTS[State(page.state)]
        if all(need in page.may for need in NEEDS.get(act, (act,)))
        and not (act in ONCE and getattr(page, ONCE[act]))
        and (act not in SENDS_BACK or (act == "return") is can_still_return(page, clock.now()))
    )
