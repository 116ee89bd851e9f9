"""Ask a task of `linli.algorithms.tasks` in a process of its own, and stop it when told to."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from typing import IO, Any, Final

from linli.foundation.refusals import Refused

LOOK_SECONDS: Final = 0.5
CHUNK: Final = 1 << 16
ERROR_MAX: Final = 4000
NICENESS: Final = 5

# Told the phase, what is done and how much there is; answers whether to go on.
Report = Callable[[str, int, int], bool]


class Stopped(Exception):
    """Somebody asked the run to stop."""


def ask(task: str, request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Return the answer of a task.

    Raises
    ------
    Stopped
        When `report` says so; the process is ended.
    Refused
        What the task refused; `planning.not_installed` without the array libraries.
    RuntimeError
        When the process ended without an answer.
    """
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603  # our own module, no word of a user
            [sys.executable, "-m", "linli.algorithms.tasks", task],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
        try:
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, process.pid, NICENESS)
            return _listen(process, request, report, errors)
        finally:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(BrokenPipeError):
                        pipe.close()


def _listen(
    process: subprocess.Popen[bytes], request: dict[str, Any], report: Report, errors: IO[bytes]
) -> dict[str, Any]:
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError):  # it ended already: its own words are read below
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()
    phase, done, total = "start", 0, 0
    for line in _lines(process):
        if line is not None and "phase" not in line:
            return _answer(line)
        if line is not None:
            phase, done, total = line["phase"], line["done"], line["total"]
        if not report(phase, done, total):
            raise Stopped
    errors.seek(0)
    raise RuntimeError(errors.read()[-ERROR_MAX:].decode("utf-8", "replace"))


def _lines(process: subprocess.Popen[bytes]) -> Iterator[dict[str, Any] | None]:
    """Yield each line as it comes, and `None` every half second in which none did."""
    assert process.stdout is not None
    left = b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            if not selector.select(LOOK_SECONDS):
                yield None
                continue
            piece = os.read(process.stdout.fileno(), CHUNK)
            if not piece:
                return
            *whole, left = (left + piece).split(b"\n")
            for line in whole:
                yield json.loads(line)


def _answer(line: dict[str, Any]) -> dict[str, Any]:
    if "missing" in line:
        raise Refused(
            "planning.not_installed",
            "服务器还没有安装规划计算程序，请联系平台管理员（make planning）。",
        )
    if "refused" in line:
        said = line["refused"]
        raise Refused(said["code"], said["sentence"], **said["params"])
    found: dict[str, Any] = line["result"]
    return found
