"""What the web process loads before its first request: every page waits for it and carries its memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

# Array libraries belong to the worker; the others are loaded by the few views that need them.
KEPT_OUT: Final = (
    "numpy", "scipy", "shapely", "pyproj", "pyogrio", "pyarrow", "ortools", "highspy", "numba", "pandas",
    "PIL", "cryptography", "fido2", "webpush", "segno", "typst", "openpyxl", "icalendar", "rich", "polib", "babel",
    "django.contrib.admin", "django.db.migrations.executor",
)  # fmt: skip
ASK: Final = """
import sys
import linli.config.wsgi
print(*(name for name in sys.argv[1:] if name in sys.modules))
print("linli.apps.matters.web.views.matter" in sys.modules)
"""


def test_the_web_process_loads_all_views_and_nothing_heavy_that_few_need(tmp_path: Path) -> None:
    variables = {**os.environ, "LINLI_DATA": str(tmp_path), "LINLI_TESTING": "0"}
    said = subprocess.run(
        [sys.executable, "-c", ASK, *KEPT_OUT],
        env=variables,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()

    assert said == ["", "True"]
