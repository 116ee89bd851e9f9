"""The whole register in one file, and back: database, photos, secret key, with a checksum for each.

On SQLite the archive holds the database file as the online backup writes it; on PostgreSQL one
COPY text a table, all of one moment, and the list of migrations, so that a newer release restores an
older archive: it builds the old tables, fills them and migrates them. An archive goes back to the kind
of database that it came from. It holds personal data: keep it as carefully as the server.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from linli.foundation.refusals import Refused

Progress = Callable[[str, int, int], None]

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
DATABASE: Final = "database.sqlite3"
SECRETS: Final = ("secret.key", "push.key")  # names of files
PIECE_BYTES: Final = 1 << 20
# Not worth keeping, or made again by the restore itself.
LEFT_OUT: Final = {"django_migrations", "platform_cacheline", "platform_throttlecount"}


@dataclass
class Manifest:
    """What an archive says about itself; written last, so a torn archive has none."""

    format: int
    vendor: str
    migrations: list[tuple[str, str]]
    columns: dict[str, list[str]] = field(default_factory=dict)
    checksums: dict[str, str] = field(default_factory=dict)


def silent(_step: str, _done: int, _total: int) -> None:
    """Show no progress."""


def backup(target: Path, *, progress: Progress = silent) -> None:
    """Write everything to the archive `target`, which appears only when it is complete."""
    draft = target.with_name(f"{target.name}.part")
    draft.touch(mode=0o600)
    applied = sorted(MigrationRecorder(connection).applied_migrations())
    manifest = Manifest(FORMAT, connection.vendor, applied)
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        # The database first: whatever file it speaks of was written before, and is still there.
        save = _save_tables if connection.vendor == "postgresql" else _save_sqlite
        save(archive, manifest, progress)
        _save_files(archive, manifest, progress)
        archive.writestr(MANIFEST, json.dumps(asdict(manifest)))
    draft.replace(target)


def _save_sqlite(archive: zipfile.ZipFile, manifest: Manifest, progress: Progress) -> None:
    connection.ensure_connection()
    with tempfile.TemporaryDirectory(dir=settings.DATA) as folder:
        copy = Path(folder) / DATABASE
        target = sqlite3.connect(copy)
        connection.connection.backup(
            target
        )  # one step: writers go on meanwhile, nothing starts over
        target.execute("PRAGMA journal_mode=DELETE")
        target.close()
        progress("database", 1, 2)
        with copy.open("rb") as source:
            _add(archive, manifest, DATABASE, _pieces(source))
    progress("database", 2, 2)


def _save_tables(archive: zipfile.ZipFile, manifest: Manifest, progress: Progress) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        tables = sorted(set(connection.introspection.table_names(cursor)) - LEFT_OUT)
        for done, table in enumerate(tables, start=1):
            described = connection.introspection.get_table_description(cursor, table)
            manifest.columns[table] = [column.name for column in described]
            with cursor.copy(f"COPY {_spelled(table, manifest)} TO STDOUT") as source:
                _add(archive, manifest, _member(table), (bytes(piece) for piece in source))
            progress("tables", done, len(tables))


def _save_files(archive: zipfile.ZipFile, manifest: Manifest, progress: Progress) -> None:
    data = Path(settings.DATA)
    paths = sorted(path for path in (data / "files").rglob("*.jpg") if path.is_file())
    paths += [path for name in SECRETS if (path := data / name).exists()]
    for done, path in enumerate(paths, start=1):
        try:
            with path.open("rb") as source:
                _add(archive, manifest, str(path.relative_to(data)), _pieces(source))
        except FileNotFoundError:
            continue  # it belonged to nothing and was removed a moment ago
        progress("files", done, len(paths))


def _member(table: str) -> str:
    return f"tables/{table}.copy"


def _spelled(table: str, manifest: Manifest) -> str:
    quote = connection.ops.quote_name
    return f"{quote(table)} ({', '.join(quote(name) for name in manifest.columns[table])})"


def _pieces(source: IO[bytes]) -> Iterator[bytes]:
    while piece := source.read(PIECE_BYTES):
        yield piece


def _add(archive: zipfile.ZipFile, manifest: Manifest, name: str, pieces: Iterable[bytes]) -> None:
    checksum = hashlib.sha256()
    entry = zipfile.ZipInfo(name)
    # A photo is compressed already.
    entry.compress_type = zipfile.ZIP_STORED if name.endswith(".jpg") else zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    with archive.open(entry, "w", force_zip64=True) as sink:
        for piece in pieces:
            checksum.update(piece)
            sink.write(piece)
    manifest.checksums[name] = checksum.hexdigest()


def restore(source: Path, *, progress: Progress = silent) -> None:
    """Put the archive `source` back into an empty database and an empty data folder, or refuse.

    Everything is verified before anything is written.
    """
    with _opened(source) as archive:
        manifest = _verified(archive, progress)
        _refuse_unless_empty(manifest)
        if connection.vendor == "postgresql":
            _load_tables(archive, manifest, progress)
        else:
            _load_sqlite(archive)
        _load_files(archive, manifest, progress)
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    progress("migrations", 1, 1)


def _opened(source: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(source)
    except (OSError, zipfile.BadZipFile):
        raise Refused(
            "backup.unreadable", "无法读取备份文件 %(file)s，请检查路径和文件。", file=source.name
        ) from None


def _verified(archive: zipfile.ZipFile, progress: Progress) -> Manifest:
    """Return the manifest after every member has been read and found as it was written."""
    try:
        manifest = Manifest(**json.loads(archive.read(MANIFEST)))
        for done, (name, expected) in enumerate(manifest.checksums.items(), start=1):
            _require(name in {DATABASE, *SECRETS} or name.startswith(("tables/", "files/")))
            _require(".." not in Path(name).parts)
            with archive.open(name) as member:
                checksum = hashlib.sha256()
                for piece in _pieces(member):
                    checksum.update(piece)
            _require(checksum.hexdigest() == expected)
            progress("verify", done, len(manifest.checksums))
    except (KeyError, TypeError, ValueError, OSError, zipfile.BadZipFile):
        raise Refused("backup.damaged", "备份文件已损坏或不完整，请换用另一份备份。") from None
    return manifest


def _require(is_good: bool) -> None:  # noqa: FBT001  # the one thing it is about
    if not is_good:
        raise ValueError


def _refuse_unless_empty(manifest: Manifest) -> None:
    if manifest.format != FORMAT or manifest.vendor != connection.vendor:
        raise Refused(
            "backup.other_database",
            "这份备份来自 %(vendor)s 数据库，请先把 LINLI_DATABASE 设为同类数据库。",
            vendor=manifest.vendor,
        )
    files = Path(settings.DATA) / "files"
    if connection.introspection.table_names() or (files.exists() and any(files.iterdir())):
        raise Refused("backup.not_empty", "目标数据库或数据目录不是空的，请换一个空的再恢复。")


def _load_sqlite(archive: zipfile.ZipFile) -> None:
    file = Path(str(connection.settings_dict["NAME"]))
    connection.close()
    for suffix in ("-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
    _extract(archive, DATABASE, file)


def _load_tables(archive: zipfile.ZipFile, manifest: Manifest, progress: Progress) -> None:
    _build_tables({(app, name) for app, name in manifest.migrations})
    tables = list(manifest.columns)
    with transaction.atomic(), connection.cursor() as cursor:
        for done, table in enumerate(tables, start=1):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608  # nosec B608  # our own names
            with (
                archive.open(_member(table)) as member,
                cursor.copy(f"COPY {_spelled(table, manifest)} FROM STDIN") as sink,
            ):
                for piece in _pieces(member):
                    sink.write(piece)
            progress("tables", done, len(tables))
        models: list[Any] = list(apps.get_models(include_auto_created=True))
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _build_tables(applied: set[tuple[str, str]]) -> None:
    """Bring the empty database to the last of the `applied` migrations of each app."""
    executor = MigrationExecutor(connection)
    nodes = executor.loader.graph.node_map
    followed = {
        parent.key
        for key in applied & nodes.keys()
        for parent in nodes[key].parents
        if parent.key[0] == key[0]
    }
    executor.migrate(sorted((applied & nodes.keys()) - followed))


def _load_files(archive: zipfile.ZipFile, manifest: Manifest, progress: Progress) -> None:
    names = [name for name in manifest.checksums if name.startswith("files/") or name in SECRETS]
    for done, name in enumerate(names, start=1):
        _extract(archive, name, Path(settings.DATA) / name)
        progress("files", done, len(names))


def _extract(archive: zipfile.ZipFile, name: str, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    target.touch(mode=0o600)
    with archive.open(name) as member, target.open("wb") as sink:
        shutil.copyfileobj(member, sink, PIECE_BYTES)
