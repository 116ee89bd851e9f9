"""The rules alone: deadlines, moves, suggestions. Golden cases and properties."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.apps.matters.rules import clock, moves, texts
from linli.apps.matters.rules.kinds import (
    all_groups,
    all_kinds,
    find_kind,
    kind_of,
    kinds_on,
)
from linli.apps.matters.rules.moves import Facts
from linli.apps.matters.rules.records import difference
from linli.apps.matters.rules.states import ENDED, TRANSITIONS, State, may_follow
from linli.apps.matters.rules.suggesting import guess_kinds, shipped_model, suggest
from linli.foundation.clock import LOCAL, local_date
from linli.foundation.questions import clean_answers
from linli.foundation.refusals import Refused

TUESDAY = dt.datetime(2026, 11, 17, 10, 0, tzinfo=LOCAL)
ANSWER = "已换好灯，以后不亮请打社区电话。"


def facts(kind: str = "A01", **more: object) -> Facts:
    new = moves.received(kind_of(kind), TUESDAY, reporter=None, hide_reporter=False)
    return dataclasses.replace(new, **more)  # type: ignore[arg-type]  # facts of a test


def test_there_are_65_kinds_with_one_to_three_questions_each() -> None:
    assert len(all_kinds()) == 65
    assert len(all_groups()) == 9
    assert {len(kind.questions) for kind in all_kinds()} <= {1, 2, 3}
    assert len(kinds_on(local_date(TUESDAY))) == 65


def test_a_kind_is_in_force_by_date() -> None:
    gone = dataclasses.replace(kind_of("A01"), valid_to=dt.date(2026, 11, 17))

    assert gone.is_in_force(dt.date(2026, 11, 16))
    assert not gone.is_in_force(dt.date(2026, 11, 17))
    with pytest.raises(Refused, match=r"matters\.kind_unknown"):
        find_kind("Z99", local_date(TUESDAY))
    with pytest.raises(Refused, match=r"matters\.kind_unknown"):
        find_kind("A01", dt.date(2020, 1, 1))


@pytest.mark.parametrize(
    ("given_answers", "kept"),
    [
        ({"floor": " 06 "}, {"floor": "6"}),
        ({"since": "days", "other": "x"}, {"since": "days"}),
        ({"floor": ""}, {}),
    ],
)
def test_answers_fit_their_questions(given_answers: dict[str, str], kept: dict[str, str]) -> None:
    assert clean_answers(kind_of("A01").questions, given_answers) == kept


@pytest.mark.parametrize(
    ("kind", "answers"),
    [
        ("A01", {"floor": "high"}),
        ("A01", {"floor": "9" * 12}),
        ("A01", {"since": "yesterday"}),
        ("A04", {"lift_trapped": "maybe"}),
        ("I02", {"thanks_for": "谢" * 201}),
    ],
)
def test_answers_that_fit_nothing_are_sent_back(kind: str, answers: dict[str, str]) -> None:
    with pytest.raises(Refused, match=r"answer\.unfit"):
        clean_answers(kind_of(kind).questions, answers)


@pytest.mark.parametrize(
    ("received", "limit", "due"),
    [
        ("2026-02-13", "A08", "2026-02-25"),
        ("2026-04-03", "A08", "2026-04-09"),
        ("2026-04-30", "A11", "2026-05-11"),
        ("2026-06-18", "B01", "2026-06-23"),
        ("2026-09-19", "A04", "2026-09-20"),
        ("2026-09-30", "A08", "2026-10-10"),
        ("2026-11-20", "A03", "2026-12-04"),
    ],
)
def test_deadlines_follow_the_golden_cases(received: str, limit: str, due: str) -> None:
    start = dt.datetime.fromisoformat(received).replace(hour=10, tzinfo=LOCAL)

    found = clock.deadlines(kind_of(limit).limit, start)

    assert local_date(found.due) == dt.date.fromisoformat(due)


def test_what_is_urgent_runs_on_wall_time() -> None:
    saturday = dt.datetime(2026, 11, 21, 23, 0, tzinfo=LOCAL)

    found = clock.deadlines(kind_of("A07").limit, saturday)

    assert found.response_due - saturday == dt.timedelta(hours=1)
    assert found.due - saturday == dt.timedelta(hours=24)
    assert clock.shifted(kind_of("A07").limit, found.due, 90) - found.due == dt.timedelta(
        minutes=90
    )
    assert clock.shifted(kind_of("A07").limit, found.due, 0) == found.due


def test_an_urgent_clock_counts_every_minute() -> None:
    limit = kind_of("A07").limit
    found = clock.clock_of(
        limit,
        TUESDAY,
        now=TUESDAY - dt.timedelta(minutes=61),
        waiting_since=None,
        stopped_at=None,
    )

    assert (found.minutes, found.is_working) == (61, False)


def test_a_matter_handed_on_is_dispatched_anew() -> None:
    moved = moves.reassign(dispatched(), 2, None, TUESDAY)
    resumed = moves.resume(facts(state=State.WAITING_DECISION))

    assert (moved.state, moved.unit_id) == (State.DISPATCHED, 2)
    assert resumed.state is State.IN_PROGRESS


def test_the_clock_stands_still_while_waiting_and_when_done() -> None:
    limit, due = kind_of("A01").limit, TUESDAY + dt.timedelta(days=3)
    later = TUESDAY + dt.timedelta(days=9)

    waiting = clock.clock_of(limit, due, now=later, waiting_since=TUESDAY, stopped_at=None)
    late = clock.clock_of(limit, due, now=later, waiting_since=None, stopped_at=None)
    done = clock.clock_of(limit, due, now=later, waiting_since=None, stopped_at=TUESDAY)

    assert (waiting.is_paused, waiting.is_late, waiting.minutes > 0) == (True, False, True)
    assert (late.is_late, late.minutes < 0) == (True, True)
    assert (done.is_stopped, done.is_late) == (True, False)


def test_an_answer_moves_the_deadline_by_the_time_of_waiting() -> None:
    asked = facts(state=State.WAITING_INFORMATION, waiting_since=TUESDAY)

    answered = moves.answer_information(asked, TUESDAY + dt.timedelta(days=1))

    assert answered.paused_minutes == 420
    assert answered.due_at - asked.due_at == dt.timedelta(days=3)  # over a weekend


def test_another_kind_counts_its_own_limit_and_never_unhides() -> None:
    hidden = facts("B02", state=State.ACCEPTED)

    moved = moves.triage(hidden, kind_of("A07"), "major", TUESDAY)

    assert moved.privacy == "reporter_hidden"
    assert moved.due_at == TUESDAY + dt.timedelta(hours=24)
    with pytest.raises(Refused, match=r"matters\.lane_unknown"):
        moves.triage(hidden, kind_of("A07"), "huge", TUESDAY)


def test_a_reporter_may_ask_to_be_hidden() -> None:
    asked = moves.received(kind_of("A01"), TUESDAY, reporter=None, hide_reporter=True)
    strict = moves.received(kind_of("H07"), TUESDAY, reporter=None, hide_reporter=True)

    assert (asked.privacy, strict.privacy) == ("reporter_hidden", "sensitive")


def dispatched() -> Facts:
    return facts(state=State.DISPATCHED, unit_id=1, dispatched_at=TUESDAY)


def test_a_dispatch_goes_back_once_in_time_and_to_another() -> None:
    back = moves.return_dispatch(dispatched(), 2, TUESDAY + dt.timedelta(days=1))
    again = moves.dispatch(back, 1, None, TUESDAY + dt.timedelta(days=1))

    assert (back.state, back.unit_id, back.proposed_unit_id) == (State.ACCEPTED, None, 2)
    with pytest.raises(Refused, match=r"matters\.returned_before"):
        moves.return_dispatch(again, 2, TUESDAY + dt.timedelta(days=1))
    with pytest.raises(Refused, match=r"matters\.return_too_late"):
        moves.return_dispatch(dispatched(), 2, TUESDAY + dt.timedelta(days=2))
    with pytest.raises(Refused, match=r"matters\.return_names_itself"):
        moves.return_dispatch(dispatched(), 1, TUESDAY)


def test_handing_over_needs_somebody_else() -> None:
    with pytest.raises(Refused, match=r"matters\.unit_missing"):
        moves.dispatch(facts(state=State.ACCEPTED), None, None, TUESDAY)
    with pytest.raises(Refused, match=r"matters\.same_unit"):
        moves.reassign(dispatched(), 1, None, TUESDAY)


def test_a_deadline_is_extended_once_and_to_later() -> None:
    working = facts(state=State.IN_PROGRESS)
    later = working.due_at + dt.timedelta(days=7)

    extended = moves.extend(working, later, TUESDAY)

    assert extended.due_at == later
    with pytest.raises(Refused, match=r"matters\.extended_before"):
        moves.extend(extended, later + dt.timedelta(days=1), TUESDAY)
    for due in (working.due_at, working.due_at + dt.timedelta(days=61)):
        with pytest.raises(Refused, match=r"matters\.extension_date"):
            moves.extend(working, due, TUESDAY)


def test_what_nobody_objected_to_closes_after_a_week() -> None:
    done = facts(state=State.RESOLVED, answer=ANSWER, resolved_at=TUESDAY)

    assert moves.close_unasked(done, TUESDAY + dt.timedelta(days=7)).state is State.CLOSED
    with pytest.raises(Refused, match=r"matters\.closes_later"):
        moves.close_unasked(done, TUESDAY + dt.timedelta(days=6))


def test_reopening_starts_a_new_round_within_thirty_days() -> None:
    closed = facts(state=State.CLOSED, answer=ANSWER, resolved_at=TUESDAY, closed_at=TUESDAY)

    again = moves.reopen(closed, TUESDAY + dt.timedelta(days=30))

    assert (again.close_round, again.resolved_at) == (2, None)
    with pytest.raises(Refused, match=r"matters\.reopen_too_late"):
        moves.reopen(closed, TUESDAY + dt.timedelta(days=31))


def test_what_ends_elsewhere_says_where() -> None:
    with pytest.raises(Refused, match=r"matters\.way_unknown"):
        moves.refer_out(facts(), "heaven", ANSWER, TUESDAY)
    with pytest.raises(Refused, match=r"matters\.duplicate_of_itself"):
        moves.mark_duplicate(facts(), 1, 1, State.RECEIVED, TUESDAY)
    with pytest.raises(Refused, match=r"matters\.duplicate_of_ended"):
        moves.mark_duplicate(facts(), 1, 2, State.WITHDRAWN, TUESDAY)


def test_one_report_belongs_to_one_account() -> None:
    mine = moves.adopt(facts(), 7)

    assert moves.adopt(mine, 7) == mine
    with pytest.raises(Refused, match=r"matters\.adopted_before"):
        moves.adopt(mine, 8)


def test_a_rating_needs_an_end_and_a_value() -> None:
    with pytest.raises(Refused, match=r"matters\.not_resolved"):
        moves.require_ratable(facts(), "fair")
    with pytest.raises(Refused, match=r"matters\.rating_unknown"):
        moves.require_ratable(facts(state=State.CLOSED), "five stars")


@pytest.mark.parametrize(
    ("kind", "words", "lane", "reason"),
    [
        ("A01", "楼道灯坏了", "minor", "usual"),
        ("A01", "整栋楼的灯都不亮", "ordinary", "many_homes"),
        ("A03", "想申请维修资金", "major", "art278"),
        ("A09", "老人摔过两次了", "major", "danger"),
        ("B01", "清一次要200元", "ordinary", "money"),
    ],
)
def test_a_lane_is_suggested_with_its_reason(kind: str, words: str, lane: str, reason: str) -> None:
    found = suggest(shipped_model(), kind_of(kind), words, {})

    assert (found.lane, found.reasons[0]) == (lane, reason)


def test_answers_and_several_matters_weigh_too() -> None:
    several = suggest(
        shipped_model(), kind_of("I03"), "灯不亮、垃圾桶满了、车位也没有", {"amount": "5"}
    )
    single = suggest(shipped_model(), kind_of("I03"), "井盖不见了", {"danger": "yes"})

    assert "several_matters" in several.reasons
    assert "money" in several.reasons
    assert (several.kind, single.kind) == ("I03", "F07")
    assert guess_kinds(shipped_model(), "你们到底管不管？")[0].kind == "I03"


@pytest.mark.parametrize("answer", ["", "  \n", "业主难缠，已说明情况，不再处理。"])
def test_nothing_or_a_label_is_no_answer(answer: str) -> None:
    with pytest.raises(Refused):
        texts.clean_answer(answer)


def test_texts_have_bounds() -> None:
    with pytest.raises(Refused, match=r"matters\.text_too_short"):
        texts.clean_note("短", least=4)
    with pytest.raises(Refused, match=r"matters\.text_too_long"):
        texts.clean_name("某" * 41)
    assert texts.clean_phone("") == ""


STEPS = {
    "accept": moves.accept,
    "triage": lambda f, now: moves.triage(f, kind_of("A02"), "ordinary", now),
    "dispatch": lambda f, now: moves.dispatch(f, 1, None, now),
    "reassign": lambda f, now: moves.reassign(f, 2, None, now),
    "start": lambda f, _now: moves.start(f, 9),
    "return": lambda f, now: moves.return_dispatch(f, 3, now),
    "ask": moves.ask_information,
    "inform": moves.answer_information,
    "wait": lambda f, _now: moves.wait_decision(f),
    "resume": lambda f, _now: moves.resume(f),
    "extend": lambda f, now: moves.extend(f, f.due_at + dt.timedelta(days=3), now),
    "resolve": lambda f, now: moves.resolve(f, ANSWER, now),
    "close": moves.close,
    "reopen": moves.reopen,
    "refer": lambda f, now: moves.refer_out(f, "court", ANSWER, now),
    "withdraw": moves.withdraw,
    "duplicate": lambda f, now: moves.mark_duplicate(f, 1, 2, State.RECEIVED, now),
}


@given(
    kind=st.sampled_from([kind.code for kind in all_kinds()]),
    steps=st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(1, 3000)), max_size=25),
)
def test_any_order_of_steps_keeps_to_the_table_and_to_the_facts(
    kind: str, steps: list[tuple[str, int]]
) -> None:
    now, current = TUESDAY - dt.timedelta(days=300), facts(kind)
    current = dataclasses.replace(current, received_at=now)
    for name, minutes in steps:
        now += dt.timedelta(minutes=minutes)
        try:
            after = STEPS[name](current, now)  # type: ignore[no-untyped-call]  # lambdas
        except Refused:
            continue
        same = after.state is current.state
        assert same or may_follow(current.state, after.state)
        assert current.state not in ENDED
        was, became = difference(current, after)
        assert was.keys() == became.keys()
        current = after
        assert (current.waiting_since is not None) is (current.state is State.WAITING_INFORMATION)
        assert current.state is not State.RESOLVED or current.answer
        assert current.close_round >= 1
        assert current.paused_minutes >= 0


def test_every_state_of_the_table_is_known() -> None:
    assert set(TRANSITIONS) == set(State)
    assert {State.REFERRED_OUT, State.WITHDRAWN, State.DUPLICATE} == ENDED
