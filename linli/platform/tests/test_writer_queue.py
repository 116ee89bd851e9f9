"""The fair queue of writers: nothing lost, nobody starved, nobody blocked by the dead."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connection, transaction

from linli.platform.models import ThrottleCount
from linli.platform.sqlite.base import Queue

pytestmark = pytest.mark.django_db(transaction=True)


def in_threads(count: int, work: Callable[[], None]) -> list[BaseException]:
    """Run `work` in so many threads at once; return what went wrong."""
    errors: list[BaseException] = []

    def guarded() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  # shown by the test's assert
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=guarded) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def value() -> int:
    return ThrottleCount.objects.get(key="a").count


def test_without_a_lock_updates_are_lost() -> None:
    """The race is real: read, wait, write loses updates when nothing holds the row."""
    ThrottleCount.objects.create(key="a", count=0, expires=0)
    gate = threading.Barrier(4)

    def careless() -> None:
        read = value()
        gate.wait(timeout=20)
        ThrottleCount.objects.filter(key="a").update(count=read + 1)

    assert in_threads(4, careless) == []
    assert value() < 4


def test_no_update_is_lost_and_no_lock_is_left() -> None:
    ThrottleCount.objects.create(key="a", count=0, expires=0)

    def add(turn: int) -> None:
        with transaction.atomic():
            row = ThrottleCount.objects.select_for_update().get(key="a")
            row.count += 1
            row.save()
            with transaction.atomic():
                ThrottleCount.objects.count()
            if turn % 4 == 3:
                raise KeyError

    def work() -> None:
        for turn in range(20):
            with suppress(KeyError):
                add(turn)

    assert in_threads(6, work) == []
    assert value() == 6 * 15


def test_single_statements_and_transactions_mix() -> None:
    ThrottleCount.objects.create(key="a", count=0, expires=0)

    def work() -> None:
        for turn in range(40):
            ThrottleCount.objects.create(key=f"{threading.get_ident()}-{turn}", count=1, expires=0)
            with transaction.atomic():
                row = ThrottleCount.objects.select_for_update().get(key="a")
                ThrottleCount.objects.filter(key="a").update(count=row.count + 1)

    assert in_threads(4, work) == []
    assert value() == 160
    assert ThrottleCount.objects.count() == 161


def test_a_reader_never_waits_for_a_writer() -> None:
    ThrottleCount.objects.create(key="a", count=0, expires=0)
    seconds: list[float] = []

    def read() -> None:
        started = time.monotonic()
        value()
        seconds.append(time.monotonic() - started)

    with transaction.atomic():
        ThrottleCount.objects.filter(key="a").update(count=5)
        assert in_threads(1, read) == []
    assert seconds[0] < 5


def test_writers_come_in_the_order_in_which_they_asked(tmp_path: Path) -> None:
    path = str(tmp_path / "queue")
    holder = Queue(path)
    holder.enter()
    order: list[int] = []

    def wait(number: int) -> None:
        mine = Queue(path)
        mine.enter()
        order.append(number)
        time.sleep(0.01)
        mine.close()

    threads = [threading.Thread(target=wait, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
        time.sleep(0.05)
    holder.close()
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]


def test_a_writer_that_is_killed_leaves_the_queue(tmp_path: Path) -> None:
    path = str(tmp_path / "queue")
    code = (
        "import sys, time; from linli.platform.sqlite.base import Queue;"
        "q = Queue(sys.argv[1]); q.enter(); print('in', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", code, path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "in\n"
        os.kill(process.pid, signal.SIGKILL)
    mine = Queue(path)
    mine.enter()
    mine.close()
