"""How many transactions a second: one writer and eight, each a row and its line in the journal.

python -m benchmarks.commits          on the database of LINLI_DATABASE, which gets a few rows
"""

from __future__ import annotations

import datetime as dt
import threading
import time

CLIENTS = (1, 8)
SECONDS = 4.0


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    print(f"commits a second on {connection.vendor}")
    for clients in CLIENTS:
        times = run(clients)
        slowest = times[len(times) * 99 // 100] * 1000
        print(
            f"  {clients} at once {len(times) / SECONDS:7.0f}/s   p99 {slowest:6.1f} ms"
            f"   worst {times[-1] * 1000:6.1f} ms"
        )


def run(clients: int) -> list[float]:
    """Return how long each transaction took, in seconds, the slowest last."""
    from django.db import connection

    times: list[float] = []
    end = time.monotonic() + SECONDS

    def work() -> None:
        while (began := time.monotonic()) < end:
            act()
            times.append(time.monotonic() - began)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(times)


def act() -> None:
    from django.db import transaction

    from linli.foundation.keys import new_key
    from linli.platform.access import system
    from linli.platform.journal import record
    from linli.platform.models import Job

    now = dt.datetime.now(dt.UTC)  # noqa: TID251  # a measurement reads the clock
    with transaction.atomic():
        job = Job.objects.create(id=new_key(now), name="bench", run_at=now, done_at=now)
        record(actor=system("bench"), verb="bench", subject=job, now=now)


if __name__ == "__main__":
    main()
