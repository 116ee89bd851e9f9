"""Procedures, lanes, law and evidence: on plain facts."""

from __future__ import annotations

import copy
import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.apps.deliberation.rules import halls, law, texts, topics
from linli.apps.deliberation.rules.lanes import (
    Reason,
    all_lane_sets,
    find_lane_set,
    lane_sets_on,
    suggest_lane,
    yuan_in,
)
from linli.apps.deliberation.rules.law import Engine, Offer, Payer
from linli.apps.deliberation.rules.procedures import (
    DATA,
    FLOOR,
    Evidence,
    Part,
    all_procedures,
    find_procedure,
    procedures_on,
    read_procedure,
    require_part,
)
from linli.apps.deliberation.rules.stages import STAGES, Stage, after, require_stage
from linli.apps.deliberation.rules.topics import Facts, Nudge, Result
from linli.foundation.clock import LOCAL
from linli.foundation.refusals import Refused

pytestmark = pytest.mark.pure
NOW = dt.datetime(2026, 11, 17, 10, tzinfo=LOCAL)
SIX = find_procedure("six_steps")
ROWS: list[dict[str, Any]] = json.loads((DATA / "procedures.json").read_text("utf-8"))["procedures"]


def refusal(code: str) -> Any:
    return pytest.raises(Refused, match=code.replace(".", r"\."))


def test_the_default_has_six_steps_and_others_are_rows_of_the_same_table() -> None:
    assert [step.name for step in SIX.steps] == [
        "提议题", "出主意", "审方案", "议事会商", "居民表决", "公示办理评议",
    ]  # fmt: skip
    assert [len(row.steps) for row in all_procedures().values()] == [6, 5, 5]
    assert [step.days for step in SIX.steps] == [7, 7, 5, 7, 10, 30]


@pytest.mark.parametrize("code", all_procedures())
def test_every_procedure_runs_through_every_stage_in_order_and_waives_nothing(code: str) -> None:
    rules = [rule for step in find_procedure(code).steps for rule in step.stages]

    assert tuple(rule.stage for rule in rules) == STAGES
    for rule in rules:
        assert FLOOR.get(rule.stage, frozenset()) <= set(rule.evidence)
    assert find_procedure(code).step_of(Stage.VOTING) > find_procedure(code).step_of(
        Stage.COLLECTING_IDEAS
    )


@pytest.mark.parametrize("gone", STAGES)
def test_a_procedure_that_leaves_a_stage_out_is_refused(gone: Stage) -> None:
    row = copy.deepcopy(ROWS[0])
    for step in row["steps"]:
        step["stages"] = [each for each in step["stages"] if each["code"] != gone]

    with refusal("procedure.stages"):
        read_procedure(row)


@pytest.mark.parametrize(
    ("stage", "evidence"), [(stage, each) for stage, floor in FLOOR.items() for each in floor]
)
def test_what_makes_a_decision_the_residents_own_is_never_waived(
    stage: Stage, evidence: Evidence
) -> None:
    row = copy.deepcopy(ROWS[0])
    for step in row["steps"]:
        for each in step["stages"]:
            if each["code"] == stage:
                each["evidence"].remove(evidence)

    with refusal("procedure.floor"):
        read_procedure(row)


def test_days_and_numbers_of_steps_are_bounded() -> None:
    endless = copy.deepcopy(ROWS[0])
    endless["steps"][0]["stages"][0]["days"] = 91
    with refusal("procedure.days"):
        read_procedure(endless)
    one = copy.deepcopy(ROWS[0])
    one["steps"] = [{**one["steps"][0], "stages": [e for s in one["steps"] for e in s["stages"]]}]
    with refusal("procedure.steps"):
        read_procedure(one)


def test_procedures_and_lanes_are_in_force_by_date() -> None:
    assert procedures_on(dt.date(2023, 12, 31)) == ()
    assert len(procedures_on(dt.date(2026, 1, 1))) == 3
    assert lane_sets_on(dt.date(2023, 12, 31)) == ()
    assert [row.code for row in lane_sets_on(dt.date(2026, 1, 1))] == list(all_lane_sets())
    with refusal("procedure.unknown"):
        find_procedure("seven_steps")
    with refusal("lane.set_unknown"):
        find_lane_set("four_ways")


def test_a_stage_is_due_at_the_end_of_its_last_day() -> None:
    assert SIX.due(Stage.PROPOSED, NOW) == dt.datetime(2026, 11, 25, tzinfo=LOCAL)
    before_midnight = dt.datetime(2026, 11, 17, 23, 59, tzinfo=LOCAL)
    assert SIX.due(Stage.PROPOSED, before_midnight) == SIX.due(Stage.PROPOSED, NOW)


def test_the_procedure_says_who_may_act() -> None:
    rule = SIX.rule_of(Stage.COLLECTING_IDEAS)
    require_part(rule, "idea", frozenset({Part.SEAT}))
    with refusal("topic.not_your_part"):
        require_part(rule, "voice", frozenset({Part.SEAT, Part.UNIT, Part.OFFICE}))
    with refusal("topic.not_your_part"):
        require_part(rule, "unheard_of", frozenset(Part))


def test_stages_follow_one_another_and_none_is_left_out() -> None:
    assert [after(stage) for stage in STAGES[:-1]] == list(STAGES[1:])
    require_stage("voting", Stage.VOTING)
    with refusal("topic.wrong_stage"):
        require_stage("in_meeting", Stage.VOTING)


@pytest.mark.parametrize(
    ("words", "lane", "reason"),
    [
        ("三楼灯坏了，换个灯泡就行。", "minor", Reason.SMALL),
        ("大家想在凉亭装风扇，大约800元。", "ordinary", Reason.SHARED),
        ("全小区停车位重新划线。", "major", Reason.WHOLE),
        ("用维修资金换电梯。", "major", Reason.LAW),
        ("围墙重做要3万元。", "major", Reason.MONEY),
        ("楼顶违建想请部门拆除。", "major", Reason.DEPARTMENT),
        ("灯坏了要换整套，估计5000元。", "ordinary", Reason.MONEY),
        ("想说点事。", "ordinary", Reason.SHARED),
    ],
)
def test_a_lane_is_suggested_with_its_reason(words: str, lane: str, reason: Reason) -> None:
    found = suggest_lane(find_lane_set("three_ways"), words)

    assert (found.lane, reason in found.reasons) == (lane, True)


def test_other_words_for_the_lanes_need_no_code() -> None:
    lanes = find_lane_set("public_and_private")

    assert suggest_lane(lanes, "楼上那户漏水到我家。").lane == "private"
    assert suggest_lane(lanes, "公共晾晒区重新划分。").lane == "minor"
    assert suggest_lane(lanes, "三楼灯坏了。").lane == "minor"
    assert suggest_lane(lanes, "消防通道堵了。").lane == "major"
    assert suggest_lane(lanes, "没说什么", ["art278"]).lane == "major"


@given(st.text(max_size=200))
def test_any_words_get_a_lane_of_the_set(words: str) -> None:
    for lanes in all_lane_sets().values():
        found = suggest_lane(lanes, words)
        assert lanes.find(found.lane).code == found.lane
        assert found.reasons
    assert yuan_in(words) >= 0


def test_the_engine_follows_from_the_items_and_from_who_pays() -> None:
    assert law.engine_for([]) is Engine.RESIDENTS
    assert law.engine_for([0, 0]) is Engine.RESIDENTS
    for item in range(1, 10):
        assert law.engine_for([0, item]) is Engine.OWNERS
    for payer, item in ((Payer.REPAIR_FUND, 5), (Payer.NEW_FUND, 6), (Payer.PUBLIC_INCOME, 9)):
        with refusal("option.item_certain"):
            law.require_offer(Offer(100, payer, 0))
        law.require_offer(Offer(100, payer, item))
    topics.require_engine(Engine.OWNERS, has_compound=True)
    topics.require_engine(Engine.RESIDENTS, has_compound=False)
    with refusal("topic.no_compound"):
        topics.require_engine(Engine.OWNERS, has_compound=False)


@pytest.mark.parametrize(
    ("offer", "code"),
    [
        (Offer(-1, Payer.FIRM, 0), "option.cost"),
        (Offer(law.YUAN_MAX + 1, Payer.FIRM, 0), "option.cost"),
        (Offer(0, Payer.FIRM, 0), "option.payer"),
        (Offer(5, Payer.NOBODY, 0), "option.payer"),
        (Offer(5, Payer.FIRM, 10), "option.item"),
    ],
)
def test_cost_payer_and_item_fit_together(offer: Offer, code: str) -> None:
    with refusal(code):
        law.require_offer(offer)


def facts(stage: Stage, **more: Any) -> Facts:
    return Facts(stage, NOW + dt.timedelta(days=3), **more)


COMPLETE: dict[str, Any] = {
    "has_lane": True, "seconds": 3, "seconds_needed": 3, "options": 1, "law_checked": True,
    "has_minutes": True, "result": Result.CARRIED, "has_outcome": True, "percent": 100, "yes": 3,
}  # fmt: skip
LATE = NOW + dt.timedelta(days=4)


@pytest.mark.parametrize(
    ("stage", "gone", "code"),
    [
        (Stage.PROPOSED, {"has_lane": False}, "topic.no_lane"),
        (Stage.PROPOSED, {"seconds": 2}, "topic.few_seconds"),
        (Stage.OPTION_REVIEW, {"options": 0}, "topic.no_option"),
        (Stage.OPTION_REVIEW, {"law_checked": False}, "topic.law_unchecked"),
        (Stage.OPTION_REVIEW, {"needs_answer": True}, "topic.unanswered"),
        (Stage.IN_MEETING, {"has_minutes": False}, "topic.no_minutes"),
        (Stage.VOTING, {"result": Result.NONE}, "topic.no_result"),
        (Stage.VOTING, {"has_outcome": False}, "topic.no_outcome"),
        (Stage.IN_WORK, {"percent": 99}, "topic.work_unfinished"),
    ],
)
def test_a_stage_is_left_only_with_its_evidence(
    stage: Stage, gone: dict[str, Any], code: str
) -> None:
    assert topics.next_stage(SIX, facts(stage, **COMPLETE), LATE) is after(stage)
    with refusal(code):
        topics.next_stage(SIX, facts(stage, **{**COMPLETE, **gone}), LATE)


def test_days_given_to_neighbours_are_given_in_full() -> None:
    for stage in (Stage.COLLECTING_IDEAS, Stage.PUBLICISING):
        standing = facts(stage, **COMPLETE)
        with refusal("topic.window_open"):
            topics.next_stage(SIX, standing, standing.due_at - dt.timedelta(seconds=1))
        assert topics.next_stage(SIX, standing, standing.due_at) is after(stage)


def test_the_convener_may_take_on_what_few_seconded() -> None:
    few = {**COMPLETE, "seconds": 0, "is_accepted": True}
    assert topics.next_stage(SIX, facts(Stage.PROPOSED, **few), NOW) is Stage.COLLECTING_IDEAS


@pytest.mark.parametrize("result", [Result.NOT_CARRIED, Result.TOO_FEW])
def test_what_lost_the_vote_ends_after_the_notice(result: Result) -> None:
    lost = facts(Stage.PUBLICISING, **{**COMPLETE, "result": result})
    assert topics.next_stage(SIX, lost, LATE) is Stage.NOT_CARRIED


@pytest.mark.parametrize(
    ("yes", "no", "stage"),
    [
        (0, 0, "closed"),
        (3, 0, "closed"),
        (2, 1, "closed"),
        (1, 1, "in_work"),
        (0, 1, "in_work"),
        (2, 3, "in_work"),
    ],
)
def test_at_least_half_who_say_not_done_bring_it_back_to_work(
    yes: int, no: int, stage: str
) -> None:
    assert topics.judge_review(facts(Stage.UNDER_REVIEW, yes=yes, no=no)) == stage


def test_a_review_counts_early_with_three_voices_and_else_at_its_end() -> None:
    rule = SIX.rule_of(Stage.UNDER_REVIEW)
    topics.require_evidence(rule, facts(Stage.UNDER_REVIEW, yes=2, no=1), NOW)
    topics.require_evidence(rule, facts(Stage.UNDER_REVIEW), LATE)
    with refusal("topic.review_open"):
        topics.require_evidence(rule, facts(Stage.UNDER_REVIEW, yes=1, no=1), NOW)


def test_progress_goes_forward_and_ends_with_proof() -> None:
    topics.require_progress(30, 30, has_proof=False)
    topics.require_progress(30, 100, has_proof=True)
    for before, percent, proof, code in (
        (0, 101, True, "progress.percent"),
        (0, -1, True, "progress.percent"),
        (30, 29, True, "progress.backwards"),
        (30, 100, False, "progress.no_proof"),
    ):
        with refusal(code):
            topics.require_progress(before, percent, has_proof=proof)


def test_reminders_grow_with_the_delay_and_there_is_none_before() -> None:
    due = NOW
    day = dt.timedelta(days=1)
    assert topics.nudge_due(due, due - 2 * day) is None
    assert topics.nudge_due(due, due - day) is Nudge.SOON
    assert topics.nudge_due(due, due) is Nudge.LATE
    assert topics.nudge_due(due, due + 5 * day) is Nudge.ESCALATED


def test_a_sitting_takes_the_parts_of_the_day_that_it_touches() -> None:
    day = NOW.replace(hour=0)

    def slots(start: int, end: int) -> list[str]:
        found = halls.slots_between(day + dt.timedelta(hours=start), day + dt.timedelta(hours=end))
        return [slot.value for slot in found]

    assert slots(9, 11) == ["morning"]
    assert slots(11, 13) == ["morning", "afternoon"]
    assert slots(19, 21) == ["evening"]
    for start, end, code in (
        (10, 10, "hall.times"),
        (10, 34, "hall.times"),
        (6, 9, "hall.hours"),
        (21, 23, "hall.hours"),
    ):
        with refusal(code):
            slots(start, end)


def test_a_hall_sits_with_rules_and_a_secretary_convenes_it() -> None:
    halls.require_rules(has_rules=True)
    with refusal("hall.no_rules"):
        halls.require_rules(has_rules=False)
    halls.require_convener(frozenset({"branch_secretary"}))
    with refusal("hall.convener"):
        halls.require_convener(frozenset({"director", "property_manager"}))
    today = NOW.date()
    halls.require_bookable(today, today)
    for on in (today - dt.timedelta(days=1), today + dt.timedelta(days=91)):
        with refusal("hall.book_day"):
            halls.require_bookable(on, today)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("灯", "topic.too_short"),
        ("。。。。", "topic.too_short"),
        ("灯" * 61, "topic.too_long"),
        ("灯" * 100_000, "topic.too_long"),
        ("他就是个钉子户", "topic.label_on_person"),
    ],
)
def test_words_are_bounded_and_label_nobody(text: str, code: str) -> None:
    with refusal(code):
        texts.bounded(text, texts.TITLE, field="title")


def test_optional_words_may_be_empty() -> None:
    assert texts.optional(" \n ", texts.PROOF, field="proof") == ""
    assert texts.optional(" 收据 12 号 ", texts.PROOF, field="proof") == "收据 12 号"
