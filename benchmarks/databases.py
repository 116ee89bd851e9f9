"""New databases of the present kind, empty or with all tables: for tests, and for servers that are measured or killed.

All migrations run once for each state of the house; who needs tables takes a copy of what they made.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).parents[1]
MADE_OF = (  # what decides how the tables look
    "linli/**/migrations/*.py",
    "linli/**/models/*.py",
    "linli/**/models.py",
    "linli/platform/*.py",
    "linli/config/settings.py",
    "requirements/base.txt",
)


@contextmanager
def new_database(folder: Path, *, migrated: bool = True) -> Iterator[str]:
    """Give the address of a database with all tables (or an empty one); take it away afterwards.

    It lies on the server of LINLI_DATABASE when that is PostgreSQL, else in a file in `folder`.
    """
    server = os.environ.get("LINLI_DATABASE", "")
    if not server.startswith("postgres"):
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "linli.sqlite3"
        if migrated:
            copy_file(file)
        yield f"sqlite:///{file}"
        return
    name = f"linli_{uuid.uuid4().hex}"
    source = template_database(server) if migrated else "template0"
    _create(server, name, source)
    try:
        yield _beside(server, name)
    finally:
        with psycopg.connect(server, autocommit=True) as link:
            link.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def copy_file(to: Path) -> None:
    """Lay a SQLite database with all tables at `to`, in place of what was there."""
    for ending in ("-wal", "-shm"):
        to.with_name(to.name + ending).unlink(missing_ok=True)
    with _one_at_a_time() as folder:
        template = folder / f"template-{_fingerprint()}.sqlite3"
        if not template.exists():
            for old in folder.glob("template-*"):
                old.unlink()
            making = folder / "template-making.sqlite3"
            _migrate(f"sqlite:///{making}")
            making.rename(template)
        shutil.copyfile(template, to)


def template_database(server: str) -> str:
    """Return the name of a database on `server` that has all tables and that nobody is connected to."""
    name = f"template_{_fingerprint()}"
    with _one_at_a_time(), psycopg.connect(server, autocommit=True) as link:
        if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            making = f"making_{uuid.uuid4().hex}"
            _create(server, making, "template0")
            _migrate(_beside(server, making))
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            link.execute(rename.format(sql.Identifier(making), sql.Identifier(name)))
    return name


def _create(server: str, name: str, source: str) -> None:
    words = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    with psycopg.connect(server, autocommit=True) as link:
        link.execute(words.format(sql.Identifier(name), sql.Identifier(source)))


def _beside(server: str, name: str) -> str:
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def _migrate(address: str) -> None:
    command = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
    settings = {"DJANGO_SETTINGS_MODULE": "linli.config.settings", "LINLI_DATABASE": address}
    subprocess.run(command, env={**os.environ, **settings}, cwd=ROOT, check=True)


def _fingerprint() -> str:
    paths = sorted({path for pattern in MADE_OF for path in ROOT.glob(pattern)})
    made_of = hashlib.sha256()
    for path in paths:
        made_of.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return made_of.hexdigest()[:16]


@contextmanager
def _one_at_a_time() -> Iterator[Path]:
    folder = ROOT / "build" / "databases"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder
