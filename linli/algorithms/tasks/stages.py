"""New compounds: whether the service centre comes together with the homes."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any, Final

from linli.algorithms.sites import STAGES, lagging_stages
from linli.foundation.refusals import Refused

NAME: Final = ("compound", "小区")
HOMES: Final = (
    ("homes_planned", "小区规划"),
    ("homes_built", "小区建成"),
    ("homes_used", "小区入住"),
)
CENTRES: Final = (
    ("centre_planned", "服务中心规划"),
    ("centre_built", "服务中心建成"),
    ("centre_used", "服务中心启用"),
)
ROWS_MAX: Final = 5000


def read_stages(path: Path, today: date) -> dict[str, Any]:
    """Read a CSV of new compounds and name the stages at which a centre lags behind.

    Returns
    -------
    dict
        As other files give; `lagging` holds rows [compound, stages that lag].
    """
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    if len(rows) > ROWS_MAX:
        raise Refused(
            "planning.file_rows", "文件超过 %(most)s 行，请按街道拆开后再上传。", most=ROWS_MAX
        )
    heads = {name: name for name in rows[0]}
    faults: list[dict[str, Any]] = [
        {"row": 0, "column": pair[1], "sentence": "缺少这一列，请补上。"}
        for pair in (NAME, *HOMES, *CENTRES)
        if not set(pair) & set(heads)
    ]
    lagging = [] if faults else [judge(row, at, today, faults) for at, row in enumerate(rows, 2)]
    return {
        "rows": len(rows),
        "columns": {} if faults else {"name": [name for name, _ in lagging]},
        "understood": [[name, name] for name in heads],
        "unused": [],
        "warnings": [],
        "faults": faults[:200],
        "fault_count": len(faults),
        "lagging": [[name, stages] for name, stages in lagging if stages],
    }


def judge(
    row: dict[str, str], number: int, today: date, faults: list[dict[str, Any]]
) -> tuple[str, list[str]]:
    """The compound of a row with the stages at which its centre lags; faults are added to the list."""
    days: list[date | None] = []
    for pair in (*HOMES, *CENTRES):
        column = next(name for name in pair if name in row)
        text = (row[column] or "").strip().replace("/", "-").replace(".", "-")
        try:
            parts = [int(part) for part in text.split("-")] if text else []
            days.append(date(*parts) if text else None)
        except (ValueError, TypeError):
            faults.append(
                {"row": number, "column": column, "sentence": "应是日期，例如 2026-05-01。"}
            )
            days.append(None)
    name = next(row[key] for key in NAME if key in row).strip() or str(number)
    half = len(STAGES)
    return name, lagging_stages(days[:half], days[half:], today)
