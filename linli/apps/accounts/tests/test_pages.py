"""Every page of accounts answers for whom it is meant, and refuses the others."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from linli.apps.accounts.tests.cast import Cast, read_matrix

OWN = (
    "/me/",
    "/me/details/",
    "/me/data/",
    "/me/data.json",
    "/me/consents/",
    "/me/looks/",
    "/me/devices/",
    "/me/helpers/",
    "/me/close/",
    "/accounts/second-factor/",
    "/accounts/2fa/",
    "/accounts/email/",
    "/accounts/logout/",
)
# What a signed-in page costs: 2 queries for session and account, the rest for what it shows.
COSTS = {"/me/": 4, "/me/details/": 2, "/me/consents/": 3, "/me/looks/": 3, "/me/devices/": 3}

STAFF_PAGES = read_matrix("""
                     /staff/roles/  /staff/accounts/  /staff/accounts/open/  /staff/looks/
resident             403            403               403                    403
volunteer            403            403               403                    403
building_head        403            403               403                    403
grid_worker          403            403               403                    403
secretary            200            200               200                    403
window               403            200               200                    403
outsider             200            200               200                    403
subdistrict_officer  200            200               200                    403
department_handler   403            403               403                    403
property_manager     403            403               403                    403
city_officer         200            200               403                    403
data_officer         200            403               403                    200
platform_admin       200            200               200                    403
stranger             302            302               302                    302
""")


@pytest.mark.parametrize("path", OWN)
def test_the_pages_about_oneself_open_for_anybody_signed_in(cast: Cast, path: str) -> None:
    assert cast.resident.client().get(path).status_code == 200
    response = Client().get(path)
    assert response.status_code == 302
    assert path == "/accounts/logout/" or "/accounts/login/" in response["Location"]


@pytest.mark.parametrize(("who", "path", "status"), STAFF_PAGES)
def test_staff_pages_open_for_those_whose_work_it_is(
    cast: Cast, who: str, path: str, status: str
) -> None:
    assert cast[who].client().get(path).status_code == int(status)


@pytest.mark.parametrize(("path", "queries"), COSTS.items())
def test_a_page_about_oneself_costs_few_queries(
    cast: Cast, path: str, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = cast.secretary.client()
    client.get(path)
    with django_assert_num_queries(queries):
        client.get(path)


def test_a_page_costs_a_visitor_no_query(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = Client()
    client.get("/accounts/login/")
    client.cookies.clear()
    with django_assert_num_queries(0):
        assert client.get("/accounts/login/").status_code == 200


def test_the_pages_speak_english_too(cast: Cast) -> None:
    client = cast.resident.client()
    client.cookies["linli_language"] = "en"
    page = client.get("/me/").content.decode()

    assert "My data" in page
    assert "我的信息" not in page
