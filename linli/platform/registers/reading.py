"""Tables as people hand them in: XLSX, CSV, GeoJSON or GeoPackage become lines of text cells.

A workbook is read row by row, so that one that claims a million empty rows costs nothing.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from codecs import BOM_UTF8
from collections.abc import Sequence
from typing import Any, Final

from linli.foundation.features import Feature, middle_of, read_geojson
from linli.foundation.geopackage_reading import MAGIC, read_geopackage
from linli.foundation.refusals import Refused
from linli.foundation.tables import HEADING_LINES_MAX, ROWS_MAX, decode, plain, split

BYTES_MAX: Final = 20 * 1024 * 1024
UNPACKED_BYTES_MAX: Final = 200 * 1024 * 1024
COLUMNS_MAX: Final = 200
ZIP: Final = b"PK\x03\x04"
OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
MIDNIGHT: Final = dt.time(0)
# Where a place is, the map says: what stands beside it may be from before it was moved.
LON_LAT: Final = ("经度", "纬度")
OTHER_LON_LAT: Final = frozenset({*LON_LAT, "lon", "lat", "longitude", "latitude"})

_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
Lines = list[list[str]]


def read_table(content: bytes) -> Lines:
    """Return the lines of the first sheet that holds anything; a merged cell fills all it covers.

    A map file becomes a line of headings and one for each feature, so its first is row 2.

    Raises
    ------
    Refused
        `table.large`, `table.empty`, `table.broken`, `table.encoding`, `map.broken`, `map.system`
        with what to do next.
    """
    if len(content) > BYTES_MAX:
        raise Refused("table.large", "文件不能超过 20 MB，请分成几个文件。", field="file")
    if not content.strip():
        raise Refused("table.empty", "文件里没有内容，请检查第一行是否为表头。", field="file")
    if content.startswith(OLD_OFFICE):
        raise Refused(
            "table.old",
            "这是旧版 XLS 或有密码的文件，请用表格软件去掉密码、另存为 XLSX 后再上传。",
            field="file",
        )
    if content.startswith(ZIP):
        return _workbook(content)
    if content.startswith(MAGIC):
        return _of_features(read_geopackage(content, most=ROWS_MAX + 1))
    if content[:100].removeprefix(BOM_UTF8).lstrip().startswith(b"{"):
        return _of_features(read_geojson(content))
    lines = split(decode(content))
    if len(lines[0]) > COLUMNS_MAX:
        raise _wide()
    return lines


def _of_features(features: Sequence[Feature]) -> Lines:
    """Return headings and a line for each feature: what is said of it, and the one point where it is."""
    if not features:
        raise Refused("table.empty", "文件里没有内容，请检查第一行是否为表头。", field="file")
    if len(features) > ROWS_MAX:
        raise Refused("table.too_long", "一次最多导入%(most)s行，请分成几个文件。", most=ROWS_MAX)
    names: dict[str, None] = {}
    for feature in features:
        names |= dict.fromkeys(feature.get("properties") or {})
        if len(names) > COLUMNS_MAX:
            raise _wide()
    kept = [name for name in names if plain(name).lower() not in OTHER_LON_LAT]
    return [[*kept, *LON_LAT], *(_of_feature(feature, kept) for feature in features)]


def _of_feature(feature: Feature, names: Sequence[str]) -> list[str]:
    values = feature.get("properties") or {}
    cells = [_text(_flat(values.get(name))) for name in names]
    return [*cells, *(_text(each) for each in middle_of(feature.get("geometry")) or ("", ""))]


def _flat(value: object) -> object:
    """Return what a cell can hold: a list or an object inside a feature is no answer to any column."""
    return None if isinstance(value, list | dict) else value


def _workbook(content: bytes) -> Lines:
    from openpyxl import load_workbook  # workers only

    _check_size(content)
    try:
        with warnings.catch_warnings():  # about looks that a table does not need
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            for sheet in book.worksheets:
                lines = _lines(sheet)
                if lines:
                    _fill(lines, _merged(content, sheet))
                    return lines
    except (zipfile.BadZipFile, OSError, KeyError, ValueError, TypeError, SyntaxError) as error:
        raise _broken() from error
    raise Refused("table.empty", "文件里没有内容，请检查第一行是否为表头。", field="file")


def _check_size(content: bytes) -> None:
    """Refuse an archive that is broken or swells beyond all measure."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _broken() from error
    if size > UNPACKED_BYTES_MAX:
        raise Refused("table.large", "文件不能超过 20 MB，请分成几个文件。", field="file")


def _lines(sheet: Any) -> Lines:
    """Return the sheet up to its last cell that holds anything, row by row, however far out it says it goes."""
    sheet.reset_dimensions()
    lines: Lines = []
    blank = 0
    for cells in sheet.iter_rows(values_only=True):
        line = [_text(cell) for cell in cells]
        while line and not line[-1]:
            line.pop()
        if not line:
            blank += 1
            continue
        if len(line) > COLUMNS_MAX:
            raise _wide()
        lines += [[] for _ in range(blank)]
        lines.append(line)
        blank = 0
        if len(lines) > ROWS_MAX + HEADING_LINES_MAX:
            raise Refused(
                "table.too_long", "一次最多导入%(most)s行，请分成几个文件。", most=ROWS_MAX
            )
    return lines


def _merged(content: bytes, sheet: Any) -> list[tuple[int, int, int, int]]:
    """Return what is merged: left, top, right, bottom, from 1; streaming does not tell it."""
    from openpyxl.utils.cell import range_boundaries  # workers only

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.read(sheet._worksheet_path)
    return [range_boundaries(found.decode()) for found in _MERGED.findall(part)]


def _wide() -> Refused:
    return Refused("table.wide", "列太多了，请按模板只留需要的列。", field="file")


def _broken() -> Refused:
    return Refused(
        "table.broken",
        "文件打不开，可能没有存完整。请用表格软件另存为 XLSX 后再上传。",
        field="file",
    )


def _fill(lines: Lines, merged: list[tuple[int, int, int, int]]) -> None:
    for left, top, right, bottom in merged:
        head = lines[top - 1] if top <= len(lines) else []
        value = head[left - 1] if left <= len(head) else ""
        if not value or right > COLUMNS_MAX:
            continue
        for line in lines[top - 1 : bottom]:
            line.extend([""] * (right - len(line)))
            line[left - 1 : right] = [value] * (right - left + 1)


def _text(cell: object) -> str:
    """Return what the cell shows: whole numbers without a point, days without a time."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime) and cell.time() == MIDNIGHT:
        return cell.date().isoformat()
    return str(cell)
