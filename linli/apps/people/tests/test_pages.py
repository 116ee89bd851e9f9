"""Pages and API of people: who opens which, what is shown, what it costs."""

from __future__ import annotations

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from linli.apps.accounts.models import AccessLogLine
from linli.apps.accounts.tests.cast import Cast, read_matrix
from linli.apps.people import actions, queries
from linli.apps.people.models import ResidenceClaim
from linli.apps.people.tests.conftest import Village
from linli.apps.people.tests.test_people import make_claim
from linli.foundation import clock
from linli.platform.access import Actor

NOW = clock.now()
TODAY = clock.local_date(NOW)
MONTH = TODAY + dt.timedelta(days=30)

PAGES = read_matrix("""
              /homes/  /homes/find/  /homes/help/  /staff/residence/  /staff/people/  /staff/people/new/  /staff/help/  /api/me/homes
stranger      302      302           302           302                302             302                 302           403
resident      200      200           200           403                403             403                 403           200
grid_worker   200      200           200           200                200             403                 403           200
secretary     200      200           200           200                200             200                 200           200
outsider      200      200           200           200                200             200                 200           200
city_officer  200      200           200           403                403             403                 403           200
""")


@pytest.mark.parametrize(("who", "path", "status"), PAGES)
def test_pages_open_for_whom_they_are(village: Village, who: str, path: str, status: str) -> None:
    assert village.cast[who].client().get(path).status_code == int(status)


def test_a_resident_registers_a_home_and_the_grid_worker_confirms_it(cast: Cast) -> None:
    resident, worker = cast.resident.client(), cast.grid_worker.client()
    page = resident.get("/homes/find/?words=card-222").content.decode()
    address = f"/homes/in/{cast.city.first.pk}/"
    assert address in page
    form = {"home": cast.city.homes[0].pk, "relation": "tenant", "lives_since": TODAY.isoformat()}
    assert resident.post(address, {**form, "home": 7}).status_code == 422
    assert resident.post(address, form).status_code == 302

    claim = ResidenceClaim.objects.get()
    assert "莫小玲" in worker.get("/staff/residence/").content.decode()
    assert worker.get(f"/staff/residence/{claim.pk}/").status_code == 200
    assert worker.post(f"/staff/residence/{claim.pk}/confirm/").status_code == 302
    assert "江滨花园1栋 101" in resident.get("/homes/").content.decode()


def test_the_residents_of_a_building_are_shown_after_a_reason(village: Village) -> None:
    client = village.cast.grid_worker.client()
    address = f"/staff/residents/{village.cast.city.first.pk}/"

    assert "莫小玲" not in client.get(address).content.decode()
    assert client.post(address, {"purpose": ""}).status_code == 422
    assert "莫小玲" in client.post(address, {"purpose": "核实漏水"}).content.decode()
    assert village.cast.neighbour.client().get(address).status_code == 404


@pytest.mark.parametrize(("path", "count"), [("/homes/", 5), ("/staff/residence/", 3)])
def test_a_page_costs_the_same_for_one_and_for_twenty_rows(
    village: Village, path: str, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = village.cast.secretary.client()
    client.get(path)
    with django_assert_num_queries(count):
        client.get(path)
    for number in range(20):
        make_claim(village, f"many{number}")
    with django_assert_num_queries(count):
        client.get(path)


def test_a_helper_registers_a_home_for_the_one_they_help(village: Village) -> None:
    acting = Actor(account=village.cast.neighbour.key, behalf=village.cast.resident.key)
    claim = actions.claim_residence(
        actor=acting,
        building=village.cast.city.first.pk,
        home=village.cast.city.homes[1].pk,
        relation="family",
        lives_since=TODAY,
        now=NOW,
    )
    assert claim.account_id == village.cast.resident.key
    assert [row.id for row in queries.list_my_claims(acting)] == [claim.pk]
    assert queries.list_my_claims(village.cast.neighbour.actor) == ()
    actions.withdraw_claim(actor=acting, claim=claim.pk, now=NOW)


def test_the_api_tells_where_i_live_and_what_i_own(village: Village) -> None:
    body = village.cast.resident.client().get("/api/me/homes").json()
    assert body["homes"][0]["address"] == "江滨花园1栋 101"
    assert body["homes"][0]["home"] == str(village.home)
    owned = village.cast.neighbour.client().get("/api/me/homes").json()
    assert owned["property"][0]["share"] == "1/2"
    me = village.cast.grid_worker.client().get("/api/me").json()
    assert me["roles"][0]["role"] == "grid_worker"
    assert me["account"] == str(village.cast.grid_worker.key)


def test_owners_are_shown_to_the_community_with_how_to_reach_them(village: Village) -> None:
    rows = actions.view_owners(
        actor=village.cast.secretary.actor, home=village.home, purpose="通知漏水", now=NOW
    )
    assert [(row.name, row.numerator, row.denominator) for row in rows] == [
        ("钟翠兰", 1, 2),
        ("远方业主", 1, 2),
    ]
    assert AccessLogLine.objects.count() == 2
