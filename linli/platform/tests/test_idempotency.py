"""A retry is the same act, also when both tries come at the same moment."""

from __future__ import annotations

import datetime as dt
import threading
import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform.access import ANYONE, Actor
from linli.platform.idempotency import once, read_client_id
from linli.platform.models import Act, ThrottleCount
from linli.platform.tests.test_writer_queue import in_threads

NOW = dt.datetime(2026, 11, 23, 4, 0, tzinfo=dt.UTC)
CLIENT_ID = uuid.UUID("0b3e7f8e-7d52-4f0a-9a52-0c9b4f6f3d11")


def act(actor: Actor = ANYONE, *, kind: str = "report") -> tuple[int, bool]:
    """Do something once; return the key of the result and whether it was made now."""
    with transaction.atomic():
        key = new_key(NOW)
        kept = once(kind, CLIENT_ID, actor=actor, key=key, now=NOW)
        if kept == key:
            ThrottleCount.objects.create(key=str(key), count=1, expires=0)
        return kept, kept == key


@pytest.mark.django_db
def test_a_second_try_gives_the_result_of_the_first() -> None:
    first, is_new = act()
    again, is_new_again = act()
    assert (is_new, is_new_again) == (True, False)
    assert first == again
    assert ThrottleCount.objects.count() == 1


@pytest.mark.django_db
def test_the_same_id_for_another_kind_of_act_is_another_act() -> None:
    assert act()[0] != act(kind="rating")[0]


@pytest.mark.django_db
def test_a_try_that_failed_leaves_the_id_free() -> None:
    with transaction.atomic():
        once("report", CLIENT_ID, actor=ANYONE, key=1, now=NOW)
        transaction.set_rollback(True)
    assert act()[1]


@pytest.mark.django_db
def test_the_result_of_an_account_is_not_told_to_another_one() -> None:
    owner, thief = Actor(account=1), Actor(account=2)
    first, _ = act(owner)
    for other in (thief, ANYONE):
        with pytest.raises(Refused) as refusal:
            act(other)
        assert refusal.value.code == "act.taken"
    assert act(owner)[0] == first


@pytest.mark.django_db
def test_who_signs_in_between_two_tries_gets_the_same_result() -> None:
    assert act(ANYONE)[0] == act(Actor(account=1))[0]


@pytest.mark.django_db
def test_a_first_try_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with transaction.atomic(), django_assert_num_queries(1):
        once("report", CLIENT_ID, actor=ANYONE, key=1, now=NOW)


@pytest.mark.parametrize("text", ["", "7", "0b3e7f8e", "x" * 100_000])
def test_an_id_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_client_id(text)
    assert refusal.value.code == "act.bad_id"
    assert read_client_id(str(CLIENT_ID)) == CLIENT_ID


@pytest.mark.django_db(transaction=True)
def test_looking_first_is_not_enough() -> None:
    """The race is real: both tries look, both see nothing, and both act."""
    gate = threading.Barrier(4)
    made: list[int] = []

    def careless() -> None:
        is_free = not Act.objects.filter(kind="report", client_id=CLIENT_ID).exists()
        gate.wait(timeout=20)
        if is_free:
            made.append(1)

    assert in_threads(4, careless) == []
    assert len(made) == 4


@pytest.mark.django_db(transaction=True)
def test_of_tries_at_the_same_moment_one_acts_and_all_get_its_result() -> None:
    gate = threading.Barrier(6)
    results: list[tuple[int, bool]] = []

    def work() -> None:
        connection.ensure_connection()
        gate.wait(timeout=20)
        results.append(act())

    assert in_threads(6, work) == []
    assert len({key for key, _ in results}) == 1
    assert sum(is_new for _, is_new in results) == 1
    assert ThrottleCount.objects.count() == 1


@pytest.mark.django_db
def test_the_database_itself_refuses_a_second_act() -> None:
    act()
    with pytest.raises(IntegrityError), transaction.atomic():
        Act.objects.create(kind="report", client_id=CLIENT_ID, account=None, result=5, at=NOW)
