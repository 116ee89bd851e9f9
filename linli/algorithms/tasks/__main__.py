"""Run one task in this process and end."""

from __future__ import annotations

import json
import os
import sys
import threading
from importlib import import_module
from typing import Any, Final

from linli.foundation.refusals import Refused

TASKS: Final = ("read", "grids", "outline", "circle", "sites", "match")
ORPHANED: Final = 3


def main() -> int:
    """Answer the request on the first line of the input."""
    name = sys.argv[1] if len(sys.argv) == 2 else ""
    if name not in TASKS:
        sys.stderr.write(f"tasks: {', '.join(TASKS)}\n")
        return 2
    request: dict[str, Any] = json.loads(sys.stdin.readline())
    threading.Thread(target=leave_with_parent, daemon=True).start()
    try:
        task = import_module(f"linli.algorithms.tasks.{name}")
        answer = {"result": task.run(request, tell)}
    except Refused as refusal:
        answer = {
            "refused": {
                "code": refusal.code,
                "sentence": refusal.sentence,
                "params": refusal.params,
            }
        }
    except ModuleNotFoundError as error:
        answer = {"missing": error.name}
    emit(answer)
    return 0


def leave_with_parent() -> None:
    """End at once when whoever asked is gone: the input is then closed."""
    sys.stdin.read()
    os._exit(ORPHANED)


def tell(phase: str, done: int = 0, total: int = 0) -> None:
    """Report how far the task is."""
    emit({"phase": phase, "done": done, "total": total})


def emit(line: dict[str, Any]) -> None:
    """Write one line and let the reader have it."""
    sys.stdout.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
