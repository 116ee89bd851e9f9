"""The web processes are forked off a loaded parent: what they must not get from it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

# An open SQLite file and an open socket of PostgreSQL both show among the process' files.
ASK: Final = """
import os
import linli.config.wsgi
from django.db import connection
from linli.config.serving import let_go_of_the_database

def held():
    names = [os.readlink(f"/proc/self/fd/{number}") for number in os.listdir("/proc/self/fd") if os.path.islink(f"/proc/self/fd/{number}")]
    return sum("sqlite" in name or name.startswith("socket:") for name in names)

before = held()
connection.ensure_connection()
print(held() > before)
let_go_of_the_database()
print(held() == before)
"""


def test_no_connection_is_open_when_the_web_processes_are_forked(tmp_path: Path) -> None:
    variables = {**os.environ, "LINLI_DATA": str(tmp_path), "LINLI_TESTING": "0"}
    said = subprocess.run(
        [sys.executable, "-c", ASK], env=variables, capture_output=True, text=True, check=True
    ).stdout.splitlines()

    assert said == ["True", "True"]
