"""The cache that all processes share."""

from __future__ import annotations

import time

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from linli.platform.cache import SharedCache
from linli.platform.models import CacheLine


@pytest.fixture
def cache() -> SharedCache:
    return SharedCache("", {})


@pytest.mark.django_db
def test_what_was_set_is_found_by_another_process_until_it_expires(
    cache: SharedCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.set("a", {"字": (1, None)}, 60)
    cache.set("b", None, None)
    other = SharedCache("", {})
    assert other.get("a") == {"字": (1, None)}
    assert other.get("b", "absent") is None
    assert other.get("c", "absent") == "absent"
    assert other.get_many(["a", "b", "c"]).keys() == {"a", "b"}
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    assert other.get("a") is None
    assert other.get("b", "absent") is None


@pytest.mark.django_db
def test_each_act_does_what_djangos_caches_do(cache: SharedCache) -> None:
    cache.set("a", 1)
    cache.set("a", 2)
    assert cache.get("a") == 2
    assert not cache.add("a", 3)
    assert cache.add("b", 3)
    assert cache.incr("b") == 4
    assert cache.touch("a", 60)
    assert not cache.touch("nothing")
    cache.set("gone", 1, 0)
    assert cache.get("gone") is None
    assert cache.add("gone", 2)
    assert cache.delete("a")
    assert not cache.delete("a")
    cache.clear()
    assert CacheLine.objects.count() == 0


@pytest.mark.django_db
def test_each_act_costs_one_query(
    cache: SharedCache, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cache.set("warm", 1)
    for act in (
        lambda: cache.set("a", 1),
        lambda: cache.get("a"),
        lambda: cache.add("a", 1),
        lambda: cache.delete("a"),
    ):
        with django_assert_num_queries(1):
            act()


@pytest.mark.django_db
def test_before_the_table_exists_it_remembers_nothing_and_breaks_nothing(
    cache: SharedCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SharedCache, "_table_exists", False)
    monkeypatch.setattr(connection.introspection, "table_names", list)
    cache.set("a", 1)
    assert cache.get("a") is None
    assert cache.add("a", 1)
    assert not cache.touch("a")
    assert not cache.delete("a")
    cache.clear()
