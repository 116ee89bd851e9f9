"""New, empty databases of the present kind, for servers that are measured or killed."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql


@contextmanager
def new_database(folder: Path) -> Iterator[str]:
    """Give the address of an empty database and take it away afterwards.

    It lies on the server of LINLI_DATABASE when that is PostgreSQL, else in a file in `folder`.
    """
    server = os.environ.get("LINLI_DATABASE", "")
    if not server.startswith("postgres"):
        folder.mkdir(parents=True, exist_ok=True)
        yield f"sqlite:///{folder / 'linli.sqlite3'}"
        return
    name = f"linli_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as link:
        link.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(server, autocommit=True) as link:
            link.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
