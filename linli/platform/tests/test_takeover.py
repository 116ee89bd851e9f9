"""Workers that die and workers that compete: each job has its effect exactly once."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from linli.platform.jobs import enqueue, job, kinds, queue, run_ready
from linli.platform.models import Job, ThrottleCount
from linli.platform.tests.test_writer_queue import in_threads

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
NOW = dt.datetime(2026, 11, 23, 4, 0, tzinfo=dt.UTC)
PATIENCE_SECONDS = 40

# A worker that writes its effect and then, when told so, sleeps within the job.
WORKER = """
import datetime as dt, sys, time
from pathlib import Path
import django
django.setup()
from linli.platform.jobs import job, work_beside
from linli.platform.jobs import kinds
from linli.platform.models import ThrottleCount
kinds._kinds.clear()
@job("test.effect", lease_seconds=2, atomic=sys.argv[2] == "atomic")
def effect(*, now):
    ThrottleCount.objects.create(key=f"{now.timestamp()}", count=1, expires=0)
    Path(sys.argv[1]).write_text("begun")
    time.sleep(float(sys.argv[3]))
work_beside(poll_seconds=0.05)
"""


def address() -> str:
    """Return the address of the test database, for another process."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["LINLI_DATABASE"])._replace(path=f"/{name}").geturl()


def start(marker: Path, mode: str, sleep: float) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", WORKER, str(marker), mode, str(sleep)]
    return subprocess.Popen(command, env={**os.environ, "LINLI_DATABASE": address()})


def wait_until(is_so: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.05)
    return False


def is_done() -> bool:
    return Job.objects.filter(name="test.effect").exclude(done_at=None).exists()


@pytest.mark.parametrize(("mode", "effects"), [("atomic", 1), ("loose", 2)])
def test_the_job_of_a_killed_worker_is_taken_over(tmp_path: Path, mode: str, effects: int) -> None:
    """An atomic job has its effect once. A loose one has it again: that is why it must bear it."""
    Job.objects.create(id=1, name="test.effect", run_at=NOW)
    marker = tmp_path / "marker"
    victim = start(marker, mode, 60)
    assert wait_until(marker.exists)
    os.kill(victim.pid, signal.SIGKILL)
    victim.wait()
    assert not is_done()

    heir = start(marker, mode, 0)
    try:
        assert wait_until(is_done)
    finally:
        heir.send_signal(signal.SIGTERM)
        assert heir.wait(PATIENCE_SECONDS) == 0
    assert Job.objects.get().attempts == 2
    assert ThrottleCount.objects.count() == effects


def test_a_worker_stops_when_the_server_beside_it_is_gone(tmp_path: Path) -> None:
    """`kill -9` of the server must leave no worker behind."""
    code = (
        "import os, subprocess, sys;"
        "child = subprocess.Popen([sys.executable, '-c', *sys.argv[1:]]);"
        "print(child.pid, flush=True); os.waitpid(child.pid, 0)"
    )
    marker = tmp_path / "marker"
    Job.objects.create(id=1, name="test.effect", run_at=NOW)
    command = [sys.executable, "-c", code, WORKER, str(marker), "atomic", "0"]
    environment = {**os.environ, "LINLI_DATABASE": address()}
    server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    worker = int(server.stdout.readline())
    assert wait_until(marker.exists)
    server.kill()
    server.wait()
    server.stdout.close()
    assert wait_until(lambda: not is_running(worker))


def is_running(pid: int) -> bool:
    """Tell whether the process lives; one that is dead but not yet collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_without_the_claim_two_workers_would_take_the_same_job() -> None:
    """The race is real: whoever only looks for a ready job finds the one the other found."""
    Job.objects.create(id=1, name="test.effect", run_at=NOW)
    gate = threading.Barrier(4)
    taken: list[int] = []

    def careless() -> None:
        row = queue._ready(NOW).first()
        gate.wait(timeout=20)
        if row is not None:
            taken.append(row.pk)

    assert in_threads(4, careless) == []
    assert taken == [1, 1, 1, 1]


def test_competing_workers_do_each_job_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_kinds", {})

    @job("test.count")
    def count(*, number: int, now: dt.datetime) -> None:
        ThrottleCount.objects.create(key=str(number), count=1, expires=0)

    for number in range(60):
        enqueue("test.count", run_at=NOW, number=number)
    done: list[int] = []
    assert in_threads(4, lambda: done.append(run_ready(now=NOW))) == []
    while left := run_ready(now=NOW):  # a row was locked while the last thread looked for more
        done.append(left)
    assert sum(done) == 60
    assert ThrottleCount.objects.count() == 60
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}
