"""Kill the server during submissions: `LINLI_KILLS=25 python -m benchmarks.kills`."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from benchmarks.databases import new_database
from tests.kills import survive

KILLS = int(os.environ.get("LINLI_KILLS", "25"))


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, new_database(Path(folder)) as database:
        outcome = survive(kills=KILLS, data=Path(folder), database=database)
    print(f"kill -9 on {database.partition(':')[0]}: {outcome}")
    if outcome.refusals:
        print(f"  {len(outcome.refusals)} refused, the first with {outcome.refusals[0]}")
    return 1 if outcome.lost or outcome.doubled or outcome.refusals else 0


if __name__ == "__main__":
    sys.exit(main())
