"""The pages: who may open them, what they keep, what they cost."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from linli.apps.accounts.models import AccessLogLine
from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import Cast
from linli.apps.organisations.models import Appointment, Liaison, Organisation
from linli.apps.organisations.rules.kinds import Kind, Post
from linli.apps.organisations.tests.conftest import SINCE, Network, hold, key, make, make_person

LIST_QUERIES = 4  # of them two for who is signed in
PAGES = (
    "/organisations/",
    "/organisations/{office}/",
    "/organisations/{office}/contact/",
    "/organisations/{office}/appoint/",
    "/organisations/{branch}/coverage/",
    "/organisations/{committee}/",
    "/organisations/{committee}/committee/",
    "/organisations/form/",
    "/appointments/{appointment}/end/",
    "/appointments/{appointment}/hand-over/",
    "/coverage/",
    "/coverage/crossing/",
    "/compounds/{compound}/network/",
    "/liaisons/",
)


def addresses(network: Network) -> list[str]:
    head = Appointment.objects.get(post=Post.BUILDING_HEAD)
    keys = {
        "office": network.office.pk,
        "branch": network.branch.pk,
        "committee": network.committee.pk,
        "compound": network.city.compound.pk,
        "appointment": head.pk,
    }
    return [page.format(**keys) for page in PAGES]


def test_a_secretary_opens_every_page_of_the_own_community(cast: Cast, network: Network) -> None:
    client = cast.secretary.client()

    assert {page: client.get(page).status_code for page in addresses(network)} == dict.fromkeys(
        addresses(network), 200
    )


def test_a_subdistrict_officer_chooses_a_community_first(cast: Cast, network: Network) -> None:
    page = cast.subdistrict_officer.client().get("/organisations/form/").content.decode()

    assert "枣冲社区" in page
    assert cast.subdistrict_officer.client().get("/liaisons/new/").status_code == 200


@pytest.mark.parametrize("who", ["stranger", "resident", "outsider", "grid_worker"])
def test_others_read_what_is_public_and_change_nothing(
    cast: Cast, network: Network, who: str
) -> None:
    client = cast[who].client()
    codes = {page: client.get(page).status_code for page in addresses(network)}
    public = {
        "/organisations/",
        *(f"/organisations/{pk}/" for pk in (network.office.pk, network.committee.pk)),
    }

    assert {page for page, code in codes.items() if code == 200} - public <= {
        "/coverage/",
        "/coverage/crossing/",
        "/liaisons/",
        "/organisations/form/",  # of the outsider's own community
    }
    assert all(codes[page] == 200 for page in public)


def test_the_list_costs_the_same_for_one_and_for_many(
    cast: Cast, network: Network, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = cast.secretary.client()
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/organisations/?kind=building_group")
    for number in range(60):
        make(Kind.BUILDING_GROUP, f"小组{number}")
    with django_assert_num_queries(LIST_QUERIES):
        page = client.get("/organisations/?kind=building_group").content.decode()

    assert "after=" in page


def test_the_page_of_an_organisation_costs_the_same_for_many_people(
    cast: Cast, network: Network, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        hold(network.team, Post.GRID_WORKER, f"网格员{number}")
    client = cast.secretary.client()
    with django_assert_max_num_queries(8):
        client.get(f"/organisations/{network.team.pk}/")


def test_a_look_at_members_is_logged_for_them(cast: Cast, network: Network) -> None:
    member = hold(network.branch, Post.BRANCH_MEMBER, "冼月娥")
    page = cast.secretary.client().get(f"/organisations/{network.branch.pk}/").content.decode()
    lines = AccessLogLine.objects.filter(subject_person=member.person_id)

    assert "冼月娥" in page
    assert [line.viewer for line in lines] == [cast.secretary.key]


def test_a_refused_form_keeps_what_was_typed(cast: Cast, network: Network) -> None:
    response = cast.secretary.client().post(
        f"/organisations/{network.office.pk}/contact/",
        {"office_phone": "13877401234", "office_hours": "周一至周五"},
    )
    page = response.content.decode()

    assert response.status_code == 422
    assert "个人手机号" in page
    assert 'value="13877401234"' in page
    assert "周一至周五" in page


def test_somebody_is_found_by_name_and_appointed(cast: Cast, network: Network) -> None:
    person = make_person("韦玉珍")
    address = f"/organisations/{network.team.pk}/appoint/"
    client = cast.secretary.client()
    found = client.get(f"{address}?q=韦").content.decode()
    response = client.post(
        address,
        {
            "q": "韦",
            "person": str(person.pk),
            "post": "grid_worker",
            "area": str(place.GRID),
            "valid_from": "2026-01-01",
        },
    )

    assert "韦玉珍" in found
    assert response.status_code == 302
    assert Appointment.objects.filter(person=person, area=place.GRID).count() == 1


def test_a_hand_over_and_an_end_go_through_the_pages(cast: Cast, network: Network) -> None:
    head = Appointment.objects.get(post=Post.BUILDING_HEAD)
    person = make_person("麦玉珍")
    client = cast.secretary.client()
    sent = {"q": "麦", "person": str(person.pk), "on": "2026-02-01", "reason": "换届"}
    assert client.post(f"/appointments/{head.pk}/hand-over/", sent).status_code == 302
    new = Appointment.objects.get(person=person)
    ended = client.post(f"/appointments/{new.pk}/end/", {"on": "2026-03-01", "reason": "搬家"})

    new.refresh_from_db()
    assert ended.status_code == 302
    assert str(new.valid_to) == "2026-03-01"


def test_coverage_and_a_branch_go_through_the_pages(cast: Cast, network: Network) -> None:
    client = cast.secretary.client()
    cleared = client.post(f"/organisations/{network.branch.pk}/coverage/", {"on": "2026-01-01"})
    people = [make_person(name) for name in ("党员甲", "党员乙", "党员丙")]
    formed = client.post(
        "/organisations/form/",
        {
            "q": "党员",
            "kind": "compound_branch",
            "form": "standalone",
            "name": "江滨花园新党支部",
            "compounds": [str(network.city.compound.pk)],
            "members": [str(person.pk) for person in people],
            "source": "compound_member",
            "valid_from": "2026-01-01",
        },
    )

    assert (cleared.status_code, formed.status_code) == (302, 302)
    assert Organisation.objects.filter(name="江滨花园新党支部", form="standalone").exists()


def test_a_committee_goes_step_by_step_through_one_page(cast: Cast, network: Network) -> None:
    client = cast.secretary.client()
    address = f"/organisations/{network.committee.pk}/committee/"
    steps = (
        {"on": "2025-01-10"},
        {"elected_on": "2025-03-01", "term_ends_on": "2029-03-01", "seats": "5", "record": "决议"},
        {"on": "2025-03-20", "filing_number": "备1"},
        {"on": "2025-03-25"},
        {"to": "term_ended", "on": "2026-01-01"},
    )

    assert [client.post(address, sent).status_code for sent in steps] == [302] * len(steps)
    assert "任期届满" in client.get(f"/organisations/{network.committee.pk}/").content.decode()


def test_liaisons_and_closing_go_through_the_pages(cast: Cast, network: Network) -> None:
    client = cast.subdistrict_officer.client()
    leader = hold(network.office, Post.COMMUNITY_WORKER, "甘主任").person
    sent = {
        "q": "甘",
        "leader": str(leader.pk),
        "unit": str(network.office.pk),
        "task": "建机制",
        "compounds": [str(network.city.compound.pk)],
        "valid_from": "2026-01-01",
    }
    begun = client.post(f"/liaisons/new/?area={place.COMMUNITY}", sent)
    liaison = Liaison.objects.get()
    ended = client.post(f"/liaisons/{liaison.pk}/end/", {"on": "2026-02-01", "reason": "调整"})
    idle = make(Kind.MEDIATION_COMMITTEE, "调解委员会")
    closed = client.post(f"/organisations/{idle.pk}/close/", {"on": "2026-02-01", "reason": "合并"})

    assert [each.status_code for each in (begun, ended, closed)] == [302, 302, 302]


def test_a_key_household_decides_itself_whether_it_is_shown(cast: Cast, network: Network) -> None:
    person = make_person("钟大姐", account=cast.neighbour.key)
    row = hold(
        network.group, Post.KEY_HOUSEHOLD, "", person=person.pk, building=network.city.first.pk
    )
    client = cast.neighbour.client()
    address = f"/appointments/{row.pk}/shown/"

    assert "您是党员中心户" in client.get("/my/key-household/").content.decode()
    assert client.post(address, {"is_shown": "yes"}).status_code == 302
    assert Appointment.objects.get(pk=row.pk).shown_to_neighbours
    assert cast.resident.client().post(address, {"is_shown": "no"}).status_code == 404
    assert Client().get("/my/key-household/").status_code == 404


def test_the_api_answers_in_strings_and_hides_figures_from_others(
    cast: Cast, network: Network
) -> None:
    who = Client().get(f"/api/buildings/{network.city.first.pk}/who").json()
    rows = Client().get("/api/organisations?kind=compound_branch").json()
    figures = cast.secretary.client().get(f"/api/coverage?area={place.COMMUNITY}&on={SINCE}")

    assert who["grid"] == str(place.GRID)
    assert {contact["kind"] for contact in who["contacts"]} >= {"grid_team", "property_firm"}
    assert [row["id"] for row in rows] == [str(network.branch.pk)]
    assert figures.json()["organisation"] == {"part": 1, "whole": 1, "percent": 100.0}
    assert Client().get(f"/api/coverage?area={place.COMMUNITY}").status_code == 404
    assert Client().get(f"/api/buildings/{key()}/who").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/organisations/?after=99999999999999999999999&kind=x&form=y&on=2026-13-40",
        "/organisations/?area=1&q=%00%ff",
        "/organisations/form/?q=%00%ff",
        "/api/organisations?text=%00",
        "/coverage/?area=999999999999999999999",
        "/coverage/?area=7",
        "/api/organisations?area=450403002004000&limit=200&after=9223372036854775807",
        "/grids/99999999999999999999/card/",
        "/buildings/99999999999999999999/who/",
        "/organisations/99999999999999999999/",
    ],
)
def test_nonsense_in_an_address_is_no_server_error(
    cast: Cast, network: Network, address: str
) -> None:
    assert cast.secretary.client().get(address).status_code < 500
