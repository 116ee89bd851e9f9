"""A backup holds everything, comes back as it was, and a bad one changes nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from benchmarks.databases import new_database
from linli.foundation.refusals import Refused
from linli.platform.backup import MANIFEST, backup, restore
from linli.platform.models import ThrottleCount

# One process fills and saves, another, with an empty database and folder, restores and looks.
START = """
import datetime as dt, io, json, sys
from pathlib import Path
import django
django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.contrib.contenttypes.models import ContentType
from PIL import Image
from linli.platform import files
from linli.platform.access import system
from linli.platform.backup import backup, restore
from linli.platform.guard_check import missing
from linli.platform.journal import record
from linli.platform.models import *
from django.db import connection
NOW = dt.datetime(2026, 11, 23, 4, 0, tzinfo=dt.UTC)
archive = Path(sys.argv[1])
"""
SAVE = """
sink = io.BytesIO(); Image.new("RGB", (40, 30)).save(sink, "PNG")
photo = files.store_photo(SimpleUploadedFile("a.png", sink.getvalue()), now=NOW)
files.attach([photo.key], kind="x", owner=1)
for number in range(50):
    record(actor=system("测试\\t\\n"), verb=f"动作{number}", subject=photo, now=NOW, after={"甲": number})
steps = []
backup(archive, progress=lambda *step: steps.append(step))
assert {step for step, _, _ in steps} >= {"files"}, steps
"""
LOOK = """
restore(archive)
photo = StoredFile.objects.get()
assert files.photo_path(photo.key).stat().st_size == photo.size_bytes
assert files.photo_path(photo.key, small=True).exists()
assert JournalLine.objects.count() == 50
line = JournalLine.objects.get(verb="动作7")
assert line.label == "测试\\t\\n" and line.after == {"甲": 7} and line.at == NOW
assert missing(connection) == []
types = ContentType.objects.count()
ContentType.objects.create(app_label="x", model="y")  # the sequences go on where they were
assert types > 3
call_command("migrate", check_unapplied=True, verbosity=0)
"""


def run(code: str, folder: Path, address: str, archive: Path) -> str:
    folder.mkdir(exist_ok=True)
    environment = {
        **os.environ,
        "LINLI_DATA": str(folder),
        "LINLI_DATABASE": address,
        "LINLI_SECRET_KEY": "",
    }
    command = [sys.executable, "-W", "error", "-c", START + code, str(archive)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return done.stderr


@pytest.mark.slow
@pytest.mark.timeout(400)  # all migrations run in a process of their own
def test_everything_comes_back(tmp_path: Path) -> None:
    archive = tmp_path / "linli.zip"
    old, new = tmp_path / "old", tmp_path / "new"
    with new_database(old) as first, new_database(new, migrated=False) as second:
        assert run(SAVE, old, first, archive) == ""
        assert archive.stat().st_mode & 0o077 == 0
        assert run(LOOK, new, second, archive) == ""
    assert (new / "secret.key").read_text() == (old / "secret.key").read_text()


@pytest.fixture
def archive(tmp_path: Path, settings: Settings) -> Path:
    settings.DATA = tmp_path
    ThrottleCount.objects.create(key="a", count=1, expires=0)
    photo = tmp_path / "files" / "ab" / "abc.jpg"
    photo.parent.mkdir(parents=True)
    photo.write_bytes(b"a photo")
    path = tmp_path / "linli.zip"
    backup(path)
    return path


def code_of(archive: Path) -> str:
    with pytest.raises(Refused) as refusal:
        restore(archive)
    return refusal.value.code


@pytest.mark.django_db(transaction=True)
def test_a_backup_goes_only_into_an_empty_place(archive: Path) -> None:
    assert code_of(archive) == "backup.not_empty"
    assert ThrottleCount.objects.count() == 1


def rewritten(archive: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """Return a copy of `archive` with each member changed, or left out where `None` comes back."""
    copy = archive.with_name("changed.zip")
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(copy, "w") as target:
        for name in source.namelist():
            content = change(name, source.read(name))
            if content is not None:
                target.writestr(name, content)
    return copy


def manifest_with(**facts: object) -> Callable[[str, bytes], bytes]:
    def change(name: str, content: bytes) -> bytes:
        if name != MANIFEST:
            return content
        return json.dumps({**json.loads(content), **facts}).encode()

    return change


@pytest.mark.django_db(transaction=True)
def test_a_damaged_archive_is_refused_before_anything_is_written(archive: Path) -> None:
    damages: list[Callable[[str, bytes], bytes | None]] = [
        lambda name, content: content + b"!" if name.startswith("files/") else content,
        lambda name, content: None if name.startswith("files/") else content,
        lambda name, content: None if name == MANIFEST else content,
        lambda name, content: b"{" if name == MANIFEST else content,
        manifest_with(unknown=1),
        manifest_with(checksums={"../../etc/passwd": "0"}),
        manifest_with(checksums={"files/../../x": "0"}),
    ]
    for damage in damages:
        assert code_of(rewritten(archive, damage)) == "backup.damaged"


@pytest.mark.django_db(transaction=True)
def test_what_is_no_archive_or_not_for_this_database_is_refused(archive: Path) -> None:
    assert code_of(rewritten(archive, manifest_with(vendor="oracle"))) == "backup.other_database"
    assert code_of(rewritten(archive, manifest_with(format=99))) == "backup.other_database"
    assert code_of(archive.with_name("absent.zip")) == "backup.unreadable"
    torn = archive.with_name("torn.zip")
    torn.write_bytes(archive.read_bytes()[:-30])
    assert code_of(torn) == "backup.unreadable"


@pytest.mark.django_db(transaction=True)
def test_a_backup_that_fails_leaves_no_archive_that_looks_complete(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("linli.platform.backup._save_files", full)
    target = archive.with_name("second.zip")
    with pytest.raises(OSError, match="space"):
        backup(target)
    assert not target.exists()
