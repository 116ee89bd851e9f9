"""Print the path of a Chromium for the browser tests, fetching one when the machine has none.

The system's own comes first, then Debian's package (as root), then Playwright's build. Without any
the tests of pages cannot run: this says so loudly, and fails when CI=true.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FETCH_SECONDS_MAX = 600


def found() -> str | None:
    given = os.environ.get("CHROMIUM")
    return given or next((path for name in NAMES if (path := shutil.which(name))), None)


def from_debian() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    print("Fetching Debian's Chromium for the browser tests …", file=sys.stderr)
    packages = ["chromium", "fonts-noto-cjk"]
    _run("apt-get", "update")
    _run("apt-get", "install", "-y", "--no-install-recommends", *packages)
    return found()


def _run(*command: str) -> None:
    """Run a command quietly; whether it helped, the next look tells."""
    subprocess.run(
        command,
        check=False,
        timeout=FETCH_SECONDS_MAX,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def from_playwright() -> str | None:
    try:
        from playwright.sync_api import sync_playwright

        subprocess.run(
            [sys.executable, "-m", "playwright", "install", "chromium"],
            check=True,
            timeout=FETCH_SECONDS_MAX,
            stdout=subprocess.DEVNULL,
        )
        with sync_playwright() as playwright:
            path = playwright.chromium.executable_path
    except (ImportError, OSError, subprocess.SubprocessError):
        return None
    return path if Path(path).exists() else None


def main() -> int:
    path = found() or from_debian() or from_playwright()
    if path:
        print(path)
        return 0
    print(
        "\n*** NO CHROMIUM: the browser tests did not run. Install chromium, or set CHROMIUM. ***\n",
        file=sys.stderr,
    )
    return 1 if os.environ.get("CI") else 0


if __name__ == "__main__":
    sys.exit(main())
