"""Registers as tables of text: cells become values, and what is wrong is said by row and column.

People keep their registers in spreadsheets: headings in Chinese or English, full-width digits,
blanks around everything, empty rows at the end. All of that is understood; what is not is told with
its row and its column, all of it at once, so that one round of mending is enough.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from linli.foundation.refusals import Refused

ROWS_MAX: Final = 200_000
ERRORS_MAX: Final = 1_000
HEADING_LINES_MAX: Final = 10
# Wide letters, digits and signs become plain ones; the punctuation of Chinese sentences and names stays.
CHINESE_PUNCTUATION: Final = "！（），：；？"
_NARROW: Final = {
    wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F) if chr(wide) not in CHINESE_PUNCTUATION
} | {0x3000: " ", 0x00A0: " "}
FORMULA_STARTS: Final = ("=", "+", "-", "@")

_DAY: Final = re.compile(
    r"(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00)?)?"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the name that the program uses, the headings that people write, how to read a cell."""

    name: str
    headings: tuple[str, ...]
    read: Callable[[str], Any]
    is_required: bool = True
    default: Any = None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: the row as a spreadsheet counts it, the heading of the column, a sentence."""

    row: int
    column: str
    sentence: str
    params: Mapping[str, object]

    @property
    def where(self) -> str:
        return f"{self.row}:{self.column}" if self.column else str(self.row)


Row = tuple[int, dict[str, Any]]


def decode(content: bytes) -> str:
    """Return the text of a CSV file in UTF-8 (with or without mark) or GB18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("table.encoding", "文件的编码无法识别，请另存为 UTF-8 编码的 CSV 后重试。")


def read_rows(text: str, columns: Sequence[Column]) -> tuple[list[Row], list[Fault]]:
    """Return the rows of a CSV `text` with their numbers, and all faults; see `read_lines`."""
    return read_lines(split(text), columns)


def split(text: str) -> list[list[str]]:
    """Return the lines of a CSV `text` as cells, divided by commas, semicolons or tabs."""
    head = text.partition("\n")[0]
    divider = max(",;\t", key=head.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=divider))
    except csv.Error as error:
        raise Refused("table.csv", "文件不是完整的 CSV，请从表格软件重新另存一次。") from error


def read_lines(
    lines: Sequence[Sequence[str]], columns: Sequence[Column]
) -> tuple[list[Row], list[Fault]]:
    """Return the rows below the headings with their numbers, and all faults, at most `ERRORS_MAX`.

    The headings stand in the first line that names two columns or more; a title and a note may
    stand above them, as they do in the registers of offices.

    Raises
    ------
    Refused
        `table.empty` and `table.columns` when nothing can be read at all; `table.too_long`.
    """
    start = _headings(lines, columns)
    lines = lines[start:]
    if not lines or not any(cell.strip() for cell in lines[0]):
        raise Refused("table.empty", "文件里没有内容，请检查第一行是否为表头。")
    if len(lines) > ROWS_MAX + 1:
        raise Refused("table.too_long", "一次最多导入%(most)s行，请分成几个文件。", most=ROWS_MAX)
    places = _places(lines[0], columns)
    rows: list[Row] = []
    faults: list[Fault] = []
    for number, line in enumerate(lines[1:], start=start + 2):
        if any(cell.strip() for cell in line) and len(faults) < ERRORS_MAX:
            values, wrong = _read_line(number, line, places)
            faults += wrong
            if not wrong:
                rows.append((number, values))
    return rows, faults


def plain(cell: str) -> str:
    """Return the cell without blanks around it and with half-width letters, digits and signs.

    A name stays as it is written: 江滨花园（一期） keeps its brackets. The mark that keeps a text from being taken for a formula (`'=1`) is not part of it.
    """
    text = cell.translate(_NARROW).strip()
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA_STARTS else text


def folded(cell: str) -> str:
    """Return what headings and choices are compared by: width, case and brackets do not matter."""
    return unicodedata.normalize("NFKC", cell).strip().lower()


def _headings(lines: Sequence[Sequence[str]], columns: Sequence[Column]) -> int:
    """Return where the headings are, 0 when no line of the first ten looks like them."""
    known = {folded(name) for own in columns for name in (own.name, *own.headings)}
    for at, line in enumerate(lines[:HEADING_LINES_MAX]):
        if len(known & {folded(cell) for cell in line}) > 1:
            return at
    return 0


def _places(headings: Sequence[str], columns: Sequence[Column]) -> list[tuple[int | None, Column]]:
    found = {folded(heading): index for index, heading in enumerate(headings)}
    places: list[tuple[int | None, Column]] = []
    for column in columns:
        names = (column.name, *column.headings)
        index = next((found[folded(name)] for name in names if folded(name) in found), None)
        places.append((index, column))
    missing = [own.headings[0] for index, own in places if index is None and own.is_required]
    if missing:
        raise Refused(
            "table.columns",
            "缺少这些列：%(columns)s。请按模板补上表头。",
            columns="、".join(missing),
        )
    return places


def _read_line(
    number: int, line: Sequence[str], places: Sequence[tuple[int | None, Column]]
) -> tuple[dict[str, Any], list[Fault]]:
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for index, column in places:
        cell = plain(line[index]) if index is not None and index < len(line) else ""
        if not cell:
            values[column.name] = column.default
            if column.is_required:
                faults.append(Fault(number, column.headings[0], "不能为空。", {}))
            continue
        try:
            values[column.name] = column.read(cell)
        except Refused as refusal:
            faults.append(Fault(number, column.headings[0], refusal.sentence, refusal.params))
    return values, faults


def whole(low: int, high: int) -> Callable[[str], int]:
    """Return a reader of whole numbers from `low` to `high`."""

    def read(cell: str) -> int:
        if not cell.lstrip("-").isdecimal() or not low <= int(cell) <= high:
            raise Refused("cell.whole", "应为%(low)s到%(high)s之间的整数。", low=low, high=high)
        return int(cell)

    return read


def decimal(low: float, high: float) -> Callable[[str], float]:
    """Return a reader of decimal numbers from `low` to `high`."""

    def read(cell: str) -> float:
        try:
            value = float(cell.replace(",", "").replace("，", ""))
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            raise Refused("cell.decimal", "应为%(low)s到%(high)s之间的数。", low=low, high=high)
        return value

    return read


def words(most: int) -> Callable[[str], str]:
    """Return a reader of a text of at most `most` letters."""

    def read(cell: str) -> str:
        if len(cell) > most:
            raise Refused("cell.long", "最多%(most)s个字。", most=most)
        return cell

    return read


def day(cell: str) -> dt.date:
    """Return the day that a cell writes: 2026-03-05, 2026/3/5, 2026.3.5, 20260305 or 2026年3月5日."""
    found = _DAY.fullmatch(cell)
    try:
        year, month, number = map(int, found.groups() if found else "000")
        return dt.date(year, month, number)
    except ValueError:
        raise Refused("cell.day", "请填日期，例如 2026-03-05。") from None


def yes_or_no(cell: str) -> bool:
    """Return what 是/否, yes/no or 1/0 says."""
    said = {"是": True, "有": True, "yes": True, "1": True, "true": True}
    said |= {"否": False, "无": False, "no": False, "0": False, "false": False}
    if cell.lower() not in said:
        raise Refused("cell.yes_or_no", "请填“是”或“否”。")
    return said[cell.lower()]


def one_of(choices: Mapping[str, str]) -> Callable[[str], str]:
    """Return a reader of one of `choices`: what people write → what the program keeps."""
    known = {folded(written): kept for written, kept in choices.items()}

    def read(cell: str) -> str:
        if folded(cell) not in known:
            listed = "、".join(dict.fromkeys(choices))
            raise Refused("cell.choice", "请填其中之一：%(choices)s。", choices=listed)
        return known[folded(cell)]

    return read
