"""Jobs: they exist when their transaction does, and each is done, tried again or given up."""

from __future__ import annotations

import datetime as dt
import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from linli.platform.jobs import enqueue, job, kinds, queue, run_ready, work, work_beside, worker
from linli.platform.models import Job

NOW = dt.datetime(2026, 11, 23, 4, 0, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
HOUR = dt.timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def done() -> Iterator[list[object]]:
    """Register a few kinds of jobs; give the list into which they write."""
    seen: list[object] = []
    known = dict(kinds._kinds)
    kinds._kinds.clear()

    @job("test.note")
    def note(*, word: str, now: dt.datetime) -> None:
        seen.append((word, now))

    @job("test.fail", attempts_max=3)
    def fail(*, now: dt.datetime) -> None:
        enqueue("test.note", word="written by a failure")
        seen.append(now)
        raise ValueError("broken")

    @job("test.slow", lease_seconds=1, attempts_max=2)
    def slow(*, now: dt.datetime) -> None:
        time.sleep(20)

    @job("test.daily", every=dt.timedelta(days=1))
    def daily(*, now: dt.datetime) -> None:
        seen.append(("daily", now))

    try:
        yield seen
    finally:
        kinds._kinds.clear()
        kinds._kinds.update(known)


def later(**span: float) -> dt.datetime:
    return dt.datetime.now(dt.UTC) + dt.timedelta(**span)  # noqa: TID251  # enqueue reads the clock


def test_a_job_runs_with_its_arguments_and_the_time(done: list[object]) -> None:
    enqueue("test.note", word="甲")
    now = later(seconds=1)
    assert run_ready(now=now) == 1
    assert done == [("甲", now)]
    assert run_ready(now=now) == 0


def test_a_job_of_a_transaction_that_was_rolled_back_does_not_exist(done: list[object]) -> None:
    with transaction.atomic():
        enqueue("test.note", word="甲")
        transaction.set_rollback(True)
    assert run_ready(now=later(seconds=1)) == 0


def test_asking_costs_one_query(
    done: list[object], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        enqueue("test.note", word="甲")
    with django_assert_num_queries(1):
        enqueue("test.note", key="once", word="甲")


def test_a_job_with_a_key_exists_once(done: list[object]) -> None:
    for _ in range(3):
        enqueue("test.note", key="matter 7 is due", word="甲")
    assert run_ready(now=later(seconds=1)) == 1


def test_a_job_waits_for_its_time(done: list[object]) -> None:
    enqueue("test.note", run_at=NOW + HOUR, word="甲")
    assert run_ready(now=NOW) == 0
    assert run_ready(now=NOW + HOUR) == 1


def test_the_job_that_has_waited_longest_comes_first(done: list[object]) -> None:
    enqueue("test.note", run_at=NOW + SECOND, word="second")
    enqueue("test.note", run_at=NOW, word="first")
    run_ready(now=NOW + SECOND)
    assert done == [("first", NOW + SECOND), ("second", NOW + SECOND)]


def test_a_name_that_nobody_knows_is_a_mistake_of_the_programmer(done: list[object]) -> None:
    with pytest.raises(AssertionError, match=r"test\.nothing"):
        enqueue("test.nothing")


def test_two_jobs_of_one_name_are_a_mistake_of_the_programmer(done: list[object]) -> None:
    with pytest.raises(AssertionError, match=r"test\.note"):
        job("test.note")(lambda: None)


def test_a_failure_leaves_nothing_behind_and_is_tried_again_after_a_growing_pause(
    done: list[object],
) -> None:
    enqueue("test.fail", run_at=NOW)
    run_ready(now=NOW)
    row = Job.objects.get()  # what the failed attempt has enqueued is gone
    assert "ValueError: broken" in row.error
    assert (row.attempts, row.lease_until, row.dead_at) == (1, None, None)
    assert NOW + SECOND < row.run_at < NOW + 3 * SECOND
    assert run_ready(now=NOW) == 0
    assert queue.pause(1) < queue.pause(3) < queue.pause(9) < queue.pause(40) < 2 * HOUR


def test_a_job_that_keeps_failing_is_given_up_and_can_be_revived(done: list[object]) -> None:
    enqueue("test.fail", run_at=NOW)
    for hours in range(5):
        run_ready(now=NOW + hours * HOUR)
    row = Job.objects.get()
    assert row.attempts == 3
    assert row.dead_at is not None
    assert len(done) == 3
    assert queue.backlog(now=NOW + HOUR).dead == 1
    assert queue.revive(row.pk, now=NOW + 6 * HOUR)
    assert not queue.revive(row.pk, now=NOW + 6 * HOUR)
    run_ready(now=NOW + 6 * HOUR)
    assert len(done) == 4


def test_an_attempt_is_stopped_at_the_end_of_its_lease(done: list[object]) -> None:
    enqueue("test.slow", run_at=NOW)
    started = time.monotonic()
    run_ready(now=NOW)
    assert time.monotonic() - started < 5
    assert "TooLong" in Job.objects.get().error


def test_in_another_thread_nothing_can_be_stopped_and_nothing_breaks() -> None:
    seen: list[int] = []

    def limited() -> None:
        with worker._time_limit(0.01):
            time.sleep(0.05)
        seen.append(1)

    thread = threading.Thread(target=limited)
    thread.start()
    thread.join()
    assert seen == [1]


def test_a_leased_job_is_nobody_elses_until_its_lease_ends(done: list[object]) -> None:
    enqueue("test.note", run_at=NOW, word="甲")
    first = queue.claim(now=NOW)
    assert first is not None
    assert queue.claim(now=NOW + 59 * SECOND) is None
    second = queue.claim(now=NOW + 60 * SECOND)
    assert second is not None
    assert (second.pk, second.attempts) == (first.pk, 2)
    with pytest.raises(queue.LeaseLost):
        queue.finish(first, now=NOW + 61 * SECOND)
    queue.finish(second, now=NOW + 61 * SECOND)
    assert Job.objects.get().done_at == NOW + 61 * SECOND


def test_an_attempt_whose_job_was_taken_over_counts_for_nothing(done: list[object]) -> None:
    @job("test.robbed")
    def robbed(*, now: dt.datetime) -> None:
        enqueue("test.note", run_at=NOW, word="twice")
        Job.objects.filter(name="test.robbed").update(attempts=9)  # as another worker would do

    enqueue("test.robbed", run_at=NOW)
    assert worker.run_one(now=NOW)
    assert Job.objects.get().name == "test.robbed"


def test_a_job_whose_worker_always_dies_is_given_up(done: list[object]) -> None:
    enqueue("test.fail", run_at=NOW)
    for hours in range(3):
        assert queue.claim(now=NOW + hours * HOUR) is not None
    assert queue.claim(now=NOW + 3 * HOUR) is None
    row = Job.objects.get()
    assert row.dead_at is not None
    assert "died" in row.error


def test_a_job_that_this_release_no_longer_has_is_given_up(done: list[object]) -> None:
    enqueue("test.note", run_at=NOW, word="甲")
    del kinds._kinds["test.note"]
    assert run_ready(now=NOW) == 0
    assert Job.objects.get().error == "this release has no such job"


def test_a_scheduled_job_runs_once_a_day_by_the_local_calendar(done: list[object]) -> None:
    midnight = dt.datetime(2026, 11, 23, 16, 0, tzinfo=dt.UTC)  # in Wuzhou
    for moment in (midnight - HOUR, midnight - SECOND, midnight, midnight + HOUR):
        for _worker in range(2):  # each with its own memory
            queue.enqueue_scheduled(now=moment, known={})
        run_ready(now=moment)
    assert done == [("daily", midnight - HOUR), ("daily", midnight)]


def test_a_worker_remembers_the_slot_it_has_seen(
    done: list[object], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    known: dict[str, int] = {}
    queue.enqueue_scheduled(now=NOW, known=known)
    with django_assert_num_queries(0):
        queue.enqueue_scheduled(now=NOW + SECOND, known=known)


def test_the_backlog_is_counted(done: list[object]) -> None:
    assert queue.backlog(now=NOW) == queue.Backlog(0, 0, 0, 0, 0)
    for word in ("甲", "乙", "丙"):
        enqueue("test.note", run_at=NOW, word=word)
    enqueue("test.note", run_at=NOW + HOUR, word="丁")
    queue.claim(now=NOW)
    expected = queue.Backlog(ready=2, leased=1, later=1, dead=0, oldest_ready_seconds=30)
    assert queue.backlog(now=NOW + 30 * SECOND) == expected


@pytest.mark.django_db(transaction=True)
def test_the_worker_works_until_it_is_told_to_stop(done: list[object]) -> None:
    enqueue("test.note", word="甲")
    rounds = iter(range(5))
    work(until=lambda: next(rounds, None) is None, poll_seconds=0)
    assert [entry[0] for entry in done if isinstance(entry, tuple)] == ["甲", "daily"]
    assert cache.get(worker.HEARTBEAT) > 0


def test_the_worker_outlives_a_database_that_is_away(
    done: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def away(*, now: dt.datetime) -> bool:
        calls.append(1)
        raise OperationalError("the server is restarting")

    monkeypatch.setattr(worker, "run_one", away)
    monkeypatch.setattr(worker, "REST_SECONDS", 0.01)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    work(until=lambda: len(calls) >= 3, poll_seconds=0)
    assert len(calls) == 3


@pytest.mark.django_db(transaction=True)
def test_a_worker_beside_a_server_stops_on_a_signal(done: list[object]) -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    timer = threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGTERM))
    timer.start()
    try:
        work_beside(poll_seconds=0.01)
    finally:
        timer.join()
        for number, handler in before.items():
            signal.signal(number, handler)
    assert connection.connection is not None
