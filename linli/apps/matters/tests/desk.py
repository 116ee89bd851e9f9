"""What the tests of matters share: units that the cast works for, and a way to bring a matter along."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Final

import pytest

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import HANDLING_DEPARTMENT, PROPERTY_FIRM, Cast
from linli.apps.matters import actions
from linli.apps.matters.actions import Receipt, Report, Spot
from linli.apps.matters.rules.states import State
from linli.apps.organisations.models import Organisation
from linli.foundation.clock import LOCAL
from linli.platform.access import ANYONE, Actor, system

# A plain working Tuesday.
NOW: Final = dt.datetime(2026, 11, 17, 10, 0, tzinfo=LOCAL)
OTHER_UNIT: Final = 7003
WORDS: Final = "1栋2单元楼道灯坏了好几天，晚上看不见台阶。"
ANSWER: Final = "11月17日已换好二楼到五楼的灯，以后不亮请打社区电话。"


def later(**duration: float) -> dt.datetime:
    return NOW + dt.timedelta(**duration)


def make_units() -> None:
    """Write the units of the cast."""
    for pk, code, kind, name, area in (
        (HANDLING_DEPARTMENT, "urban_management", "department", "城市管理监督局", place.CITY),
        (PROPERTY_FIRM, "property_firm", "property_firm", "安居物业", place.COMMUNITY),
        (OTHER_UNIT, "ecology", "department", "生态环境局", place.CITY),
    ):
        Organisation.objects.create(
            id=pk, code=code, kind=kind, name=name, area_id=area, valid_from=place.SINCE
        )


@pytest.fixture
def desk(cast: Cast) -> Cast:
    """The cast with its units."""
    make_units()
    return cast


def report(
    actor: Actor = ANYONE, *, now: dt.datetime = NOW, kind: str = "A01", **more: object
) -> Receipt:
    """Report a matter in the first grid of the tiny city."""
    facts: dict[str, object] = {
        "client_id": uuid.uuid4(),
        "kind": kind,
        "words": WORDS,
        "spot": Spot(area=place.GRID),
        **more,
    }
    return actions.report_matter(actor=actor, report=Report(**facts), now=now)  # type: ignore[arg-type]  # facts of a test


SYSTEM: Final = system("tests")
QUESTION: Final = "请问具体在几楼？"
OBJECTION: Final = "三楼的灯还是不亮。"


def bring_to(state: State, *, actor: Actor = ANYONE, unit: int = HANDLING_DEPARTMENT) -> Receipt:
    """Report a matter and bring it to `state` on its usual way, as Linli itself."""
    receipt = report(actor)
    for number, step in enumerate(_way_to(state, receipt.id, unit)):
        step(later(minutes=number + 1))
    return receipt


def _way_to(state: State, pk: int, unit: int) -> list[Callable[[dt.datetime], object]]:
    def do(act: Callable[..., object], **facts: object) -> Callable[[dt.datetime], object]:
        return lambda now: act(actor=SYSTEM, pk=pk, now=now, **facts)

    accepted = [do(actions.accept_matter)]
    dispatched = [*accepted, do(actions.dispatch_matter, unit=unit)]
    started = [*dispatched, do(actions.start_matter)]
    resolved = [*started, do(actions.resolve_matter, answer=ANSWER)]
    ways: dict[State, list[Callable[[dt.datetime], object]]] = {
        State.RECEIVED: [],
        State.ACCEPTED: accepted,
        State.DISPATCHED: dispatched,
        State.IN_PROGRESS: started,
        State.WAITING_INFORMATION: [*started, do(actions.ask_information, question=QUESTION)],
        State.WAITING_DECISION: [*started, do(actions.wait_decision, reason="等业主商量。")],
        State.RESOLVED: resolved,
        State.CLOSED: [*resolved, lambda _now: _closed(pk)],
        State.REOPENED: [*resolved, do(actions.reopen_matter, words=OBJECTION)],
        State.REFERRED_OUT: [do(actions.refer_out_matter, way="court", answer=ANSWER)],
        State.WITHDRAWN: [do(actions.withdraw_matter)],
        State.DUPLICATE: [lambda now: _duplicate(pk, now)],
    }
    return ways[state]


def _closed(pk: int) -> None:
    actions.close_matter(actor=SYSTEM, pk=pk, now=later(days=8))


def _duplicate(pk: int, now: dt.datetime) -> None:
    actions.mark_duplicate(actor=SYSTEM, pk=pk, of=report().reference, now=now)
