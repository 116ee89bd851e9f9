"""Start and stop of the processes: migrations, web workers, the worker of jobs."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from types import FrameType
from typing import Final

# Requests that a web process has in hand at once: while one waits for the database, another goes on.
THREADS: Final = 4


def migrate() -> None:
    """Bring the tables to this version and put back guards that are missing; quick when all is there."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from linli.platform.guard_check import mend

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    for name in mend(connection):
        print(f"! 已补上缺失的数据库防护 a missing guard was put back: {name}", file=sys.stderr)


def work(*, is_beside: bool) -> None:
    """Work off the jobs until asked to stop; beside a server also when the server is gone."""
    from linli.platform import jobs

    if is_beside:
        jobs.work_beside()
        return
    asked = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        asked.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    jobs.work(until=asked.is_set)


def serve(*, host: str, port: int, workers: int) -> None:
    """Serve until interrupted, with one worker of jobs beside the web processes."""
    from django.conf import settings

    jobs = subprocess.Popen([sys.executable, "-m", "linli", "worker", "--beside"])
    _say_where(host, port, demo=settings.DEMO)
    try:
        serve_pages(host=host, port=port, workers=workers)
    finally:
        jobs.terminate()
        jobs.wait(timeout=30)


def serve_pages(*, host: str, port: int, workers: int, threads: int = THREADS) -> None:
    """Serve pages and API alone until interrupted.

    All of Linli is loaded before the web processes are forked off, so that they share its memory.
    """
    from granian import Granian
    from granian.constants import Interfaces

    import linli.config.wsgi  # noqa: F401  # as said above

    let_go_of_the_database()
    Granian(
        "linli.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        log_level="warning",  # type: ignore[arg-type]  # granian reads the name too
    ).serve()


def let_go_of_the_database() -> None:
    """Close connections and pools: two processes must never speak through one socket."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()


def _say_where(host: str, port: int, *, demo: bool) -> None:
    address = f"http://{host}:{port}"
    print(f"\n  邻里 Linli  {address}/\n")
    if demo:
        from linli.config.demo.personas import PERSONAS

        print("  演示身份，点开即登录 · demo sign-in, one link per persona:")
        for persona in PERSONAS:
            print(f"    {address}/demo/as/{persona.username}/  {persona.title}")
        print()
    sys.stdout.flush()
