"""`linli grids draw|redraw|check` on files."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

import numpy as np

from linli.algorithms.files.city import COMMUNITY, GRID, City, read_city, touching
from linli.algorithms.files.read import numbers
from linli.algorithms.files.say import say, show_progress, tell
from linli.algorithms.files.write import write_table
from linli.algorithms.grids.atoms import rows_of
from linli.algorithms.grids.check import Report, check
from linli.algorithms.grids.draw import draw
from linli.algorithms.grids.model import Drawing, GridException, GridRules, Reason
from linli.algorithms.grids.redraw import redraw
from linli.algorithms.kernels import Integers
from linli.foundation.refusals import Refused

TARGET = 420
SHOWN = 20
REASONS = {
    Reason.BELOW_MINIMUM: "所在片区总户数 {needed} 不足下限",
    Reason.NO_MULTIPLE: "所在片区总户数 {needed} 无法分成合规的整数个网格",
    Reason.BUILDING: "楼栋 {rows} 单栋（单元）{needed} 户，超过上限",
    Reason.DEAD_END: "楼栋 {rows} 是必经之处，其网格至少 {needed} 户",
    Reason.SEARCH: "穷尽搜索证明周边 {needed} 户无法合规划分",
    Reason.NOT_PROVEN: "未能证明不可避免，请人工核对",
}


def run(options: argparse.Namespace) -> int:
    """Run one of the three; exit code 1 if the check found something to mend."""
    target = options.target or min(max(TARGET, options.low), options.high)
    rules = GridRules(options.low, options.high, target, options.fewest)
    city = read_city(options.buildings, datum=options.datum, areas=options.areas)
    tell(city.warnings)
    pairs, warnings = touching(city, options.barriers, options.reach, options.datum)
    tell(warnings)
    generator = np.random.default_rng(options.seed)
    if options.action == "check":
        return run_check(city, pairs, rules)
    if options.action == "draw":
        drawing = draw(city.buildings, pairs, rules, generator, show_progress)
        return finish(city, drawing, np.arange(len(drawing.households)), options.out)
    before = old_grids(city, required=True)
    result = redraw(city.buildings, pairs, before, rules, generator, best_shape=options.best_shape)
    total = max(1, int(city.buildings.households.sum()))
    share = 100 * result.moved_households / total
    say(f"重划片区 {result.opened_cells} 个，换网格 {result.moved_households} 户（{share:.2f}%）。")
    return finish(city, result.drawing, result.names, options.out)


def run_check(city: City, pairs: Integers, rules: GridRules) -> int:
    """Print what a check found."""
    report = check(city.buildings, pairs, old_grids(city, required=False), rules)
    say(
        f"网格 {len(report.names)} 个（理论最少 {report.fewest_possible} 个），"
        f"户数不合规 {len(report.exceptions)} 个，不连通 {len(report.torn)} 个，"
        f"可不拆而被拆的小区 {len(report.split_compounds)} 个，"
        f"户均到网格中心 {report.distance:.0f} 米。"
    )
    show(report.exceptions, report.names)
    if len(report.torn):
        say(f"不连通的网格：{'、'.join(str(name) for name in report.torn[:SHOWN])}")
    return 1 if is_wrong(report) else 0


def is_wrong(report: Report) -> bool:
    """Whether a report holds something that could be better."""
    open_ones = any(item.reason is Reason.NOT_PROVEN for item in report.exceptions)
    return open_ones or len(report.torn) > 0


def old_grids(city: City, *, required: bool) -> Integers:
    """The grid column; an empty cell is a new building where that is allowed."""
    column = city.table.find(GRID)
    if column is None:
        raise Refused("files.grid", "文件缺少网格列（grid 或 网格），请补充后再试。")
    empty = np.array([item is None or item != item or item == "" for item in column])  # noqa: PLR0124 - NaN
    if empty.any() and not required:
        raise Refused(
            "grids.no_grid", "第 %(rows)s 行的楼栋没有网格，请补充后再试。", rows=rows_of(empty)
        )
    values = np.where(empty, -1, column)
    return numbers(values, "grid").astype(np.int64)


def finish(city: City, drawing: Drawing, names: Integers, out: str) -> int:
    """Print the summary and write the file."""
    sizes = drawing.households
    say(
        f"网格 {len(sizes)} 个（理论最少 {drawing.fewest_possible} 个），"
        f"户数中位 {int(np.median(sizes))}，例外 {len(drawing.exceptions)} 个，"
        f"其中未证明 {drawing.not_proven} 个。"
    )
    show(drawing.exceptions, names)
    grid = drawing.grid_of_building(len(city.buildings))
    added = {"grid": names[grid], "grid_households": sizes[grid]}
    if city.table.find(COMMUNITY) is None:
        added["community"] = city.community
    parts = np.bincount(drawing.building, minlength=len(grid))
    if (parts > 1).any():
        added["grid_parts"] = parts_text(drawing, names, len(grid))
        say(f"第 {rows_of(parts > 1)} 行的楼栋超过上限，已按单元拆分，见 grid_parts 列。")
    write_table(out, city.table, added)
    say(f"已写入 {out}")
    return 0


def parts_text(drawing: Drawing, names: Integers, count: int) -> Integers:
    """For divided buildings: units and their grids, as "1-3:17 4-6:18"."""
    text = np.full(count, "", object)
    whole = np.bincount(drawing.building, minlength=count) == 1
    for row, building in enumerate(drawing.building):
        if not whole[building]:
            first = int(drawing.first_unit[row]) + 1
            last = first + int(drawing.units[row]) - 1
            piece = f"{first}-{last}:{names[drawing.grid[row]]}"
            text[building] = f"{text[building]} {piece}".strip()
    return text


def show(exceptions: Iterable[GridException], names: Integers) -> None:
    """Print the first exceptions with their reasons."""
    items = list(exceptions)
    for item in items[:SHOWN]:
        rows = "、".join(str(row + 1) for row in item.evidence[:3])
        reason = REASONS[item.reason].format(needed=item.needed, rows=rows)
        say(f"  网格 {names[item.grid]}：{item.households} 户 —— {reason}")
    if len(items) > SHOWN:
        say(f"  另有 {len(items) - SHOWN} 个例外。")
