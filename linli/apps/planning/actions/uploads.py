"""Files that somebody uploads: kept for reading, understood by the worker, confirmed by a person."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import IO, Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from linli.apps.places import queries as places
from linli.apps.planning.access import UPLOADS, plans
from linli.apps.planning.models import Study, Upload
from linli.apps.planning.queries.waiting import waiting_files
from linli.apps.planning.rules.packing import pack
from linli.foundation.clock import chance
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import jobs, journal
from linli.platform.access import Actor, fetch

BYTES_MAX: Final = 100 * 1024 * 1024
CHUNK: Final = 1 << 20
KEPT: Final = dt.timedelta(days=1)
SAMPLE: Final = 5
FILE_ENDINGS: Final = (
    ".geojson", ".json", ".gpkg", ".zip", ".fgb", ".parquet", ".geoparquet", ".csv", ".osm.pbf",
)  # fmt: skip
DATUMS: Final = ("", "wgs84", "cgcs2000", "gcj02", "bd09")
READ: Final = "planning.read"


def keep_upload(  # noqa: PLR0913  # a file with what is said of it
    *,
    actor: Actor,
    area: int,
    sort: str,
    name: str,
    content: IO[bytes],
    datum: str = "",
    now: dt.datetime,
) -> Upload:
    """Keep a file until the worker has read it."""
    if places.get_area(area) is None:
        raise Http404
    if not plans(actor, area):
        raise PermissionDenied("upload")
    ending = next((each for each in FILE_ENDINGS if name.lower().endswith(each)), None)
    if ending is None:
        raise Refused(
            "planning.format",
            "请上传 GeoJSON、GeoPackage、Shapefile（打成 zip）、FlatGeobuf、GeoParquet、CSV 或 OSM PBF。",
            field="file",
        )
    if sort not in Upload.Sort.values or datum not in DATUMS:
        raise Refused("planning.sort", "请选择文件的内容和坐标系。", field="sort")
    key = f"{chance(1 << 62):016x}{chance(1 << 62):016x}{ending}"
    _write(waiting_files() / key, content)
    with transaction.atomic():
        upload = Upload.objects.create(
            id=new_key(now),
            area_id=area,
            sort=sort,
            name=Path(name).name[:120],
            datum=datum,
            file=key,
            made_by=actor.account or 0,
            made_at=now,
        )
        _note(upload, "upload", actor, now)
        jobs.enqueue(READ, key=f"{READ}:{upload.pk}", upload=upload.pk)
    return upload


def _write(path: Path, content: IO[bytes]) -> None:
    """Write the file whole or not at all; one that is empty or too large is refused."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    size = 0
    with path.open("wb") as sink:
        while size <= BYTES_MAX and (piece := content.read(CHUNK)):
            size += len(piece)
            sink.write(piece)
    if 0 < size <= BYTES_MAX:
        return
    path.unlink(missing_ok=True)
    if size == 0:
        raise Refused("planning.file_empty", "文件里没有记录，请检查后再上传。", field="file")
    raise Refused("planning.large", "文件不能超过 100 MB，请按街道拆开后再上传。", field="file")


def understand_upload(
    *, actor: Actor, pk: int, found: dict[str, Any] | Refused, now: dt.datetime
) -> None:
    """Keep what the worker understood of a file; the file itself is gone from now on."""
    with transaction.atomic():
        rows = Upload.objects.select_for_update()
        upload = rows.filter(pk=pk, state=Upload.State.READING).first()
        if upload is None:
            return
        if isinstance(found, Refused):
            params = {key: str(value) for key, value in found.params.items()}
            fault = {"row": 0, "column": "", "sentence": found.sentence, "params": params}
            upload.preview, upload.state = {"faults": [fault]}, Upload.State.FAULTY
        else:
            _keep_columns(upload, found)
        _drop_file(upload)
        upload.save()
        _note(upload, "understood", actor, now)


def _keep_columns(upload: Upload, found: dict[str, Any]) -> None:
    columns = found.pop("columns")
    upload.rows = found["rows"]
    upload.state = Upload.State.FAULTY if found["faults"] else Upload.State.READ
    shown = {key: values[:SAMPLE] for key, values in columns.items() if key != "shape"}
    upload.preview = {**found, "sample": shown, "total": sum(columns.get("households", []))}
    upload.columns = pack(columns) if columns else b""


def confirm_upload(*, actor: Actor, pk: int, now: dt.datetime) -> Upload:
    """Keep what was understood, for studies to use."""
    with transaction.atomic():
        upload = _fetch(actor, "confirm", pk)
        if upload.state != Upload.State.READ:
            raise Refused("planning.not_read", "文件还没读好或有错误，改好后请重新上传。")
        upload.state = Upload.State.CONFIRMED
        upload.save(update_fields=["state"])
        _note(upload, "confirm", actor, now)
    return upload


def discard_upload(*, actor: Actor, pk: int, now: dt.datetime) -> None:
    """Throw a file away with everything that was understood of it."""
    with transaction.atomic():
        upload = _fetch(actor, "discard", pk)
        used = Study.objects.filter(buildings_file=upload) | Study.objects.filter(
            second_file=upload
        )
        if used.exists():
            raise Refused("planning.file_used", "有方案用着这个文件，请先删除那个方案。")
        _drop_file(upload)
        _note(upload, "discard", actor, now)
        upload.delete()


def purge_uploads(*, actor: Actor, now: dt.datetime) -> int:
    """Throw away what nobody confirmed within a day, and files that no row knows."""
    assert actor.is_system
    old = Upload.objects.exclude(state=Upload.State.CONFIRMED).filter(made_at__lt=now - KEPT)
    gone = 0
    for upload in old.order_by("id")[:500]:
        _drop_file(upload)
        upload.delete()
        gone += 1
    before = (now - KEPT).timestamp()
    for path in sorted(waiting_files().glob("*"))[:500]:
        if path.is_file() and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
    return gone


def _drop_file(upload: Upload) -> None:
    if upload.file:
        (waiting_files() / upload.file).unlink(missing_ok=True)
        upload.file = ""


def _fetch(actor: Actor, action: str, pk: int) -> Upload:
    rows = Upload.objects.all()
    return fetch(rows, actor=actor, action=action, table=UPLOADS, pk=pk, lock=True)


def _note(upload: Upload, verb: str, actor: Actor, now: dt.datetime) -> None:
    facts = {"sort": upload.sort, "rows": upload.rows}
    journal.record(
        actor=actor,
        verb=f"planning.{verb}",
        subject=upload,
        now=now,
        area=upload.area_id,
        after=facts,
    )
