"""How many jobs a second: asked for, and done by one worker.

python -m benchmarks.jobs             on the database of LINLI_DATABASE, which gets a few rows
"""

from __future__ import annotations

import datetime as dt
import time

JOBS = 1000


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from linli.foundation import clock
    from linli.platform.jobs import enqueue, job, run_ready
    from linli.platform.models import Job

    @job("bench.nothing")
    def nothing(*, number: int, now: dt.datetime) -> None:
        """Do nothing, but have an argument."""

    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    Job.objects.filter(name="bench.nothing").delete()
    began = time.monotonic()
    for number in range(JOBS):
        enqueue("bench.nothing", number=number)
    asked = time.monotonic() - began
    began = time.monotonic()
    done = run_ready(now=clock.now(), jobs_max=JOBS)
    took = time.monotonic() - began
    print(f"jobs a second on {connection.vendor}")
    print(f"  asked for {JOBS / asked:7.0f}/s   done {done / took:7.0f}/s")


if __name__ == "__main__":
    main()
