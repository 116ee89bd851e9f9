"""Photos: only the picture is kept, only who may sees it, and what belongs to nothing goes."""

from __future__ import annotations

import datetime as dt
import io
import os
import zlib
from contextlib import closing
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import FileResponse, Http404
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from PIL import Image
from pytest_django import DjangoAssertNumQueries, Settings

from linli.foundation.refusals import Refused
from linli.platform import files
from linli.platform.access import ANYONE, Actor, system
from linli.platform.files import attach, detach, discard, guard, store_document
from linli.platform.files.photos import UPLOAD_BYTES_MAX, read_photo
from linli.platform.files.store import DOCUMENT_BYTES_MAX, root
from linli.platform.housekeeping import sweep_files
from linli.platform.models import StoredFile

NOW = dt.datetime(2026, 11, 23, 4, 0, tzinfo=dt.UTC)
OWNER = Actor(account=7)
RED, BLUE = (200, 0, 0), (0, 0, 200)


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, settings: Settings) -> Path:
    settings.DATA = tmp_path
    return tmp_path


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (400, 300), mode: str = "RGB", **options: object
) -> bytes:
    """Return a picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, size[0], size[1]))
    sink = io.BytesIO()
    image.convert(mode).save(sink, kind, **options)
    return sink.getvalue()


def with_secrets() -> bytes:
    """Return a photo as a telephone makes it: turned, with place, maker, comment and colour profile."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "MakerOfTelephones"
    exif.get_ifd(0x8825)[2] = (23.0, 28.0, 37.5)  # latitude
    return picture(exif=exif.tobytes(), comment=b"GuiGang Lu 7", icc_profile=b"ProfileOfMine" * 20)


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def reason(content: bytes, size: int | None = None) -> str:
    with pytest.raises(Refused) as refusal:
        read_photo(io.BytesIO(content), len(content) if size is None else size)
    return refusal.value.code


def test_a_photo_comes_out_upright_and_small_with_nothing_but_the_picture() -> None:
    content = with_secrets()
    assert b"MakerOfTelephones" in content
    photo = read_photo(io.BytesIO(content), len(content))
    for kept in (photo.picture, photo.thumbnail):
        assert not any(
            word in kept for word in (b"Maker", b"GuiGang", b"ProfileOf", b"Exif", b"http://ns")
        )
        with Image.open(io.BytesIO(kept)) as image:
            assert not image.getexif()
            assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"} | {
                "progressive",
                "progression",
            }
    assert (photo.width, photo.height) == (300, 400)


def test_a_large_photo_is_brought_to_size() -> None:
    content = picture(size=(4000, 3000))
    photo = read_photo(io.BytesIO(content), len(content))
    assert (photo.width, photo.height) == (1600, 1200)
    with Image.open(io.BytesIO(photo.thumbnail)) as image:
        assert image.size == (320, 240)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "LA"), ("PNG", "1"), ("WEBP", "RGB"), ("GIF", "P"),
     ("JPEG", "CMYK"), ("JPEG", "L"), ("BMP", "RGB"), ("MPO", "RGB")],
)  # fmt: skip
def test_every_usual_kind_of_picture_is_read(kind: str, mode: str) -> None:
    content = picture(kind, mode=mode)
    photo = read_photo(io.BytesIO(content), len(content))
    assert photo.picture.startswith(b"\xff\xd8")


def test_what_was_transparent_is_white() -> None:
    sink = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(sink, "PNG")
    photo = read_photo(sink, 1)
    with Image.open(io.BytesIO(photo.picture)) as image:
        assert image.getpixel((10, 10)) == (255, 255, 255)


def bomb() -> bytes:
    """Return a PNG of a few hundred bytes that says it is 60 000 pixels wide and as high."""
    small = bytearray(picture("PNG", size=(8, 8)))
    small[16:24] = (60_000).to_bytes(4, "big") * 2
    small[29:33] = zlib.crc32(small[12:29]).to_bytes(4, "big")
    return bytes(small)


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
     b"\xff\xd8\xff\xe0", picture()[:200], picture("PNG")[:60], picture("TIFF"), bomb(),
     b"<html>" + picture(), b"\x00" * 10_000],
    ids=["empty", "text", "pdf", "svg", "head only", "cut jpeg", "cut png", "tiff", "bomb",
         "picture behind a page", "zeros"],
)  # fmt: skip
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    assert reason(content) == "file.not_image"


def test_what_is_too_large_is_refused_before_it_is_read() -> None:
    assert reason(b"", UPLOAD_BYTES_MAX + 1) == "file.too_large"
    assert reason(picture(size=(10_000, 7_000), quality=5)) == "file.too_many_pixels"


@effort(max_examples=60, deadline=None)
@given(st.integers(0, 3000), st.binary(min_size=1, max_size=30), st.sampled_from(["JPEG", "PNG"]))
def test_a_damaged_photo_is_either_read_or_refused(place: int, junk: bytes, kind: str) -> None:
    content = picture(kind, size=(60, 40))
    at = place % len(content)
    broken = content[:at] + junk + content[at + len(junk) :]
    answer = ""
    try:
        answer = read_photo(io.BytesIO(broken), len(broken)).picture[:2].hex()
    except Refused as refusal:
        answer = refusal.code
    assert answer in {"ffd8", "file.not_image", "file.too_many_pixels"}


# ── Storing, giving away, serving ─────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_names_are_unguessable_and_files_private_on_the_disk() -> None:
    stored = [files.store_photo(upload(picture()), now=NOW) for _ in range(2)]
    assert stored[0].key != stored[1].key
    assert all(len(file.key) == 32 for file in stored)
    path = files.photo_path(stored[0].key)
    assert path.read_bytes().startswith(b"\xff\xd8")
    assert path.parent.stat().st_mode & 0o077 == 0
    assert stored[0].size_bytes == path.stat().st_size


@pytest.mark.django_db
def test_a_refused_photo_leaves_nothing_behind() -> None:
    with pytest.raises(Refused):
        files.store_photo(upload(b"no photo"), now=NOW)
    assert StoredFile.objects.count() == 0
    assert not root().exists()


def stored(*, is_public: bool = False) -> StoredFile:
    file = files.store_photo(upload(picture()), now=NOW)
    files.attach([file.key], kind="test.photo", owner=42, is_public=is_public)
    file.refresh_from_db()
    return file


@pytest.mark.django_db
def test_a_photo_is_given_to_one_record_only() -> None:
    file = stored()
    with pytest.raises(Refused) as refusal:
        files.attach([file.key], kind="test.photo", owner=43)
    assert refusal.value.code == "file.gone"
    with pytest.raises(Refused):
        files.attach(["nothing"], kind="test.photo", owner=43)
    files.attach([], kind="test.photo", owner=43)
    assert files.list_files(kind="test.photo", owner=42) == [file]
    assert files.list_files_of(kind="test.photo", owners=[42, 43]) == {42: [file]}


@pytest.mark.django_db
def test_the_owning_app_says_who_may_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_guards", {})
    file = stored()
    assert not files.may_read(OWNER, file)
    files.register_guard("test.photo", lambda actor, file: actor == OWNER and file.owner == 42)
    assert files.may_read(OWNER, file)
    assert files.may_read(system("job"), file)
    assert not files.may_read(ANYONE, file)
    assert files.may_read(ANYONE, stored(is_public=True))
    files.detach(kind="test.photo", owner=42)
    file.refresh_from_db()
    assert not files.may_read(OWNER, file)


def content_of(answer: FileResponse) -> bytes:
    """Read the answer without closing it: that would close the test's own connection."""
    file = answer.file_to_stream
    assert file is not None
    with closing(file):
        return bytes(file.read())


@pytest.mark.django_db
def test_a_photo_is_served_to_who_may_read_it_and_hidden_from_others(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "_guards", {"test.photo": lambda actor, _file: actor == OWNER})
    file = stored()
    request = rf.get("/")
    request.actor = OWNER  # type: ignore[attr-defined]  # set by a middleware
    answer = files.serve(request, file.key)
    assert content_of(answer) == files.photo_path(file.key).read_bytes()
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"].startswith("private")
    assert "sandbox" in answer["Content-Security-Policy"]
    for key in (file.key, "nothing", "../../secret"):
        with pytest.raises(Http404):
            files.serve(rf.get("/"), key)


@pytest.mark.django_db
def test_the_small_twin_is_served_and_a_lost_file_is_404(rf: RequestFactory) -> None:
    file = stored(is_public=True)
    answer = files.serve(rf.get("/", {"small": 1}), file.key)
    assert content_of(answer) == files.photo_path(file.key, small=True).read_bytes()
    files.photo_path(file.key).unlink()
    with pytest.raises(Http404):
        files.serve(rf.get("/"), file.key)


@pytest.mark.django_db
def test_serving_costs_one_query(
    rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    file = stored(is_public=True)
    with django_assert_num_queries(1):
        answer = files.serve(rf.get("/"), file.key)
    assert content_of(answer)


@pytest.mark.django_db
def test_what_belongs_to_nothing_goes_after_a_day_and_the_rest_stays() -> None:
    orphan = files.store_photo(upload(picture()), now=NOW)
    kept = stored()
    fresh = files.store_photo(upload(picture()), now=NOW + dt.timedelta(hours=23))
    stray, new_stray = root() / "zz" / "zzz.jpg", root() / "zz" / "zzy.jpg"
    stray.parent.mkdir()
    for path in (stray, new_stray):
        path.write_bytes(b"written, then the process died")
    long_ago = (NOW - dt.timedelta(days=2)).timestamp()
    for path in (stray, files.photo_path(kept.key)):
        os.utime(path, (long_ago, long_ago))
    for path in (new_stray, files.photo_path(fresh.key)):
        os.utime(path, (NOW.timestamp() + 86_000, NOW.timestamp() + 86_000))

    sweep_files(now=NOW + dt.timedelta(hours=25))

    assert set(StoredFile.objects.values_list("key", flat=True)) == {kept.key, fresh.key}
    assert not files.photo_path(orphan.key).exists()
    assert not stray.exists()
    assert new_stray.exists()
    for file in (kept, fresh):
        assert files.photo_path(file.key).exists()
        assert files.photo_path(file.key, small=True).exists()


@pytest.mark.django_db
def test_a_document_is_kept_as_it_is_and_only_downloaded(client: Client) -> None:
    content = b"%PDF-1.7 a plan"
    file = store_document(upload(content, "plan.pdf"), now=NOW)
    attach([file.key], kind="test.paper", owner=5, is_public=True)
    answer = client.get(f"/files/{file.key}?small=1")

    assert b"".join(answer) == content
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == "attachment"
    detach(kind="test.paper", owner=5)
    file.refresh_from_db()
    discard([file])
    assert not list(root().rglob("*.pdf"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html>", "file.no_document"),
        (b"", "file.no_document"),
        (b"%PDF-" + b"0" * DOCUMENT_BYTES_MAX, "file.document_large"),
    ],
    ids=["html", "empty", "large"],
)
def test_what_is_no_document_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        store_document(upload(content, "plan.pdf"), now=NOW)
    assert refusal.value.code == code
    assert not list(root().rglob("*.pdf"))
