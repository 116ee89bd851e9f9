"""Searching among very many matters: the newest twenty for a common, a rare and a missing word.

python -m benchmarks.searching 1000000        on the empty database of LINLI_DATABASE
"""

from __future__ import annotations

import sys
import time

from django.db import connection

from benchmarks import matters  # sets Django up
from linli.apps.matters import queries

GOAL_MS = 100
ROUNDS = 5
QUERIES = ("灯", "楼道灯", "电梯", "楼道灯 台阶", "坏了好几天", "麒麟")


def main(size: int) -> int:
    grids = matters.prepare()
    matters.fill(0, size, grids)
    began = time.perf_counter()
    written = queries.fill_index()
    took = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{connection.vendor}: {written} matters indexed, {written / took:.0f}/s")
    worst = 0.0
    for name, actor in matters.actors(grids).items():
        for words in QUERIES:
            times = []
            for _round in range(ROUNDS):
                start = time.perf_counter()
                found = queries.search_matters(actor=actor, words=words)
                times.append((time.perf_counter() - start) * 1000)
            middle = sorted(times)[ROUNDS // 2]
            worst = max(worst, middle)
            print(f"  {name:14} {words:12} {len(found.rows):3} found   {middle:7.1f} ms")
    print(f"  the slowest: {worst:.1f} ms (goal: {GOAL_MS} ms)")
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
