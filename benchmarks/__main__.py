"""Print the measures: `make bench`, or `python -m benchmarks PART …` for some of them.

Each part runs in a process of its own, first on SQLite, then on a throw-away PostgreSQL that takes
the same care of power cuts as a real one. A part is a module beside this one; its exit status other
than 0 fails the run.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import ROOT, empty_view, environment

SCRIPT = ROOT / "scripts" / "with_pg.py"
PARTS = ("commits", "jobs", "matters", "searching", "registers", "votes", "pages", "kills")


def run(part: str, *, on_postgresql: bool) -> int:
    """Run one part; return its exit status."""
    prefix = [sys.executable, str(SCRIPT), "--durable"] if on_postgresql else []
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as folder:
        variables = environment(Path(folder))
        variables |= {name: os.environ[name] for name in ("LINLI_KILLS",) if name in os.environ}
        command = [*prefix, sys.executable, "-m", f"benchmarks.{part}"]
        return subprocess.run(command, cwd=ROOT, env=variables, check=False).returncode


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    known = [part for part in PARTS if importlib.util.find_spec(f"benchmarks.{part}")]
    parser.add_argument("parts", nargs="*", choices=[*known, []], help="default: all of them")
    parser.add_argument("--only", choices=("sqlite", "postgresql"), help="one kind of database")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name, is_bare in (("behind our middleware", False), ("bare, no middleware", True)):
            found = empty_view(Path(folder), is_bare=is_bare)
            print(f"empty view, {name:22} {found}", flush=True)
    failed = [
        f"{part} on {'PostgreSQL' if on_postgresql else 'SQLite'}"
        for part in words.parts or known
        for on_postgresql in (False, True)
        if words.only != ("sqlite" if on_postgresql else "postgresql")
        if run(part, on_postgresql=on_postgresql) != 0
    ]
    print(f"\n✗ {', '.join(failed)}" if failed else "\n✓ all measures taken")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
