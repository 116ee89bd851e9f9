"""Workbooks and GeoPackages, read back with what everybody has."""

from __future__ import annotations

import io
import sqlite3
import struct
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from linli.foundation.geopackage import blob, write_geopackage
from linli.foundation.workbooks import column_name, write_workbook

pytestmark = pytest.mark.pure
CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
POINT = {"type": "Point", "coordinates": [111.3, 23.48]}
RING = [[111.3, 23.4], [111.4, 23.4], [111.4, 23.5], [111.3, 23.4]]


def test_cells_come_back_as_they_were() -> None:
    rows: list[list[str | int | float | None]] = [
        ["楼栋", "户数", None],
        ['=HYPERLINK("x")', 40, 1.5],
        ["a<b>&\x07", "", " "],
    ]
    content = write_workbook([("楼栋/表", rows), ("空", [])])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314  # our own bytes
        book = archive.read("xl/workbook.xml").decode()
    cells = {cell.get("r"): "".join(cell.itertext()) for cell in sheet.iter(f"{CELL}c")}

    assert cells == {
        "A1": "楼栋", "B1": "户数", "A2": '=HYPERLINK("x")', "B2": "40", "C2": "1.5",
        "A3": "a<b>&", "C3": " ",
    }  # fmt: skip
    assert not list(sheet.iter(f"{CELL}f"))  # a text is never a formula
    assert 'name="楼栋 表"' in book


def test_the_same_tables_give_the_same_bytes() -> None:
    rows = [("甲", [[1, 2]])]

    assert write_workbook(rows) == write_workbook(rows)


def test_columns_are_named_like_in_every_program() -> None:
    assert [column_name(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_geopackage_has_its_layers_with_columns(tmp_path: Path) -> None:
    area = {"type": "MultiPolygon", "coordinates": [[RING]]}
    features = [
        {"type": "Feature", "properties": {'名"称': "甲", "户数": 3}, "geometry": POINT},
        {"type": "Feature", "properties": {"户数": 4.5}, "geometry": POINT},
        {"type": "Feature", "properties": {"网格": "一"}, "geometry": area},
    ]
    path = tmp_path / "a.gpkg"
    path.write_bytes(write_geopackage(features))
    base = sqlite3.connect(path)
    rows = base.execute('SELECT "名""称", "户数" FROM points ORDER BY fid').fetchall()
    bounds = base.execute("SELECT min_x, max_y FROM gpkg_contents WHERE table_name='areas'")

    assert rows == [("甲", 3.0), (None, 4.5)]
    assert bounds.fetchone() == (111.3, 23.5)
    assert base.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
    base.close()


def test_a_point_is_a_header_and_well_known_bytes() -> None:
    content = blob(POINT)

    assert content[:4] == b"GP\x00\x01"
    assert struct.unpack("<i", content[4:8]) == (4326,)
    assert struct.unpack("<BIdd", content[8:]) == (1, 1, 111.3, 23.48)
