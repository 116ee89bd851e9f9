"""The states of a matter and which may follow which, read from `data/states.json`."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Final

from linli.foundation.refusals import Refused

DATA: Final = Path(__file__).parents[1] / "data"


class State(StrEnum):
    RECEIVED = "received"
    ACCEPTED = "accepted"
    DISPATCHED = "dispatched"
    IN_PROGRESS = "in_progress"
    WAITING_INFORMATION = "waiting_information"
    WAITING_DECISION = "waiting_decision"
    RESOLVED = "resolved"
    CLOSED = "closed"
    REOPENED = "reopened"
    REFERRED_OUT = "referred_out"
    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"


TRANSITIONS: Final[dict[State, frozenset[State]]] = {
    State(before): frozenset(State(after) for after in afters)
    for before, afters in json.loads((DATA / "states.json").read_text(encoding="utf-8"))[
        "transitions"
    ].items()
}

# Somebody still has work with these; the lists of today are made of them.
OPEN: Final = frozenset(
    {
        State.RECEIVED,
        State.ACCEPTED,
        State.DISPATCHED,
        State.IN_PROGRESS,
        State.WAITING_INFORMATION,
        State.WAITING_DECISION,
        State.REOPENED,
    }
)
# Nothing more is handed in for these; a merging that was wrong can still be undone.
ENDED: Final = frozenset({State.REFERRED_OUT, State.WITHDRAWN, State.DUPLICATE})


def may_follow(before: State, after: State) -> bool:
    return after in TRANSITIONS[before]


def wrong_state() -> Refused:
    """Return the refusal for an act that the present state does not allow."""
    return Refused(
        "matters.wrong_state", "这件诉求的状态已经变了，现在不能做这一步。请刷新页面看最新进展。"
    )
