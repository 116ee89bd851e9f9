"""The actor of a request: who acts, with which roles, at which price."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth import get_user
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from linli.apps.accounts import queries
from linli.apps.accounts.models import RoleGrant
from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import Cast, give, make_account, signed_in
from linli.apps.accounts.web.middleware import actor_of
from linli.foundation import clock
from linli.foundation.areas import Level, span
from linli.platform.access import Actor, Grant


def test_an_actor_carries_the_roles_in_force_today(cast: Cast) -> None:
    assert cast.grid_worker.actor.grants == (Grant("grid_worker", span(place.GRID, Level.GRID)),)
    assert cast.property_manager.actor.organisations("property_manager") == (7002,)
    assert cast.resident.actor.grants == ()
    assert not cast.stranger.actor.is_signed_in


def test_a_role_counts_from_its_first_day_until_before_its_last(cast: Cast) -> None:
    account = make_account("pan")
    grant = give(account, "grid_worker", place.GRID, "grid")
    RoleGrant.objects.filter(pk=grant.pk).update(
        valid_from=dt.date(2025, 3, 1), valid_to=dt.date(2025, 4, 1)
    )

    def roles(day: dt.date) -> list[str]:
        found = queries.account_with_grants(account.pk, day)
        return [each.role for each in found[1]] if found else []

    assert roles(dt.date(2025, 2, 28)) == []
    assert roles(dt.date(2025, 3, 1)) == ["grid_worker"]
    assert roles(dt.date(2025, 3, 31)) == ["grid_worker"]
    assert roles(dt.date(2025, 4, 1)) == []


@pytest.mark.parametrize("grants", [0, 1, 20])
def test_account_and_roles_cost_one_query_however_many_roles(
    cast: Cast, grants: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    account = make_account("pan")
    for organisation in range(grants):
        give(account, "department_handler", place.CITY, "city", organisation + 1)
    with django_assert_num_queries(1):
        actor = queries.actor_for(account.pk, clock.now())

    assert len(actor.grants) == grants


def test_a_closed_account_has_no_actor(cast: Cast) -> None:
    account = cast.grid_worker.account
    assert account is not None
    account.is_active = False
    account.save(update_fields=["is_active"])

    assert not queries.actor_for(account.pk, clock.now()).is_signed_in
    assert cast.grid_worker.client().get("/me/").status_code == 302


def test_staff_roles_wait_for_the_second_factor(cast: Cast, rf: RequestFactory) -> None:
    for is_verified, count in ((False, 0), (True, 1)):
        client = signed_in(cast.grid_worker.account, is_verified=is_verified)
        assert len(_actor_in(client, rf).grants) == count

    lay = signed_in(cast.volunteer.account, is_verified=False)
    assert len(_actor_in(lay, rf).grants) == 1


def test_accounts_holding_a_role_are_found_by_area_and_day(cast: Cast) -> None:
    today = clock.local_date(clock.now())

    assert queries.accounts_holding("grid_worker", place.GRID, today) == (cast.grid_worker.key,)
    assert queries.accounts_holding("grid_worker", place.SECOND_GRID, today) == ()
    assert queries.accounts_holding("grid_worker", place.GRID, dt.date(2020, 1, 1)) == ()


def _actor_in(client: Client, rf: RequestFactory) -> Actor:
    request = rf.get("/")
    request.session = client.session
    request.user = get_user(request)
    return actor_of(request)
