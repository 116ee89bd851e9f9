"""Tables as offices keep them: merged cells, days, titles above the headings, several formats."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from typing import Any

import pytest

from linli.foundation.geopackage import write_geopackage
from linli.foundation.refusals import Refused
from linli.foundation.tables import (
    Column,
    day,
    decimal,
    one_of,
    plain,
    read_lines,
    split,
    whole,
    words,
)
from linli.foundation.workbooks import write_workbook
from linli.platform.registers import read_table, reading, write_csv

COLUMNS = (Column("name", ("名称",), words(12)), Column("count", ("数量", "个数"), whole(1, 9)))


def with_part(workbook: bytes, path: str, change: tuple[str, str]) -> bytes:
    """Return the workbook with a text of one of its parts exchanged."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(sink, "w") as new:
        for entry in old.infolist():
            text = old.read(entry)
            if entry.filename == path:
                text = text.replace(change[0].encode(), change[1].encode())
            new.writestr(entry.filename, text)
    return sink.getvalue()


def test_a_merged_cell_fills_all_that_it_covers() -> None:
    book = write_workbook([("表", [("小区", "楼栋"), ("甲", "1栋"), (None, "2栋"), (None, "3栋")])])
    merge = '</sheetData><mergeCells count="1"><mergeCell ref="A2:A4"/></mergeCells>'

    lines = read_table(with_part(book, "xl/worksheets/sheet1.xml", ("</sheetData>", merge)))

    assert [line[0] for line in lines] == ["小区", "甲", "甲", "甲"]


def test_numbers_and_texts_come_as_they_are_seen() -> None:
    book = write_workbook([("空", []), ("表", [("a", "b"), (302, 88.5), ("0302", "=1")])])

    assert read_table(book) == [["a", "b"], ["302", "88.5"], ["0302", "=1"]]


def test_titles_may_stand_above_the_headings_and_rows_count_as_the_spreadsheet_counts() -> None:
    lines = [["2026年登记表"], [], ["个数", " 名称 "], ["3", "甲"], [], ["x", "乙"]]

    rows, faults = read_lines(lines, COLUMNS)

    assert rows == [(4, {"name": "甲", "count": 3})]
    assert [(fault.row, fault.column) for fault in faults] == [(6, "数量")]


def test_numbers_are_read_in_any_width_and_names_keep_their_punctuation() -> None:
    choice = one_of({"街道(镇)办事处": "office"})
    columns = (
        *COLUMNS,
        Column("area", ("面积（平方米）",), decimal(1, 9999)),
        Column("kind", ("类别",), choice),
    )
    cells = ["\u3000甲苑（一期），ＡＢ１ ", "７", "１，０８８．５", "街道（镇）办事处"]

    rows, faults = read_lines([["名称", "数量", "面积(平方米)", "类别"], cells], columns)

    assert faults == []
    assert rows[0][1] == {"name": "甲苑（一期），AB1", "count": 7, "area": 1088.5, "kind": "office"}


@pytest.mark.parametrize("divider", [",", ";", "\t"])
def test_the_divider_of_a_csv_is_found(divider: str) -> None:
    text = divider.join(("名称", "数量")) + "\r\n" + divider.join(('"甲\n乙"', "1"))
    assert split(text) == [["名称", "数量"], ["甲\n乙", "1"]]


@pytest.mark.parametrize(
    "cell",
    ["2026-03-05", "2026/3/5", "2026.3.5", "20260305", "2026年3月5日", "2026-03-05 00:00:00"],
)
def test_days_as_people_write_them(cell: str) -> None:
    assert day(cell) == dt.date(2026, 3, 5)


@pytest.mark.parametrize("cell", ["", "昨天", "2026-13-01", "2026-02-30", "3/5/2026", "2026"])
def test_what_is_no_day_is_refused(cell: str) -> None:
    with pytest.raises(Refused, match=r"cell\.day"):
        day(cell)


def test_a_text_goes_out_and_comes_back_and_is_never_a_formula() -> None:
    texts = ["=1+1", "-1层", "+86", "@x", "'引号", "平常"]

    content = write_csv([["名称", "数量"], *[(text, 1) for text in texts]])

    lines = read_table(content)
    assert all(line[0][:1] not in "=+-@" for line in lines)
    assert [plain(line[0]) for line in lines[1:]] == texts


def test_an_archive_that_swells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "UNPACKED_BYTES_MAX", 1000)
    with pytest.raises(Refused, match=r"table\.large"):
        read_table(write_workbook([("表", [("x" * 2000,)])]))


def test_a_sheet_that_claims_its_far_end_is_read_as_far_as_it_says_something() -> None:
    book = write_workbook([("表", [("名称",), ("甲",)])])
    far = '<row r="1000000"><c r="XFA1000000" s="0"/></row></sheetData>'
    far += '<mergeCells count="1"><mergeCell ref="A2:XFD1048576"/></mergeCells>'
    lines = read_table(with_part(book, "xl/worksheets/sheet1.xml", ("</sheetData>", far)))
    assert lines == [["名称"], ["甲"]]


@pytest.mark.parametrize(("cell", "code"), [("XFA3", "table.wide"), ("A1000000", "table.too_long")])
def test_a_cell_far_out_is_told(cell: str, code: str) -> None:
    book = write_workbook([("表", [("名称",), ("甲",)])])
    row = cell.lstrip("XFA")
    far = f'<row r="{row}"><c r="{cell}"><v>1</v></c></row></sheetData>'
    with pytest.raises(Refused, match=code):
        read_table(with_part(book, "xl/worksheets/sheet1.xml", ("</sheetData>", far)))


def test_days_and_truths_come_as_people_write_them() -> None:
    book = write_workbook([("表", [("日期", "有电梯"), (1, 1)])])
    cells = '<c r="A2" t="d"><v>2026-03-05T00:00:00</v></c><c r="B2" t="b"><v>1</v></c>'
    old = '<c r="A2"><v>1</v></c><c r="B2"><v>1</v></c>'
    assert read_table(with_part(book, "xl/worksheets/sheet1.xml", (old, cells)))[1] == [
        "2026-03-05",
        "是",
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "table.empty"),
        (b"  \n ", "table.empty"),
        (b"PK\x03\x04", "table.broken"),
        (b"\xd0\xcf\x11\xe0abc", "table.old"),
        (b"\xff\xff\xff", "table.encoding"),
        (",".join("abcdefgh" * 100).encode(), "table.wide"),
        (write_workbook([("表", [])]), "table.empty"),
    ],
)
def test_what_is_no_table_is_told(content: bytes, code: str) -> None:
    with pytest.raises(Refused, match=code):
        read_table(content)


def test_a_file_of_twenty_megabytes_and_one_is_refused() -> None:
    with pytest.raises(Refused, match=r"table\.large"):
        read_table(b"x" * (reading.BYTES_MAX + 1))


def collection(*features: dict[str, Any]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_a_map_becomes_a_table_and_its_point_goes_before_what_is_written_beside_it() -> None:
    place = {"type": "Point", "coordinates": [111.25, 23.5]}
    one = {"名称": "甲", "经度": 9, "LAT": 9, "层数": 7.0, "标签": ["x"], "有电梯": True}
    features: list[dict[str, Any]] = [
        {"type": "Feature", "geometry": place, "properties": one},
        {"type": "Feature", "geometry": None, "properties": {"名称": "乙", "备注": None}},
    ]
    packed = write_geopackage([features[0] | {"properties": {"名称": "甲", "经度": 9}}])

    assert read_table(b"\xef\xbb\xbf " + collection(*features)) == [
        ["名称", "层数", "标签", "有电梯", "备注", "经度", "纬度"],
        ["甲", "7", "", "是", "", "111.25", "23.5"],
        ["乙", "", "", "", "", "", ""],
    ]
    assert read_table(packed) == [["fid", "名称", "经度", "纬度"], ["1", "甲", "111.25", "23.5"]]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (collection(), "table.empty"),
        (b"{", "map.broken"),
        (b"SQLite format 3\x00", "map.broken"),
        (
            collection({"type": "Feature", "properties": {str(n): n for n in range(201)}}),
            "table.wide",
        ),
    ],
)
def test_what_is_no_map_is_told(content: bytes, code: str) -> None:
    with pytest.raises(Refused, match=code):
        read_table(content)


def test_a_map_of_too_many_features_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ROWS_MAX", 1)
    two: list[dict[str, Any]] = [
        {"type": "Feature", "geometry": None, "properties": {"a": 1}} for _ in range(2)
    ]
    with pytest.raises(Refused, match=r"table\.too_long"):
        read_table(collection(*two))
