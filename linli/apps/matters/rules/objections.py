"""When a unit may object to a dispatch, and what a ruling needs."""

from __future__ import annotations

import datetime as dt
from typing import Final, Protocol

from linli.apps.matters.rules import clock
from linli.apps.matters.rules.moves import Facts
from linli.apps.matters.rules.states import State, wrong_state
from linli.foundation.refusals import Refused
from linli.foundation.working_time import load_calendar

RULING_DAYS: Final = 2  # working days
STATES: Final = frozenset({State.DISPATCHED, State.IN_PROGRESS})


class Dispatched(Protocol):
    """What the rule knows of a dispatch: facts of a matter, or its page."""

    @property
    def state(self) -> str: ...
    @property
    def returned_at(self) -> dt.datetime | None: ...
    @property
    def dispatched_at(self) -> dt.datetime | None: ...


def can_still_return(facts: Dispatched, now: dt.datetime) -> bool:
    """Tell whether the unit may send the matter back without asking anybody."""
    return (
        facts.state == State.DISPATCHED
        and facts.returned_at is None
        and facts.dispatched_at is not None
        and now <= clock.return_until(facts.dispatched_at)
    )


def check_objection(facts: Facts, right_unit: int, now: dt.datetime) -> None:
    """Refuse an objection where there is nothing to object to, or an easier way."""
    if facts.state not in STATES or facts.unit_id is None:
        raise wrong_state()
    if right_unit == facts.unit_id:
        raise Refused(
            "matters.return_names_itself", "请写明应由哪个单位承办，不能填本单位。", field="unit"
        )
    if can_still_return(facts, now):
        raise Refused("matters.object_not_yet", "现在还可以直接退回，不用提异议。请用“退回”。")


def ruling_due(at: dt.datetime) -> dt.datetime:
    """Return until when an objection made at `at` is to be ruled."""
    return load_calendar().add_working_days(at, RULING_DAYS)
