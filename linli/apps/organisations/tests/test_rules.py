"""Forming, appointing, committee states and coverage on plain facts."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from linli.apps.organisations.rules import appointing, committees, coverage, formation
from linli.apps.organisations.rules.appointing import Facts
from linli.apps.organisations.rules.committees import State, Term
from linli.apps.organisations.rules.coverage import Branch, Network, Place, Seat, Share
from linli.apps.organisations.rules.formation import Proposal
from linli.apps.organisations.rules.kinds import Form, Kind, Post
from linli.foundation.refusals import Refused

TODAY = dt.date(2026, 6, 1)
PLAN = Proposal(
    Kind.COMPOUND_BRANCH, Form.STANDALONE, "江滨花园党支部", members=3, units=1, compounds=1
)


def refusal(plan: Proposal) -> str:
    with pytest.raises(Refused) as caught:
        formation.check_formation(plan)
    return caught.value.code


def test_a_standalone_branch_has_three_full_members_and_one_compound() -> None:
    formation.check_formation(PLAN)

    assert refusal(replace(PLAN, members=2)) == "organisations.too_few_members"
    assert refusal(replace(PLAN, compounds=2)) == "organisations.standalone_many_compounds"


def test_a_joint_branch_lists_two_units() -> None:
    joint = replace(PLAN, form=Form.JOINT, members=1, units=2, compounds=2)
    formation.check_formation(joint)

    assert refusal(replace(joint, units=1)) == "organisations.too_few_units"


def test_an_attached_branch_names_its_host() -> None:
    attached = replace(PLAN, form=Form.ATTACHED, members=0, host_kind=Kind.COMMUNITY_PARTY_ORG)
    formation.check_formation(attached)

    assert refusal(replace(attached, host_kind=None)) == "organisations.no_host"
    assert refusal(replace(attached, host_kind=Kind.PROPERTY_FIRM)) == "organisations.no_host"


def test_a_branch_has_a_name_a_form_and_a_compound() -> None:
    assert refusal(replace(PLAN, name="  ")) == "organisations.name"
    assert refusal(replace(PLAN, name="支" * 81)) == "organisations.name"
    assert refusal(replace(PLAN, form=None)) == "organisations.form_missing"
    assert refusal(replace(PLAN, kind=Kind.DEPARTMENT)) == "organisations.form_missing"
    assert refusal(replace(PLAN, compounds=0)) == "organisations.no_compound"


FACTS = Facts(Kind.GRID_TEAM, Post.GRID_WORKER, dt.date(2026, 1, 1), has_area=True)
SEAT = Facts(
    Kind.OWNERS_COMMITTEE,
    Post.DIRECTOR,
    dt.date(2026, 3, 1),
    election="第2号决议",
    elected_on=dt.date(2026, 2, 1),
)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (replace(FACTS, post=Post.DIRECTOR), "organisations.post_elsewhere"),
        (replace(FACTS, has_area=False), "organisations.grid_missing"),
        (replace(FACTS, valid_to=dt.date(2026, 1, 1)), "organisations.dates"),
        (replace(FACTS, valid_to=dt.date(2040, 1, 1)), "organisations.term_too_long"),
        (replace(FACTS, valid_from=dt.date(2028, 1, 1)), "organisations.too_far_ahead"),
        (
            Facts(Kind.COMMUNITY_OFFICE, Post.BUILDING_HEAD, dt.date(2026, 1, 1)),
            "organisations.building_missing",
        ),
        (
            Facts(Kind.COMMUNITY_OFFICE, Post.INSTRUCTOR, dt.date(2026, 1, 1)),
            "organisations.compound_missing",
        ),
        (
            Facts(Kind.COMPOUND_BRANCH, Post.SECRETARY, dt.date(2026, 1, 1)),
            "organisations.source_missing",
        ),
        (replace(SEAT, election=" "), "organisations.election_without_record"),
        (replace(SEAT, elected_on=None), "organisations.election_without_record"),
        (replace(SEAT, elected_on=dt.date(2026, 4, 1)), "organisations.seat_before_election"),
        (replace(SEAT, committee_in_office=False), "organisations.committee_not_elected"),
    ],
)
def test_an_appointment_is_refused_with_its_reason(facts: Facts, code: str) -> None:
    with pytest.raises(Refused) as caught:
        appointing.check_appointment(facts, today=TODAY)

    assert caught.value.code == code


@pytest.mark.parametrize("facts", [FACTS, SEAT])
def test_the_same_facts_pass_when_they_are_right(facts: Facts) -> None:
    appointing.check_appointment(facts, today=TODAY)


@pytest.mark.parametrize(
    ("on", "until", "reason", "code"),
    [
        (dt.date(2026, 1, 1), None, "调动", "organisations.end_before_start"),
        (dt.date(2026, 5, 1), dt.date(2026, 4, 1), "调动", "organisations.already_ended"),
        (dt.date(2026, 5, 1), None, " ", "organisations.reason"),
    ],
)
def test_an_end_is_refused_with_its_reason(
    on: dt.date, until: dt.date | None, reason: str, code: str
) -> None:
    with pytest.raises(Refused) as caught:
        appointing.check_end(valid_from=dt.date(2026, 1, 1), valid_to=until, on=on, reason=reason)

    assert caught.value.code == code


def test_a_key_household_has_at_most_forty_homes_of_its_own_building() -> None:
    appointing.check_homes(homes=40, in_building=40)
    for homes, here, code in ((41, 41, "too_many_homes"), (3, 2, "homes_elsewhere")):
        with pytest.raises(Refused) as caught:
            appointing.check_homes(homes=homes, in_building=here)
        assert caught.value.code == f"organisations.{code}"


def test_committee_steps_go_one_way_and_not_back_in_time() -> None:
    term = Term(State.PREPARING, dt.date(2026, 1, 1))
    committees.check_step(term, State.ELECTED, dt.date(2026, 3, 1), TODAY)
    for to, on, code in (
        (State.FILED, dt.date(2026, 3, 1), "committee_step"),
        (State.ELECTED, dt.date(2025, 3, 1), "committee_day"),
        (State.ELECTED, dt.date(2026, 6, 2), "day_in_future"),
    ):
        with pytest.raises(Refused) as caught:
            committees.check_step(term, to, on, TODAY)
        assert caught.value.code == f"organisations.{code}"
    assert all(set(to) <= set(State) for to in committees.NEXT.values())


@pytest.mark.parametrize(
    ("seats", "ends", "record", "is_management", "code"),
    [
        (5, dt.date(2030, 1, 1), "", False, "election_without_record"),
        (6, dt.date(2030, 1, 1), "决议", False, "committee_seats"),
        (3, dt.date(2030, 1, 1), "决议", False, "committee_seats"),
        (5, dt.date(2028, 1, 1), "决议", True, "committee_seats"),
        (5, dt.date(2032, 1, 1), "决议", False, "committee_term"),
        (7, dt.date(2030, 1, 1), "决议", True, "committee_term"),
        (5, dt.date(2026, 1, 1), "决议", False, "committee_term"),
    ],
)
def test_an_election_record_is_refused_with_its_reason(
    seats: int, ends: dt.date, record: str, is_management: bool, code: str
) -> None:
    with pytest.raises(Refused) as caught:
        committees.check_election(
            elected_on=dt.date(2026, 3, 1),
            term_ends_on=ends,
            seats=seats,
            record=record,
            is_management=is_management,
        )

    assert caught.value.code == f"organisations.{code}"


def test_filing_is_late_from_the_thirty_first_day() -> None:
    term = Term(State.ELECTED, dt.date(2026, 1, 1), elected_on=dt.date(2026, 5, 2))

    assert not committees.is_filing_late(term, dt.date(2026, 6, 1))
    assert committees.is_filing_late(term, dt.date(2026, 6, 2))
    assert not committees.is_filing_late(replace(term, filed_on=dt.date(2026, 6, 1)), TODAY)
    assert not committees.is_filing_late(replace(term, state=State.RECALLED), dt.date(2027, 1, 1))
    assert not committees.is_filing_late(Term(State.PREPARING, dt.date(2026, 1, 1)), TODAY)
    with pytest.raises(Refused):
        committees.check_filing(" ")


def test_an_instructor_is_work_coverage_only() -> None:
    branch = Branch(1, "joint")
    places = [Place(1, 0, branch, False), Place(2, 0, None, True), Place(3, 0, None, False)]
    found = coverage.figures(places)

    assert (found.organisation, found.work) == (Share(1, 3), Share(2, 3))
    assert found.by_form == {"joint": 1}


@given(some.integers(0, 10_000), some.integers(1, 10_000))
def test_a_share_is_a_hundred_only_when_none_is_missing(part: int, whole: int) -> None:
    share = Share(min(part, whole), whole)

    assert share.percent is not None
    assert (share.percent == 100.0) == (share.missing == 0)
    assert 0 <= share.percent <= 100


def test_cross_appointments_need_one_compound_in_common() -> None:
    seat = Seat(7, 1, "director", frozenset({10}))
    there = Seat(7, 2, "branch_secretary", frozenset({10, 11}))
    elsewhere = Seat(7, 3, "branch_secretary", frozenset({12}))

    assert [c.branch for c in coverage.cross_appointments([seat], [elsewhere, there])] == [there]
    assert coverage.cross_appointments([seat], [elsewhere]) == ()
    assert coverage.cross_appointments([seat], [replace(there, person=8)]) == ()


def test_a_network_is_complete_with_all_four_levels() -> None:
    whole = Network(True, True, 10, 9, 1)

    assert whole.is_complete
    assert replace(whole, grouped_buildings=8).missing == ("groups",)
    assert replace(whole, buildings=0).missing == ("groups",)
    assert Network(False, False, 1, 1, 0).missing == (
        "community_organisation",
        "branch",
        "key_household",
    )
