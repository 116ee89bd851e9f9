"""Read a file that somebody uploaded: what was understood, and every fault by row and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

from linli.algorithms.files import osm
from linli.algorithms.files.city import COMMUNITY, COMPOUND, GRID, HOUSEHOLDS, STEPS, UNITS, twins
from linli.algorithms.files.match_command import END, LOAD, NAMES, ROOM, SKILLS, START
from linli.algorithms.files.read import VECTOR, Table, read_table
from linli.algorithms.grids.atoms import HOUSEHOLDS_MAX, UNITS_MAX, rows_of
from linli.algorithms.kernels import Flags
from linli.algorithms.tasks.stages import read_stages
from linli.foundation.refusals import Refused
from linli.foundation.tables import decode

Tell = Callable[..., None]
ROWS_MAX: Final = 50_000
FAULTS_MAX: Final = 200
DIGITS: Final = 6
NAME: Final = ("name", "名称", "楼栋", "楼栋名称")
CAPACITY: Final = ("capacity", "容量")
AREA: Final = ("area_m2", "面积")
CELL_MAX: Final = 60

# For each kind of file: our name, the headings, how to read a cell, whether it is needed.
COLUMNS: Final[dict[str, list[tuple[str, tuple[str, ...], str, bool]]]] = {
    "buildings": [
        ("households", HOUSEHOLDS, "count", True),
        ("name", NAME, "text", False),
        ("compound", COMPOUND, "text", False),
        ("community", COMMUNITY, "text", False),
        ("units", UNITS, "units", False),
        ("grid", GRID, "text", False),
    ],
    "sites": [
        ("name", NAME, "text", False),
        ("capacity", CAPACITY, "count", False),
        ("area_m2", AREA, "count", False),
    ],
    "lines": [("name", NAME, "text", False), ("steps", STEPS, "text", False)],
    "needs": [
        ("name", (*NAMES, *NAME), "text", False),
        ("skills", SKILLS, "text", False),
        ("start", START, "hour", False),
        ("end", END, "hour", False),
    ],
    "helpers": [
        ("name", (*NAMES, *NAME), "text", False),
        ("skills", SKILLS, "text", False),
        ("start", START, "hour", False),
        ("end", END, "hour", False),
        ("room", ROOM, "count", False),
        ("load", LOAD, "count", False),
    ],
}
MOST: Final = {"count": HOUSEHOLDS_MAX, "units": UNITS_MAX, "hour": 24}
LEAST: Final = {"count": 0, "units": 1, "hour": 0}
NEEDLESS: Final = {"units": 1, "room": 1, "load": 0, "start": 0, "end": 24, "capacity": 0, "area_m2": 0}  # fmt: skip
SENTENCES: Final = {
    "count": "应是 0 或更大的整数，请改正。",
    "units": "应是 1 到 200 的整数，请改正。",
    "hour": "应是 0 到 24 的数，请改正。",
}


def run(request: dict[str, Any], tell: Tell) -> dict[str, Any]:
    """Read one file.

    Parameters
    ----------
    request : dict
        `path`; `kind`, one of `COLUMNS` or "stages"; `datum` or an empty text; `today`.

    Returns
    -------
    dict
        `columns` by our names, `understood` (our name, heading of the file), `warnings`, `faults`
        (row as the file counts it, heading, sentence). With faults there are no columns.
    """
    tell("prepare")
    path, kind = Path(request["path"]), request["kind"]
    if path.suffix.lower() == ".csv":
        in_plain_letters(path)
    elif kind == "stages":
        raise Refused("planning.stages_csv", "新建小区的日期请存成 CSV 再上传。")
    if kind == "stages":
        return read_stages(path, date.fromisoformat(request["today"]))
    table = read(path, kind, request["datum"] or None)
    if len(table) == 0:
        raise Refused("planning.file_empty", "文件里没有记录，请检查后再上传。")
    if len(table) > ROWS_MAX:
        raise Refused(
            "planning.file_rows", "文件超过 %(most)s 行，请按街道拆开后再上传。", most=ROWS_MAX
        )
    tell("check")
    first = 2 if path.suffix.lower() == ".csv" else 1
    columns, understood, faults = read_columns(table, kind, first)
    warnings = [*table.warnings]
    if kind == "buildings":
        faults += fault_rows(twins(table), first, "", "与前面的楼栋轮廓重复，请删除。")
        warnings += doubled_names(columns)
    return {
        "rows": len(table),
        "columns": {} if faults else columns | places_of(table, kind),
        "understood": understood,
        "unused": [name for name in table.columns if name not in {item[1] for item in understood}][:40],
        "warnings": warnings,
        "faults": sorted(faults, key=lambda item: item["row"])[:FAULTS_MAX],
        "fault_count": len(faults),
    }  # fmt: skip


def read(path: Path, kind: str, datum: str | None) -> Table:
    """The rows of a file; of an OSM extract what the kind is about."""
    try:
        if not osm.is_osm(path):
            return read_first_layer(path, datum)
        if kind == "buildings":
            return osm.read_dwellings(path)
        if kind == "lines":
            return osm.read_streets(path)
    except (ValueError, OSError, RuntimeError) as error:
        raise Refused(
            "planning.unreadable", "这个文件读不出来，请检查是否完整、格式是否与扩展名一致。"
        ) from error
    raise Refused("planning.osm_kind", "OSM 文件只能用作楼栋或道路，请换一个文件。")


def read_first_layer(path: Path, datum: str | None) -> Table:
    """The rows of a file; of one with several layers the first, which is said."""
    if path.suffix.lower() not in VECTOR:
        return read_table(path, datum=datum)
    layers = pyogrio.list_layers(path)[:, 0].tolist()
    if len(layers) < 2:
        return read_table(path, datum=datum)
    table = read_table(path, layer=layers[0], datum=datum)
    note = f"文件有 {len(layers)} 层，只读第一层“{layers[0]}”。"
    return Table(table.geometry, table.columns, [*table.warnings, note])


def in_plain_letters(path: Path) -> None:
    """Rewrite a CSV file of GB18030 in UTF-8, and name the columns of an empty heading row."""
    text = decode(path.read_bytes())
    lines = list(csv.reader(io.StringIO(text)))
    if len(lines) < 2:
        raise Refused("planning.file_empty", "文件里没有记录，请检查后再上传。")
    width = len(lines[0])
    kept = [line[:width] + [""] * (width - len(line)) for line in lines if any(line)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([[cell.strip() for cell in line] for line in kept])


def read_columns(
    table: Table, kind: str, first: int
) -> tuple[dict[str, list[Any]], list[list[str]], list[dict[str, Any]]]:
    """Our columns, which headings they came from, and faults."""
    columns: dict[str, list[Any]] = {}
    understood: list[list[str]] = []
    faults: list[dict[str, Any]] = []
    lower = {name.lower(): name for name in table.columns}
    for name, headings, sort, needed in COLUMNS[kind]:
        heading = next((lower[item] for item in headings if item in lower), None)
        if heading is None:
            if needed:
                faults.append(
                    {"row": 0, "column": headings[-1], "sentence": "缺少这一列，请补上。"}
                )
            columns[name] = [NEEDLESS.get(name, "")] * len(table)
            continue
        understood.append([name, heading])
        if sort == "text":
            columns[name] = [words(item) for item in table.columns[heading]]
            continue
        values, wrong = numbers(table.columns[heading], sort, NEEDLESS.get(name))
        columns[name] = values
        faults += fault_rows(wrong, first, heading, SENTENCES[sort])
    return columns, understood, faults


def words(cell: object) -> str:
    """A cell as a short text; a number without the point that a spreadsheet adds."""
    if cell is None or cell != cell:  # noqa: PLR0124 - NaN
        return ""
    text = str(cell).strip()
    return text.removesuffix(".0")[:CELL_MAX]


def numbers(column: NDArray[Any], sort: str, default: float | None) -> tuple[list[float], Flags]:
    """Cells as numbers and which are wrong: missing, no number, negative, broken or too large."""
    values: list[float] = []
    wrong = np.zeros(len(column), np.bool_)
    for row, cell in enumerate(column):
        text = words(cell)
        try:
            value = float(text) if text or default is None else float(default)
        except ValueError:
            value = float("nan")
        whole = sort == "hour" or value == value // 1
        wrong[row] = not (LEAST[sort] <= value <= MOST[sort] and whole)
        values.append(value if sort == "hour" or wrong[row] else int(value))
    return values, wrong


def fault_rows(wrong: Flags, first: int, column: str, sentence: str) -> list[dict[str, Any]]:
    """One fault for each wrong row."""
    return [
        {"row": int(row) + first, "column": column, "sentence": sentence}
        for row in np.flatnonzero(wrong)
    ]


def doubled_names(columns: dict[str, list[Any]]) -> list[str]:
    """Warn of buildings of one name in one compound: perhaps the same building twice."""
    seen: set[tuple[str, str, str]] = set()
    twice = np.zeros(len(columns["name"]), np.bool_)
    rows = zip(columns["community"], columns["compound"], columns["name"], strict=True)
    for row, key in enumerate(rows):
        twice[row] = bool(key[2]) and key in seen
        seen.add(key)
    return [f"第 {rows_of(twice)} 条记录与前面的楼栋同名，请核对是否重复。"] if twice.any() else []


def places_of(table: Table, kind: str) -> dict[str, list[Any]]:
    """Where the rows are: the middle of each, or the shapes themselves for lines."""
    if kind == "lines":
        return {"shape": shapely.to_geojson(table.geometry).tolist()}
    points = np.round(table.points(), DIGITS)
    return {"lon": points[:, 0].tolist(), "lat": points[:, 1].tolist()}
