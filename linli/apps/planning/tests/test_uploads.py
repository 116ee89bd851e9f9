"""Files: kept only when understood and confirmed; every fault with its row and column."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from linli.apps.accounts.tests.cast import Cast
from linli.apps.accounts.tests.tiny_city import COMMUNITY
from linli.apps.planning import actions, jobs
from linli.apps.planning.models import Study, Upload
from linli.apps.planning.queries.inputs import from_file
from linli.apps.planning.queries.waiting import waiting_files
from linli.apps.planning.rules.studies import GridFacts
from linli.apps.planning.tests.block import NOW
from linli.foundation.refusals import Refused

GOOD = "名称,户数,小区,社区,网格,经度,纬度\n1栋,40,江滨,枣冲,A,111.3,23.48\n2栋,50,江滨,枣冲,,111.301,23.48\n"


@pytest.fixture
def keep(cast: Cast, settings: Any, tmp_path: Path) -> Callable[..., Upload]:
    settings.DATA = tmp_path

    def act(text: str, name: str = "楼栋.csv", **more: Any) -> Upload:
        content = text.encode(more.pop("encoding", "utf-8"))
        facts = {"area": COMMUNITY, "sort": "buildings", "now": NOW, **more}
        return actions.keep_upload(
            actor=cast.subdistrict_officer.actor,
            name=name,
            content=io.BytesIO(content),
            **facts,
        )

    return act


def read(upload: Upload) -> Upload:
    """Let the task read the file here: a process of its own costs seconds."""
    from linli.algorithms.tasks import read as task

    request = {
        "path": str(waiting_files() / upload.file),
        "kind": upload.sort,
        "datum": upload.datum,
        "today": "2026-11-25",
    }
    found: dict[str, Any] | Refused
    try:
        found = task.run(request, lambda *_: None)
    except Refused as refusal:
        found = refusal
    actions.understand_upload(actor=jobs.ACTOR, pk=upload.pk, found=found, now=NOW)
    upload.refresh_from_db()
    return upload


def faults(upload: Upload) -> list[tuple[int, str]]:
    return [(fault["row"], fault["column"]) for fault in upload.preview["faults"]]


def test_a_file_is_understood_confirmed_and_used(cast: Cast, keep: Callable[..., Upload]) -> None:
    upload = read(keep(GOOD))
    assert (upload.state, upload.rows, upload.preview["total"]) == ("read", 2, 90)
    assert not list(waiting_files().iterdir())
    officer = cast.subdistrict_officer.actor
    facts = {
        "actor": officer,
        "area": COMMUNITY,
        "title": "文件重划",
        "facts": GridFacts(),
        "now": NOW,
    }
    with pytest.raises(Refused):  # not confirmed yet
        actions.start_study(**facts, buildings_file=upload.pk)  # type: ignore[arg-type]  # of a test
    actions.confirm_upload(actor=officer, pk=upload.pk, now=NOW)
    study = actions.start_study(**facts, buildings_file=upload.pk)  # type: ignore[arg-type]  # of a test
    upload.refresh_from_db()
    inputs = from_file(upload)

    assert [(row.name, row.households, row.before) for row in inputs.rows] == [
        ("江滨1栋", 40, 1),
        ("江滨2栋", 50, None),
    ]
    assert inputs.before_names == {1: "A"}
    with pytest.raises(Refused) as used:
        actions.discard_upload(actor=officer, pk=upload.pk, now=NOW)
    assert used.value.code == "planning.file_used"
    actions.remove_study(actor=officer, pk=_failed(study), now=NOW)
    actions.discard_upload(actor=officer, pk=upload.pk, now=NOW)
    assert not Upload.objects.exists()


def _failed(study: Study) -> int:
    Study.objects.filter(pk=study.pk).update(state="failed")
    return study.pk


def test_every_fault_is_told_by_row_and_column(keep: Callable[..., Upload]) -> None:
    upload = read(
        keep(
            "户数,单元数,经度,纬度\n-3,1,111.3,23.48\n,1,111.3,23.48\n1.5,0,111.3,23.48\n"
            "八十,1,111.3,23.48\n20,1,111.3,23.48\n"
        )
    )

    assert upload.state == "faulty"
    assert faults(upload) == [(2, "户数"), (3, "户数"), (4, "户数"), (4, "单元数"), (5, "户数")]
    assert not upload.columns


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("户数,经度,纬度\n", "没有记录"),
        ("", "没有记录"),
        ("户数\n3\n", "经度"),
        ("户数,经度,纬度\n3,abc,23\n", "不是数字"),
        ("户数,经度,纬度\n3,111.3,23.4\n4,-60,10\n5,111.3,23.4\n", "太远"),
        ("户数,经度,纬度\n3,500,23.4\n", "不是经纬度"),
        ("名称,经度,纬度\n3,111.3,23.4\n", "缺少这一列"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(
    keep: Callable[..., Upload], text: str, words: str
) -> None:
    if text:
        upload = read(keep(text))
        sentence = upload.preview["faults"][0]["sentence"]
        assert upload.state == "faulty"
    else:
        with pytest.raises(Refused) as refused:
            keep(text)
        sentence = refused.value.sentence

    assert words in sentence


def polygon(lon: float) -> dict[str, Any]:
    crossed = [[lon, 23.0], [lon + 0.001, 23.001], [lon + 0.001, 23.0], [lon, 23.001], [lon, 23.0]]
    return {
        "type": "Feature",
        "properties": {"households": 30, "name": "1栋"},
        "geometry": {"type": "Polygon", "coordinates": [crossed]},
    }


def test_crossed_outlines_are_mended_and_doubled_ones_refused(keep: Callable[..., Upload]) -> None:
    whole = {"type": "FeatureCollection", "features": [polygon(111.0), polygon(111.1)]}
    upload = read(keep(json.dumps(whole), name="a.geojson"))
    assert upload.state == "read"
    assert "自相交" in upload.preview["warnings"][0]
    assert "同名" in upload.preview["warnings"][1]

    whole["features"] = [polygon(111.0), polygon(111.0)]
    assert faults(read(keep(json.dumps(whole), name="a.geojson"))) == [(2, "")]


def test_shifted_coordinates_come_with_a_warning(keep: Callable[..., Upload]) -> None:
    upload = read(keep(GOOD, datum="gcj02"))

    assert "gcj02" in upload.preview["warnings"][0]
    assert 111.29 < upload.preview["sample"]["lon"][0] < 111.299


def test_a_spreadsheet_of_old_letters_is_read(keep: Callable[..., Upload]) -> None:
    assert read(keep(GOOD, encoding="gb18030")).state == "read"


def test_garbage_with_a_good_name_is_told_so(keep: Callable[..., Upload]) -> None:
    for name in ("a.gpkg", "a.parquet", "a.zip", "a.osm.pbf"):
        assert read(keep("not at all", name=name)).state == "faulty"


@pytest.mark.parametrize("name", ["a.exe", "a", "../../etc/passwd", "a.csv.sh"])
def test_other_formats_are_refused_at_the_door(keep: Callable[..., Upload], name: str) -> None:
    with pytest.raises(Refused) as refused:
        keep(GOOD, name=name)

    assert refused.value.code == "planning.format"
    assert not Upload.objects.exists()


def test_what_nobody_confirms_is_gone_after_a_day(cast: Cast, keep: Callable[..., Upload]) -> None:
    keep(GOOD)
    confirmed = read(keep(GOOD))
    actions.confirm_upload(actor=cast.subdistrict_officer.actor, pk=confirmed.pk, now=NOW)
    jobs.tidy(now=NOW + dt.timedelta(hours=23))
    assert Upload.objects.count() == 2
    jobs.tidy(now=NOW + dt.timedelta(hours=25))

    assert [row.pk for row in Upload.objects.all()] == [confirmed.pk]


def test_new_compounds_whose_centre_lags_are_named(cast: Cast, keep: Callable[..., Upload]) -> None:
    text = (
        "小区,小区规划,小区建成,小区入住,服务中心规划,服务中心建成,服务中心启用\n"
        "云龙新城,2025-01-01,2026-03-01,,2025-01-01,,\n"
    )
    upload = read(keep(text, sort="stages"))
    page = cast.subdistrict_officer.client().get(f"/planning/files/{upload.pk}/").content.decode()

    assert "云龙新城" in page
    assert "没有同步建设" in page


def test_only_planners_hand_files_in(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        actions.keep_upload(
            actor=cast.secretary.actor,
            area=COMMUNITY,
            sort="buildings",
            name="a.csv",
            content=io.BytesIO(b"x"),
            now=NOW,
        )


def test_the_page_shows_what_was_understood(cast: Cast, keep: Callable[..., Upload]) -> None:
    client = cast.subdistrict_officer.client()
    upload = keep(GOOD)
    assert "正在读取文件" in client.get(f"/planning/files/{upload.pk}/").content.decode()
    read(upload)
    page = client.get(f"/planning/files/{upload.pk}/").content.decode()

    assert "读到 2 条记录。" in page
    assert client.post(f"/planning/files/{upload.pk}/confirm/").status_code == 302
    assert client.post(f"/planning/files/{upload.pk}/nonsense/").status_code == 404
    assert cast.secretary.client().get(f"/planning/files/{upload.pk}/").status_code == 404
    assert client.get("/planning/files/new/").status_code == 200
    answer = client.post(
        "/planning/files/new/",
        {"area": COMMUNITY, "sort": "buildings", "file": io.BytesIO(b"x")},
    )
    assert answer.status_code == 422
