"""The worker: takes jobs one by one, within their leases, until it is told to stop."""

from __future__ import annotations

import datetime as dt
import logging
import os
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import FrameType
from typing import Final

from django.core.cache import cache
from django.db import close_old_connections, transaction

from linli.foundation import clock
from linli.platform.jobs.kinds import Kind, find
from linli.platform.jobs.queue import LeaseLost, claim, enqueue_scheduled, finish, put_back
from linli.platform.models import Job

log = logging.getLogger(__name__)
TICK_SECONDS: Final = 5.0
REST_SECONDS: Final = 5.0
HEARTBEAT: Final = "linli.worker"  # in the cache: when a worker was last seen, in seconds


class TooLong(BaseException):
    """An attempt has reached the end of its lease. Not an `Exception`: a job must not swallow it."""


def work(*, until: Callable[[], bool], poll_seconds: float = 0.5) -> None:
    """Do jobs as they become ready, and enqueue the scheduled ones, until `until()` is true."""
    slots: dict[str, int] = {}
    next_tick = 0.0
    while not until():
        try:
            if time.monotonic() >= next_tick:
                next_tick = time.monotonic() + TICK_SECONDS
                close_old_connections()
                cache.set(HEARTBEAT, int(clock.now().timestamp()), 3600)
                enqueue_scheduled(now=clock.now(), known=slots)
            if not run_one(now=clock.now()):
                time.sleep(poll_seconds)
        except Exception:
            # The database may be restarting. Rest, then try again: a worker has nothing else to do.
            log.exception("The worker could not reach its queue")
            close_old_connections()
            _rest(REST_SECONDS, until)


def _rest(seconds: float, until: Callable[[], bool]) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not until():
        time.sleep(0.1)


def work_beside(*, poll_seconds: float = 0.5) -> None:
    """Be the worker process beside a web server: stop on SIGTERM or SIGINT, or when the parent is gone."""
    stop = threading.Event()
    parent = os.getppid()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    work(until=lambda: stop.is_set() or os.getppid() != parent, poll_seconds=poll_seconds)


def run_ready(*, now: dt.datetime, jobs_max: int = 1000) -> int:
    """Do what is ready at `now`, at most `jobs_max` jobs; return how many. For tests and commands."""
    done = 0
    while done < jobs_max and run_one(now=now):
        done += 1
    return done


def run_one(*, now: dt.datetime) -> bool:
    """Do one job that is ready; tell whether there was one."""
    row = claim(now=now)
    if row is None:
        return False
    kind = find(row.name)
    assert kind is not None  # claim() gives up what is unknown
    started = time.monotonic()
    try:
        with _time_limit(kind.lease_seconds):
            _attempt(row, kind, now=now, started=started)
    except LeaseLost:
        log.warning("%s was taken over; this attempt counts for nothing", row)
    except (Exception, TooLong):
        log.exception("%s failed, attempt %s", row, row.attempts)
        put_back(row, kind, error=traceback.format_exc(), now=_since(now, started))
    return True


def _since(now: dt.datetime, started: float) -> dt.datetime:
    return now + dt.timedelta(seconds=time.monotonic() - started)


def _attempt(row: Job, kind: Kind, *, now: dt.datetime, started: float) -> None:
    whole: AbstractContextManager[object] = transaction.atomic() if kind.atomic else nullcontext()
    with whole:
        kind.function(now=now, **row.arguments)
        finish(row, now=_since(now, started))


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Raise `TooLong` in the body after `seconds`; only a main thread can be stopped so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooLong(f"longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
