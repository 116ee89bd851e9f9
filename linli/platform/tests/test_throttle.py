"""How often is too often, and who is calling."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries, Settings

from linli.foundation.refusals import Refused
from linli.platform.models import ThrottleCount
from linli.platform.throttle import caller_address, throttle

NOW = dt.datetime(2026, 11, 23, 4, 0, tzinfo=dt.UTC)


def ask(subject: str = "203.0.113.9", *, seconds_later: int = 0) -> None:
    throttle("report", subject, 3, 600, now=NOW + dt.timedelta(seconds=seconds_later))


@pytest.mark.django_db
def test_so_many_are_let_through_and_no_more_until_the_window_ends() -> None:
    for _ in range(3):
        ask()
    with pytest.raises(Refused) as refusal:
        ask()
    assert refusal.value.code == "throttle.too_often"
    assert refusal.value.params == {"minutes": 10}
    ask("203.0.113.10")
    ask(seconds_later=600)


@pytest.mark.django_db
def test_it_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(2):
        with django_assert_num_queries(1):
            ask()


@pytest.mark.django_db
def test_within_a_transaction_a_failed_act_is_not_counted() -> None:
    for _ in range(9):
        with transaction.atomic():
            ask()
            transaction.set_rollback(True)
    ask()


@pytest.mark.django_db
def test_addresses_are_kept_as_hashes_only_and_differ_in_each_window() -> None:
    ask()
    ask(seconds_later=600)
    keys = list(ThrottleCount.objects.values_list("key", flat=True))
    assert len(set(keys)) == 2
    assert not any("203" in key and "113" in key for key in keys)


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "expected"),
    [
        (0, "192.0.2.7", "203.0.113.9", "192.0.2.7"),
        (1, "192.0.2.7", "203.0.113.9", "203.0.113.9"),
        (1, "192.0.2.7", "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        (2, "192.0.2.7", "1.1.1.1, 203.0.113.9, 198.51.100.2", "203.0.113.9"),
        (2, "192.0.2.7", "203.0.113.9", "192.0.2.7"),
        (1, "192.0.2.7", "", "192.0.2.7"),
        (1, "192.0.2.7", "<script>", "192.0.2.7"),
        (0, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (0, "", "", ""),
    ],
)
def test_the_caller_is_whom_the_trusted_proxies_name(
    rf: RequestFactory, settings: Settings, proxies: int, remote: str, forwarded: str, expected: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert caller_address(request) == expected
