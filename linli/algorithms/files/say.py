"""What a command prints: results on one stream, warnings on the other."""

from __future__ import annotations

import sys
from collections.abc import Iterable


def say(line: str) -> None:
    """Print one line of result."""
    sys.stdout.write(line + "\n")


def tell(warnings: Iterable[str]) -> None:
    """Print warnings to the error stream."""
    for line in warnings:
        sys.stderr.write(f"提示：{line}\n")


def show_progress(done: int, total: int) -> None:
    """A line that counts cells, only on a terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done}/{total}" + ("\n" if done == total else ""))
