"""From a form to its action: one short function an act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from linli.apps.disputes import actions
from linli.apps.disputes.actions import Minutes, Told, Voice
from linli.apps.disputes.queries import DisputePage
from linli.apps.disputes.web.forms.acts import (
    ActForm,
    AgreementForm,
    SessionForm,
    SideForm,
)
from linli.platform import files
from linli.platform.access import Actor


@dataclass(frozen=True, slots=True)
class Call:
    """Who does what with which page, form and code."""

    actor: Actor
    page: DisputePage
    form: ActForm
    code: str | None
    now: dt.datetime

    @property
    def data(self) -> dict[str, Any]:
        return self.form.cleaned_data

    @property
    def facts(self) -> dict[str, Any]:
        return {"actor": self.actor, "pk": self.page.id, "now": self.now}

    @property
    def voice(self) -> Voice:
        """Return how the side speaks: by itself, or as the form says."""
        side = self.data.get("side")
        return Voice(int(side) if side else None, self.data.get("way", ""), self.code)

    def photo(self, name: str) -> str:
        """Keep an uploaded picture, made anew; work for before the transaction."""
        upload = self.data.get(name)
        return files.store_photo(upload, now=self.now).key if upload else ""


def _ask_consent(call: Call) -> None:
    actions.ask_consent(**call.facts, way=call.data["way"])


def _consent(call: Call) -> None:
    actions.answer_consent(**call.facts, answer=call.data["answer"], voice=call.voice)


def _stop(call: Call) -> None:
    actions.answer_consent(**call.facts, answer="withdrawn", voice=call.voice)


def _add_side(call: Call) -> None:
    assert isinstance(call.form, SideForm)
    is_applicant = call.data["stands"] == "applicant"
    actions.add_side(**call.facts, someone=call.form.someone(), is_applicant=is_applicant)


def _edit_side(call: Call) -> None:
    assert isinstance(call.form, SideForm)
    actions.edit_side(**call.facts, side=int(call.data["side"]), someone=call.form.someone())


def _issue_code(call: Call) -> str:
    return actions.issue_code(**call.facts, side=int(call.data["side"]))


def _adopt(call: Call) -> None:
    actions.adopt_side(**call.facts, follow_code=call.code or "")


def _propose(call: Call) -> None:
    mediator = int(call.data["mediator"])
    actions.propose_mediator(**call.facts, mediator=mediator, follow_code=call.code)


def _answer_mediator(call: Call) -> None:
    accepts, seat = call.data["accepts"] == "yes", int(call.data["seat"])
    actions.answer_mediator(**call.facts, seat=seat, accepts=accepts, voice=call.voice)


def _plan(call: Call) -> None:
    assert isinstance(call.form, SessionForm)
    actions.plan_session(
        **call.facts,
        begins_at=call.form.begins_at(),
        setting=call.data["setting"],
        place=call.data["place"],
    )


def _cancel(call: Call) -> None:
    actions.cancel_session(**call.facts, number=int(call.data["number"]))


def _record(call: Call) -> None:
    came = [int(number) for number in call.data["came"]]
    minutes = Minutes(came, call.data["record"], call.data["next_step"])
    actions.record_session(**call.facts, number=int(call.data["number"]), minutes=minutes)


def _note(call: Call) -> None:
    for_side = call.page.capacity == "side"
    actions.add_note(
        **call.facts, words=call.data["words"], for_side=for_side, follow_code=call.code
    )


def _draw_up(call: Call) -> None:
    assert isinstance(call.form, AgreementForm)
    words, form = call.data["words"], call.data["form"]
    actions.draw_up(**call.facts, form=form, words=words, duties=call.form.duties())


def _confirm(call: Call) -> None:
    mark = call.data["fingerprint"]
    if call.page.capacity == "side":
        actions.confirm_agreement(**call.facts, fingerprint=mark, voice=call.voice)
        return
    scan = call.photo("scan")
    for number in call.data["sides_said"]:
        voice = Voice(int(number), "paper" if scan else "spoken")
        actions.confirm_agreement(**call.facts, fingerprint=mark, voice=voice, scan=scan)


def _perform(call: Call) -> None:
    told = Told(int(call.data["duty"]), call.data["is_done"] == "yes", call.photo("proof"))
    actions.report_performance(**call.facts, told=told, follow_code=call.code)


def _court(call: Call) -> None:
    court, on = call.data["court"], call.data["on"]
    actions.record_court(**call.facts, court=court, on=on, follow_code=call.code)


def _risk(call: Call) -> None:
    actions.set_risk(**call.facts, risk=call.data["risk"])


def _fail(call: Call) -> None:
    actions.fail_dispute(**call.facts, advice=call.data["advice"])


def _refer(call: Call) -> None:
    actions.refer_dispute(**call.facts, way=call.data["way"], advice=call.data["advice"])


def _step_down(call: Call) -> None:
    actions.step_down(**call.facts)


def _close(call: Call) -> None:
    actions.close_dispute(**call.facts)


def _withdraw(call: Call) -> None:
    actions.withdraw_dispute(**call.facts, follow_code=call.code)


DO: Final[Mapping[str, Callable[[Call], str | None]]] = {
    "ask_consent": _ask_consent,
    "consent": _consent,
    "stop": _stop,
    "add_side": _add_side,
    "edit_side": _edit_side,
    "issue_code": _issue_code,
    "adopt": _adopt,
    "propose_mediator": _propose,
    "answer_mediator": _answer_mediator,
    "step_down": _step_down,
    "plan_session": _plan,
    "cancel_session": _cancel,
    "record_session": _record,
    "note_mediators": _note,
    "note_side": _note,
    "draw_up": _draw_up,
    "confirm": _confirm,
    "perform": _perform,
    "court": _court,
    "risk": _risk,
    "fail": _fail,
    "refer": _refer,
    "close": _close,
    "withdraw": _withdraw,
}
