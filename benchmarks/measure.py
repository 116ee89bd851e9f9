"""The shared harness: start the real server, ask it for a bounded time, say what came of it.

with server(data, database, workers=2) as running:
    found = rate(running, "/matters/", cookie=cookie)
    print(found, f"{found.per_second / empty.per_second:.0%} of an empty view")
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg

from linli.config.serving import THREADS

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS_MAX = 60
SECONDS = float(os.environ.get("LINLI_BENCH_SECONDS", "5"))
WARM_SECONDS = 1.0
CONNECTIONS = 8
MARK = "{client_id}"  # in a body: becomes a new id in each request

LUA = """
wrk.method = "POST"
local seed = tonumber(tostring({{}}):sub(10), 16) or 1
math.randomseed(os.time() * 1000 + seed % 100000)
local function hex(n) return string.format("%04x", math.random(0, 65535)) end
local function id()
  return hex() .. hex() .. "-" .. hex() .. "-4" .. hex():sub(2) .. "-a" .. hex():sub(2)
    .. "-" .. hex() .. hex() .. hex()
end
local body = [==[{body}]==]
function request()
  wrk.headers["X-Forwarded-For"] = string.format(
    "10.%d.%d.%d", math.random(0, 255), math.random(0, 255), math.random(0, 255))
  return wrk.format(nil, nil, nil, (body:gsub("{mark}", id())))
end
"""


@dataclass(frozen=True)
class Server:
    """A running server: its port and the process that started it."""

    port: int
    process: subprocess.Popen[bytes]
    database: str = ""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        """End the server and all its workers as a power cut would: nobody is asked."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass(frozen=True)
class Rate:
    """What came of asking for a while; latencies in milliseconds."""

    per_second: float
    median: float
    slowest_percent: float
    failures: int
    work: float = 0.0  # CPU of the web processes, a request; on a busy machine the steadier figure
    database: float = 0.0  # CPU of PostgreSQL, a request; SQLite works within the web process

    @property
    def cpu(self) -> float:
        """Return the CPU of web and database together, in milliseconds a request."""
        return self.work + self.database

    def __str__(self) -> str:
        said = (
            f"{self.per_second:8.0f}/s   p50 {self.median:6.1f} ms   p99 {self.slowest_percent:6.1f} ms"
            f"   CPU {self.work:5.2f} ms"
        )
        said += f" + PostgreSQL {self.database:4.2f} ms" if self.database else ""
        return f"{said}   {self.failures} FAILED" if self.failures else said


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(
    data: Path, database: str = "", *, settings: str = "linli.config.settings"
) -> dict[str, str]:
    """Return the environment of a real server: not testing, with its own folder and database."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("LINLI_")}
    given |= {
        "LINLI_DATA": str(data),
        "LINLI_HOSTS": "127.0.0.1",
        "LINLI_LOG": "ERROR",
        "LINLI_TRUSTED_PROXIES": "1",  # clients name their address, so that no limit is met
        "DJANGO_SETTINGS_MODULE": settings,
        "PYTHONPATH": str(ROOT),
    }
    return given | ({"LINLI_DATABASE": database} if database else {})


@contextmanager
def server(  # noqa: PLR0913  # each is one knob of the server
    data: Path,
    database: str = "",
    *,
    workers: int = 2,
    threads: int = THREADS,
    port: int = 0,
    settings: str = "linli.config.settings",
    ready: str = "/",
) -> Iterator[Server]:
    """Run Linli's web processes, in a process group of its own, until the body ends.

    It is ready when `ready` is answered.
    """
    port = port or free_port()
    asked = f"host='127.0.0.1', port={port}, workers={workers}, threads={threads}"
    command = [sys.executable, "-c"]
    command += [f"from linli.config.serving import serve_pages; serve_pages({asked})"]
    variables = environment(data, database, settings=settings)
    process = subprocess.Popen(command, env=variables, cwd=ROOT, start_new_session=True)
    running = Server(port, process, database)
    try:
        _wait_for(running, ready)
        yield running
    finally:
        if process.poll() is None:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=10)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # whatever is left of its workers
        process.wait()


def _wait_for(running: Server, path: str) -> None:
    end = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < end:
        assert running.process.poll() is None, "the server did not start"
        with suppress(OSError):
            ask(running, path, seconds=30)
            return
        time.sleep(0.05)
    raise TimeoutError(f"no answer within {START_SECONDS_MAX} s")


def ask(
    running: Server,
    path: str,
    *,
    body: str | None = None,
    headers: Mapping[str, str] | None = None,
    seconds: float = 20,
) -> tuple[int, bytes]:
    """Ask once; return status and content. Raise `OSError` when no whole answer comes."""
    link = http.client.HTTPConnection("127.0.0.1", running.port, timeout=seconds)
    try:
        given = {"Content-Type": "application/json"} if body is not None else {}
        content = None if body is None else body.replace(MARK, str(uuid.uuid4())).encode()
        link.request("GET" if body is None else "POST", path, content, {**given, **(headers or {})})
        answer = link.getresponse()
        return answer.status, answer.read()
    except http.client.HTTPException as error:
        raise OSError(str(error)) from error
    finally:
        link.close()


def rate(
    running: Server,
    path: str,
    *,
    body: str | None = None,
    headers: Mapping[str, str] | None = None,
    seconds: float = SECONDS,
) -> Rate:
    """Ask with eight connections for `seconds`; with `wrk` when there is one, else with threads."""
    measured = _with_wrk if shutil.which("wrk") else _with_threads
    measured(
        running, path, body, dict(headers or {}), WARM_SECONDS
    )  # every process draws and plans
    web, database = _cpu_seconds(_workers(running)), _cpu_seconds(_backends(running.database))
    began = time.monotonic()
    found = measured(running, path, body, dict(headers or {}), seconds)
    count = max(found.per_second * (time.monotonic() - began), 1)
    web = _cpu_seconds(_workers(running)) - web
    database = _cpu_seconds(_backends(running.database)) - database
    return replace(found, work=web / count * 1000, database=max(database, 0) / count * 1000)


def _with_wrk(
    running: Server, path: str, body: str | None, headers: dict[str, str], seconds: float
) -> Rate:
    command = [
        "wrk",
        "--latency",
        "-t",
        "1",
        "-c",
        str(CONNECTIONS),
        "-d",
        f"{max(1, seconds):.0f}s",
    ]
    if body is not None:
        headers.setdefault("Content-Type", "application/json")
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        if body is not None:
            script.write(LUA.format(body=body, mark=MARK))
            script.flush()
            command += ["-s", script.name]
        said = subprocess.run(
            [*command, running.address + path], capture_output=True, text=True, check=True
        ).stdout
    failed = re.findall(r"Non-2xx or 3xx responses: (\d+)", said)
    failed += re.findall(r"(?:connect|read|write|timeout) (\d+)", said)
    return Rate(
        per_second=float(_found(r"Requests/sec:\s+([\d.]+)", said)),
        median=_milliseconds(_found(r"(?m)^\s+50%\s+(\S+)", said)),
        slowest_percent=_milliseconds(_found(r"(?m)^\s+99%\s+(\S+)", said)),
        failures=sum(map(int, failed)),
    )


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match is not None, text
    return match[1]


def _milliseconds(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text).groups()  # type: ignore[union-attr]  # wrk's own
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[unit]


def _with_threads(
    running: Server, path: str, body: str | None, headers: dict[str, str], seconds: float
) -> Rate:
    """Measure without `wrk`: the client takes its share of the machine, so rates come out lower."""
    times: list[float] = []
    codes: dict[int, int] = {}
    end = time.monotonic() + seconds

    def work() -> None:
        while (began := time.monotonic()) < end:
            try:
                code, _content = ask(running, path, body=body, headers=headers)
            except OSError:
                code = 0
            times.append(time.monotonic() - began)
            codes[code] = codes.get(code, 0) + 1

    started = time.monotonic()
    clients = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    times.sort()
    good = sum(count for code, count in codes.items() if 200 <= code < 400)
    return Rate(
        per_second=len(times) / (time.monotonic() - started),
        median=times[len(times) // 2] * 1000,
        slowest_percent=times[len(times) * 99 // 100] * 1000,
        failures=len(times) - good,
    )


def empty_view(data: Path, *, workers: int = 2, is_bare: bool = False) -> Rate:
    """Measure an empty view on this machine, now: the yardstick of all other rates.

    It stands behind the whole middleware of Linli, as every page does, or is Django's alone.
    """
    settings, path = "benchmarks.empty" if is_bare else "benchmarks.behind", "/empty"
    with server(data, workers=workers, settings=settings, ready=path) as running:
        return rate(running, path)


def _workers(running: Server) -> list[Path]:
    """Return the folders in which the kernel describes the web processes."""
    children = Path(f"/proc/{running.process.pid}/task/{running.process.pid}/children")
    folders = [Path("/proc") / pid for pid in children.read_text(encoding="ascii").split()]
    return [each for each in folders if b"resource_tracker" not in (each / "cmdline").read_bytes()]


def _backends(database: str) -> list[Path]:
    """Return the folders in which the kernel describes the processes of PostgreSQL on this machine."""
    if not database.startswith("postgres"):
        return []
    with psycopg.connect(database) as connection:
        rows = connection.execute("SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        return [Path(f"/proc/{pid}") for (pid,) in rows.fetchall()]


def _cpu_seconds(processes: list[Path]) -> float:
    ticks = 0
    for folder in processes:
        with suppress(FileNotFoundError):  # ended just now
            numbers = (folder / "stat").read_text(encoding="ascii").rpartition(")")[2].split()
            ticks += int(numbers[11]) + int(numbers[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory(running: Server) -> list[float]:
    """Return what each web worker, and last their parent, takes of the machine's memory, in MB.

    Pages that several processes share count by their part (PSS): counted whole, they would count
    once for each of them.
    """
    folders = [*_workers(running), Path(f"/proc/{running.process.pid}")]
    said = [(folder / "smaps_rollup").read_text(encoding="ascii") for folder in folders]
    return [int(_found(r"(?m)^Pss:\s+(\d+)", each)) / 1024 for each in said]
