"""Where uploaded files lie until the worker has read them."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def waiting_files() -> Path:
    """Return the folder of files that wait to be read."""
    return Path(settings.DATA) / "planning"
