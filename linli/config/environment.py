"""Typed readers of the environment. A wrong value stops the start with a sentence that names it."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """Return `name`, or the content of the file that `name_FILE` points at, or `default`."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: cannot read {file}: {error}") from error
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name}={value!r}: write 1 or 0")


def number(name: str, default: int, *, low: int = 0) -> int:
    value = text(name, str(default))
    if not value.isdecimal() or int(value) < low:
        raise ImproperlyConfigured(f"{name}={value!r}: write a whole number of at least {low}")
    return int(value)


def words(name: str, default: str) -> list[str]:
    """Return the comma-separated words of `name`."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(url: str, *, pool: int, test_name: str) -> dict[str, object]:
    """Return Django's settings for `sqlite:///path` or `postgresql://user:word@host:port/name`.

    The host may also come as `?host=/socket/folder`, as PostgreSQL's own tools write it.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "linli.platform.sqlite",
            "NAME": unquote(parts.path.removeprefix("/")) or ":memory:",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA temp_store=MEMORY;"
                    "PRAGMA mmap_size=268435456;PRAGMA cache_size=-16000;"
                    "PRAGMA journal_size_limit=67108864;"
                ),
            },
            "TEST": {"NAME": test_name},
        }
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured(
            f"LINLI_DATABASE={parts.scheme}://…: use sqlite:///… or postgresql://…"
        )
    options: dict[str, object] = {}
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 10, "num_workers": 1}
    return {
        "ENGINE": "linli.platform.postgresql",
        "NAME": parts.path.removeprefix("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or dict(parse_qsl(parts.query)).get("host", ""),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": not pool,  # the back end looks after those of the pool
        "OPTIONS": options,
    }
