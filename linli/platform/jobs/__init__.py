"""Work that is done later, by a worker: bounded, repeatable, never lost.

    @job("matters.remind", lease_seconds=30)
    def remind(*, matter: int, now: dt.datetime) -> None: ...

    enqueue("matters.remind", matter=pk, run_at=due)      # in an action, inside its transaction

A job exists exactly when the transaction that asked for it was committed.
"""

from __future__ import annotations

from linli.platform.jobs.kinds import Kind, job
from linli.platform.jobs.queue import enqueue
from linli.platform.jobs.worker import run_ready, work, work_beside

__all__ = ["Kind", "enqueue", "job", "run_ready", "work", "work_beside"]
