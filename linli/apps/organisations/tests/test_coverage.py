"""Coverage, cross-appointments and networks, computed as of any day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pytest_django import DjangoAssertNumQueries

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.organisations import actions, queries
from linli.apps.organisations.actions import ElectionRecord
from linli.apps.organisations.models import Appointment
from linli.apps.organisations.rules.coverage import Share
from linli.apps.organisations.rules.kinds import Kind, Post
from linli.apps.organisations.tests.conftest import SINCE, TEST, Network, hold, make, today
from linli.foundation import clock

DAY = dt.timedelta(days=1)
COVERAGE_QUERIES = 9


def test_coverage_of_a_past_day_is_what_held_then(network: Network) -> None:
    now = queries.coverage(today(), place.CITY)
    before = queries.coverage(SINCE - DAY, place.CITY)

    assert now.figures.organisation == Share(1, 2)
    assert before.figures.organisation == Share(0, 2)
    assert [row.compound.name for row in now.gaps] == ["鸳江名苑"]
    assert now.branches_total == 1


def test_an_instructor_raises_work_coverage_only(network: Network) -> None:
    hold(network.other_office, Post.INSTRUCTOR, "指导员", compound=network.city.other_compound.pk)
    found = queries.coverage(today(), place.CITY)

    assert (found.figures.organisation, found.figures.work) == (Share(1, 2), Share(2, 2))
    assert found.gaps[0].place.has_instructor


def test_the_areas_below_stand_in_the_order_of_their_codes(network: Network) -> None:
    found = queries.coverage(today(), place.CITY)

    assert [(row.code, row.figures.organisation) for row in found.below] == [
        (place.DISTRICT, Share(1, 1)),
        (place.OTHER_DISTRICT, Share(0, 1)),
    ]
    assert queries.coverage(today(), place.COMMUNITY).below == ()


def test_coverage_costs_the_same_for_one_and_for_many(
    network: Network, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(COVERAGE_QUERIES):
        queries.coverage(today(), place.CITY)
    for number in range(20):
        make(Kind.BUILDING_GROUP, f"小组{number}", parent=network.branch)
    with django_assert_num_queries(COVERAGE_QUERIES):
        queries.coverage(today(), place.CITY)


def test_a_network_misses_its_key_household_until_there_is_one(network: Network) -> None:
    compound = network.city.compound.pk
    before = queries.network_of(compound, today())
    hold(network.group, Post.KEY_HOUSEHOLD, "甲", building=network.city.first.pk)
    after = queries.network_of(compound, today())

    assert before is not None
    assert before.facts.missing == ("key_household",)
    assert after is not None
    assert after.facts.is_complete
    assert queries.coverage(today(), place.CITY).complete == 1
    assert queries.network_of(1, today()) is None


def elect(network: Network, name: str) -> Appointment:
    start = today() - dt.timedelta(days=100)
    facts: Any = {"actor": TEST, "pk": network.committee.pk, "now": clock.now()}
    actions.prepare_committee(on=start, **facts)
    record = ElectionRecord(start, start + dt.timedelta(days=900), 5, "第1号决议")
    actions.record_election(election=record, **facts)
    return hold(
        network.committee,
        Post.DIRECTOR,
        name,
        election="第1号决议",
        elected_on=start,
        since=start,
    )


def test_a_director_in_the_branch_counts_from_the_day_of_both(network: Network) -> None:
    seat = elect(network, "卢国栋")
    since = today() - dt.timedelta(days=10)
    hold(network.branch, Post.BRANCH_COMMITTEE_MEMBER, "", person=seat.person_id, since=since)

    assert len(queries.cross_list(today(), place.CITY).directors) == 1
    assert queries.cross_list(since - DAY, place.CITY).directors == ()
    assert queries.cross_list(today(), place.OTHER_DISTRICT).rows == ()


def test_an_ordinary_member_on_the_committee_counts_as_entry_not_as_concurrent(
    network: Network,
) -> None:
    seat = elect(network, "卢国栋")
    hold(network.branch, Post.BRANCH_MEMBER, "", person=seat.person_id)
    found = queries.cross_list(today(), place.CITY)

    assert (found.members_in_committees, len(found.directors)) == (1, 0)


def test_a_committee_not_filed_after_thirty_days_is_listed(network: Network) -> None:
    elect(network, "卢国栋")

    assert [row[0] for row in queries.late_filings(today(), place.CITY)] == [network.committee.pk]
    assert queries.late_filings(today() - dt.timedelta(days=90), place.CITY) == ()


def test_compounds_without_firm_and_leader_are_listed(network: Network) -> None:
    rows = queries.without_firm_and_liaison(today(), place.CITY)

    assert [row.name for row in rows] == ["鸳江名苑"]
