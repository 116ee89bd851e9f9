"""The queue itself: rows of `Job`, put in, claimed, finished or put back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from linli.foundation import clock
from linli.foundation.keys import new_key
from linli.platform.jobs.kinds import Kind, find, scheduled
from linli.platform.models import Job

PAUSE_SECONDS_MAX: Final = 3600
ERROR_LENGTH_MAX: Final = 4000


class LeaseLost(Exception):
    """The attempt took longer than its lease and the job is somebody else's by now."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits: ready now, in work, later, and given up."""

    ready: int
    leased: int
    later: int
    dead: int
    oldest_ready_seconds: int


def enqueue(
    job: Kind | str,
    *,
    key: str | None = None,
    run_at: dt.datetime | None = None,
    **arguments: Any,
) -> None:
    """Ask for `job` within the present transaction; one query.

    With a `key` the job exists once: asking again with the same key, while the row is kept
    (a week after its end), does nothing.
    """
    name = job if isinstance(job, str) else job.name
    assert find(name) is not None, f"no job is called {name}"
    now = clock.now()
    row = Job(id=new_key(now), name=name, arguments=arguments, key=key, run_at=run_at or now)
    if key is None:
        row.save(force_insert=True)
    else:
        Job.objects.bulk_create([row], ignore_conflicts=True)


def enqueue_scheduled(*, now: dt.datetime, known: dict[str, int]) -> None:
    """Enqueue each scheduled job once for its present slot; `known` holds the slots already seen."""
    for kind in scheduled():
        slot = _slot(kind, now)
        if known.get(kind.name) != slot:
            enqueue(kind, key=f"{kind.name}@{slot}", run_at=now)
            known[kind.name] = slot


def _slot(kind: Kind, now: dt.datetime) -> int:
    assert kind.every is not None
    wall = now.astimezone(clock.LOCAL).replace(tzinfo=dt.UTC)
    return int(wall.timestamp() // kind.every.total_seconds())


def _open() -> QuerySet[Job]:
    return Job.objects.filter(done_at=None, dead_at=None)


def _ready(now: dt.datetime) -> QuerySet[Job]:
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    return _open().filter(free, run_at__lte=now).order_by("run_at", "id")


def claim(*, now: dt.datetime) -> Job | None:
    """Take the job that has been ready longest, or `None`; nobody else has it until its lease ends."""
    while _ready(now).exists():  # a look needs no lock, so idle workers stop nobody from writing
        with transaction.atomic():
            row = _first_unlocked(now)
            if row is None:
                return None
            kind = find(row.name)
            if kind is not None and row.attempts < kind.attempts_max:
                row.attempts += 1
                row.lease_until = now + dt.timedelta(seconds=kind.lease_seconds)
                row.save(update_fields=["attempts", "lease_until"])
                return row
            why = "the worker died at every attempt" if kind else "this release has no such job"
            _held(row).update(dead_at=now, lease_until=None, error=row.error or why)
    return None


def _first_unlocked(now: dt.datetime) -> Job | None:
    rows = _ready(now)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    return rows.first()


def _held(row: Job) -> QuerySet[Job]:
    """Return the row as long as it is still ours: a later attempt has a higher number."""
    return _open().filter(pk=row.pk, attempts=row.attempts)


def finish(row: Job, *, now: dt.datetime) -> None:
    """Mark `row` done, or raise `LeaseLost`, which takes back what the attempt has written."""
    if not _held(row).update(done_at=now, lease_until=None, error=""):
        raise LeaseLost(str(row))


def put_back(row: Job, kind: Kind, *, error: str, now: dt.datetime) -> None:
    """Let `row` be tried again after a growing pause, or give it up."""
    is_dead = row.attempts >= kind.attempts_max
    _held(row).update(
        lease_until=None,
        error=error[-ERROR_LENGTH_MAX:],
        dead_at=now if is_dead else None,
        run_at=now + pause(row.attempts),
    )


def pause(attempts: int) -> dt.timedelta:
    """Return 2, 4, 8 … seconds up to an hour, spread by a fifth so that failures do not march in step."""
    seconds = min(PAUSE_SECONDS_MAX, 2 ** min(attempts, 12))
    return dt.timedelta(seconds=seconds * (900 + clock.chance(200)) / 1000)


def revive(pk: int, *, now: dt.datetime) -> bool:
    """Let the dead job `pk` be tried again from the beginning; tell whether there was one."""
    dead = Job.objects.filter(pk=pk).exclude(dead_at=None)
    return bool(dead.update(dead_at=None, attempts=0, run_at=now))


def backlog(*, now: dt.datetime) -> Backlog:
    """Count what waits; for /status."""
    waiting = _open().filter(run_at__lte=now)
    oldest = waiting.order_by("run_at").values_list("run_at", flat=True).first()
    leased = waiting.filter(lease_until__gt=now).count()
    return Backlog(
        ready=waiting.count() - leased,
        leased=leased,
        later=_open().filter(run_at__gt=now).count(),
        dead=Job.objects.exclude(dead_at=None).count(),
        oldest_ready_seconds=int((now - oldest).total_seconds()) if oldest else 0,
    )
