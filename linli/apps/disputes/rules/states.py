"""The states of a dispute and which may follow which, read from `data/states.json`."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Final

from linli.foundation.refusals import Refused

DATA: Final = Path(__file__).parents[1] / "data"


class State(StrEnum):
    REGISTERED = "registered"
    CONSENT_ASKED = "consent_asked"
    IN_MEDIATION = "in_mediation"
    AGREED = "agreed"
    PERFORMED = "performed"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    REFERRED = "referred"


class Outcome(StrEnum):
    """Why a dispute ended as it did."""

    PERFORMED = "performed"  # what was agreed has been done
    REFUSED = "refused"  # a side never agreed to mediation
    STOPPED = "stopped"  # a side took its consent back
    NO_AGREEMENT = "no_agreement"
    NOT_PERFORMED = "not_performed"  # agreed, and not done
    WITHDRAWN = "withdrawn"  # who applied no longer wants it
    REFERRED = "referred"  # another way is the right one


TRANSITIONS: Final[dict[State, frozenset[State]]] = {
    State(before): frozenset(State(after) for after in afters)
    for before, afters in json.loads((DATA / "states.json").read_text(encoding="utf-8"))[
        "transitions"
    ].items()
}
ENDED: Final = frozenset(state for state, afters in TRANSITIONS.items() if not afters)
OPEN: Final = frozenset(TRANSITIONS) - ENDED
BEFORE_TALKS: Final = frozenset({State.REGISTERED, State.CONSENT_ASKED})
# Which states each outcome can stand beside.
STATE_OF: Final[dict[Outcome, State]] = {
    Outcome.PERFORMED: State.PERFORMED,
    Outcome.REFUSED: State.FAILED,
    Outcome.STOPPED: State.FAILED,
    Outcome.NO_AGREEMENT: State.FAILED,
    Outcome.NOT_PERFORMED: State.FAILED,
    Outcome.WITHDRAWN: State.WITHDRAWN,
    Outcome.REFERRED: State.REFERRED,
}


def require_step(before: State, after: State) -> None:
    """Refuse a step that the table does not know."""
    if after not in TRANSITIONS[before]:
        raise wrong_state()


def require_state(state: State, *wanted: State) -> None:
    """Refuse an act that the present state does not allow."""
    if state not in wanted:
        raise wrong_state()


def wrong_state() -> Refused:
    return Refused(
        "dispute.wrong_state", "这件调解的状态已经变了，现在不能做这一步。请刷新页面看最新进展。"
    )
