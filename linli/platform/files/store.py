"""Where files lie: in the data folder, under names that nobody can guess."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from linli.foundation.clock import chance
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform.models import StoredFile

KEY_LETTERS: Final = "abcdefghijkmnpqrstuvwxyz23456789"  # five bits each
KEY_LENGTH: Final = 32
ORPHAN_KEPT: Final = dt.timedelta(days=1)
REMOVED_AT_ONCE_MAX: Final = 500
PICTURE, THUMBNAIL, DOCUMENT = ".jpg", ".small.jpg", ".pdf"
DOCUMENT_TYPE: Final = "application/pdf"
DOCUMENT_BYTES_MAX: Final = 20 * 1024 * 1024


def root() -> Path:
    return Path(settings.DATA) / "files"


def photo_path(key: str, *, small: bool = False) -> Path:
    """Return where the picture of `key`, or its small twin, lies."""
    return root() / key[:2] / f"{key}{THUMBNAIL if small else PICTURE}"


def file_path(file: StoredFile) -> Path:
    """Return where the content of `file` lies, photo or document."""
    if file.media_type == DOCUMENT_TYPE:
        return root() / file.key[:2] / f"{file.key}{DOCUMENT}"
    return photo_path(file.key)


def store_photo(upload: UploadedFile[Any], *, now: dt.datetime) -> StoredFile:
    """Keep the photo in `upload`, made anew, and return its row; it belongs to nothing yet.

    Work of a tenth of a second or so: call it before the action's transaction begins.
    """
    from linli.platform.files.photos import MEDIA_TYPE, read_photo  # Pillow: 6 MB in each process

    photo = read_photo(upload, upload.size or 0)
    key = _new_file_key()
    _write(photo_path(key, small=True), photo.thumbnail)
    _write(photo_path(key), photo.picture)
    return StoredFile.objects.create(
        id=new_key(now),
        key=key,
        sha256=hashlib.sha256(photo.picture).hexdigest(),
        media_type=MEDIA_TYPE,
        width=photo.width,
        height=photo.height,
        size_bytes=len(photo.picture),
        stored_at=now,
    )


def store_document(upload: UploadedFile[Any], *, now: dt.datetime) -> StoredFile:
    """Keep the PDF in `upload` as it is and return its row; it belongs to nothing yet.

    For papers that staff hand out. It is only ever downloaded, never shown inside our pages.
    """
    content = upload.read(DOCUMENT_BYTES_MAX + 1)
    if len(content) > DOCUMENT_BYTES_MAX:
        raise Refused("file.document_large", "文件最大20 MB，请压缩后再上传。", field="photos")
    if not content.startswith(b"%PDF-"):
        raise Refused(
            "file.no_document", "请上传 PDF 或照片；其他格式请先另存为 PDF。", field="photos"
        )
    file = StoredFile(
        id=new_key(now),
        key=_new_file_key(),
        sha256=hashlib.sha256(content).hexdigest(),
        media_type=DOCUMENT_TYPE,
        size_bytes=len(content),
        stored_at=now,
    )
    _write(file_path(file), content)
    file.save(force_insert=True)
    return file


def _new_file_key() -> str:
    return "".join(KEY_LETTERS[chance(len(KEY_LETTERS))] for _ in range(KEY_LENGTH))


def _write(path: Path, content: bytes) -> None:
    """Write a whole file or none: a power cut leaves nothing half done under the final name."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    with draft.open("wb") as sink:
        sink.write(content)
        sink.flush()
        os.fsync(sink.fileno())
    draft.replace(path)


def attach(keys: Sequence[str], *, kind: str, owner: int, is_public: bool = False) -> None:
    """Give the files to a record, inside its transaction; refuse when one has an owner or is gone."""
    free = StoredFile.objects.filter(key__in=keys, owner=None)
    if keys and free.update(kind=kind, owner=owner, is_public=is_public) != len(set(keys)):
        raise Refused("file.gone", "照片已失效，请重新上传后再提交。", field="photos")


def detach(*, kind: str, owner: int) -> int:
    """Take its files from a record; nobody can read them from now on, and a job removes them."""
    return StoredFile.objects.filter(kind=kind, owner=owner).update(owner=None, is_public=False)


def list_files(*, kind: str, owner: int) -> list[StoredFile]:
    """Return the files of one record, oldest first."""
    return list(StoredFile.objects.filter(kind=kind, owner=owner).order_by("id"))


def list_files_of(*, kind: str, owners: Iterable[int]) -> dict[int, list[StoredFile]]:
    """Return the files of several records with one query."""
    found: dict[int, list[StoredFile]] = {}
    for file in StoredFile.objects.filter(kind=kind, owner__in=list(owners)).order_by("id"):
        found.setdefault(file.owner or 0, []).append(file)
    return found


def discard(files: Iterable[StoredFile]) -> None:
    """Remove files that belong to nothing: from the disk first, so that no picture outlives its row."""
    for file in files:
        assert file.owner is None
        for path in (photo_path(file.key, small=True), file_path(file)):
            path.unlink(missing_ok=True)
        file.delete()


def list_orphans(*, now: dt.datetime) -> list[StoredFile]:
    """Return files that have belonged to nothing for longer than `ORPHAN_KEPT`."""
    old = StoredFile.objects.filter(owner=None, stored_at__lt=now - ORPHAN_KEPT)
    return list(old.order_by("stored_at")[:REMOVED_AT_ONCE_MAX])


def list_strays(*, now: dt.datetime) -> list[Path]:
    """Return old files on the disk that no row knows: their writer died before the row was made."""
    before = (now - ORPHAN_KEPT).timestamp()
    strays: list[Path] = []
    for folder in sorted(root().glob("??")):
        old = [path for path in _files(folder) if path.stat().st_mtime < before]
        keys = {path.name.partition(".")[0] for path in old}
        known = set(StoredFile.objects.filter(key__in=keys).values_list("key", flat=True))
        strays += [path for path in old if path.name.partition(".")[0] not in known]
        if len(strays) >= REMOVED_AT_ONCE_MAX:
            break
    return strays[:REMOVED_AT_ONCE_MAX]


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if path.is_file())
