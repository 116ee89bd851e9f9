"""Consent: free, of every side, recorded with how and when; taken back at any moment of the talks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from linli.apps.disputes.rules.states import BEFORE_TALKS, State, wrong_state
from linli.foundation.refusals import Refused


class Consent(StrEnum):
    NONE = ""
    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


WAYS: Final = ("online", "code", "in_person", "phone", "paper")
OWN_WAYS: Final = frozenset({"online", "code"})  # of a side itself; the others are written down


@dataclass(frozen=True, slots=True)
class SideFacts:
    """A side as the rules see it."""

    number: int
    is_applicant: bool
    consent: str


def require_answer(state: State, consent: str, answer: str) -> None:
    """Refuse an answer that the moment does not allow."""
    if answer not in {Consent.GIVEN, Consent.REFUSED, Consent.WITHDRAWN}:
        raise Refused("dispute.answer_unknown", "请选择同意、不同意或者撤回同意。", field="answer")
    if answer == Consent.WITHDRAWN:
        _require_withdrawal(state, consent)
        return
    if state not in BEFORE_TALKS:
        raise wrong_state()
    if consent == answer:
        raise Refused("dispute.answered_before", "这一方已经这样答复过了，不用再登记。")


def _require_withdrawal(state: State, consent: str) -> None:
    if state is State.AGREED:
        raise Refused(
            "dispute.agreed_already",
            "已经达成协议，协议对双方都有约束力，不能再撤回同意。对内容有争议，可以向法院起诉。",
        )
    if state not in {State.CONSENT_ASKED, State.IN_MEDIATION} or consent != Consent.GIVEN:
        raise wrong_state()


def require_way(way: str, *, is_own: bool) -> None:
    """Refuse a way that does not fit who records it."""
    if way not in WAYS or is_own is not (way in OWN_WAYS):
        raise Refused(
            "dispute.way_unfit", "请选择对方是怎样答复的：当面、电话还是书面。", field="way"
        )


def all_agree(sides: Sequence[SideFacts]) -> bool:
    """Tell whether both parts are there and every side has given its consent."""
    return {side.is_applicant for side in sides} == {True, False} and all(
        side.consent == Consent.GIVEN for side in sides
    )
