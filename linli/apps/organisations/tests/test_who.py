"""Who answers for our building? For everybody, in one page, at one price."""

from __future__ import annotations

import datetime as dt

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import Cast
from linli.apps.organisations import actions, queries
from linli.apps.organisations.rules.kinds import Kind, Post
from linli.apps.organisations.tests.conftest import TEST, Network, hold, make_person, today
from linli.foundation import clock

WHO_QUERIES = 4
SIGN_IN_QUERIES = 2


def test_a_building_knows_everybody_who_answers_for_it(network: Network) -> None:
    answer = queries.who_answers(network.city.first.pk, today())

    assert answer is not None
    assert answer.grid == place.GRID
    assert [contact.id for contact in answer.contacts] == [
        network.team.pk,
        network.stewards.pk,
        network.firm.pk,
        network.committee.pk,
        network.branch.pk,
        network.group.pk,
        network.office.pk,
        network.subdistrict.pk,
    ]
    assert [head.name for head in answer.building_heads] == ["钟翠兰"]
    assert answer.property_firm is not None
    assert [person.name for person in answer.property_firm.people] == ["植永健"]
    assert answer.grid_team is not None
    assert [person.name for person in answer.grid_team.people] == ["覃志强"]


def test_a_street_house_has_no_firm_but_still_a_community(network: Network) -> None:
    answer = queries.who_answers(network.city.street_house.pk, today())

    assert answer is not None
    assert answer.property_firm is None
    assert answer.branch is None
    assert answer.community_office is not None
    assert answer.community_office.office_phone == "0774-1000001"
    assert answer.building_heads == ()


def test_the_answer_is_as_of_its_day(network: Network) -> None:
    before = queries.who_answers(network.city.first.pk, dt.date(2024, 2, 29))

    assert before is not None
    assert before.contacts == ()


def test_ordinary_members_are_not_named_in_public(network: Network) -> None:
    hold(network.branch, Post.BRANCH_MEMBER, "冼月娥")

    page = Client().get(f"/buildings/{network.city.first.pk}/who/").content.decode()

    assert "陆启明" in page
    assert "冼月娥" not in page


def test_the_page_is_open_to_everybody_and_calls_by_one_touch(network: Network) -> None:
    response = Client().get(f"/buildings/{network.city.first.pk}/who/")

    assert response.status_code == 200
    assert 'href="tel:0774-1000001"' in response.content.decode()
    assert Client().get("/buildings/1/who/").status_code == 404


def test_the_page_costs_four_queries_whoever_answers(
    cast: Cast, network: Network, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = f"/buildings/{network.city.first.pk}/who/"
    with django_assert_num_queries(WHO_QUERIES):
        Client().get(address)
    for number in range(20):
        hold(network.team, Post.GRID_WORKER, f"网格员{number}")
    signed_in = cast.resident.client()
    with django_assert_num_queries(WHO_QUERIES + SIGN_IN_QUERIES):
        signed_in.get(address)


def test_the_card_of_a_grid_names_its_workers_and_both_lines(
    network: Network, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    actions.set_contact_lines(
        actor=TEST,
        pk=network.team.pk,
        lines=actions.ContactLines(office_phone="0774-1000002", complaint_phone="12345"),
        now=clock.now(),
    )
    with django_assert_num_queries(2):
        page = Client().get(f"/grids/{place.GRID}/card/").content.decode()

    for words in ("枣冲社区第一网格", "枣冲社区", "覃志强", "0774-1000002", "12345", "<svg"):
        assert words in page
    assert Client().get(f"/grids/{place.OTHER_GRID}/card/").status_code == 404


def test_units_for_a_handler_come_from_the_nearest_place(network: Network) -> None:
    building = network.city.first.pk

    def names(code: str, area: int = place.GRID, at: int | None = building) -> list[str]:
        return [unit.name for unit in queries.units_for(code, area, at, today())]

    assert names("property_firm") == ["鸳江物业"]
    assert names("steward_team") == ["第一网格红色管家1队"]
    assert names("grid_worker") == ["第一网格服务队"]
    assert names("community") == ["枣冲社区居委会"]
    assert names("urban_management") == ["市城市管理监督局"]
    assert names("owners_committee") == ["江滨花园业主委员会"]


def test_where_nobody_plays_the_part_the_level_above_stands_in(network: Network) -> None:
    street_house = network.city.street_house.pk

    def first(code: str) -> str:
        return queries.units_for(code, place.SECOND_GRID, street_house, today())[0].name

    assert first("property_firm") == "枣冲社区居委会"
    assert first("grid_worker") == "枣冲社区居委会"
    assert first("hall") == "枣冲社区居委会"
    assert queries.units_for("gas_utility", place.GRID, None, today()) == ()


def test_units_for_cost_at_most_two_queries(
    network: Network, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        queries.units_for("property_firm", place.GRID, network.city.first.pk, today())


def test_a_key_household_is_shown_to_linked_neighbours_who_may_see_it(
    cast: Cast, network: Network
) -> None:
    home = network.city.homes[0].pk
    person = make_person("钟大姐", account=cast.neighbour.key)
    appointment = hold(
        network.group, Post.KEY_HOUSEHOLD, "", person=person.pk, building=network.city.first.pk
    )
    day, now = today(), clock.now()
    actions.link_homes(actor=TEST, pk=appointment.pk, homes=[home], on=day, now=now)

    assert queries.key_households_for([home], day) == ()

    actions.show_to_neighbours(
        actor=cast.neighbour.actor, pk=appointment.pk, is_shown=True, now=now
    )

    assert [row.name for row in queries.key_households_for([home], day)] == ["钟大姐"]
    assert queries.key_households_for([network.city.homes[1].pk], day) == ()


def test_the_shown_kinds_all_have_words_for_residents() -> None:
    from linli.apps.organisations.queries.who import SHOWN
    from linli.apps.organisations.web import words

    assert [kind for kind in SHOWN if kind not in words.ANSWERS_FOR] == []
    assert Kind.GRID_TEAM in words.ICONS
