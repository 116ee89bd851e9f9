"""`linli match` on files."""

from __future__ import annotations

import argparse
import math

import numpy as np
import shapely

from linli.algorithms.files.coordinates import plane_around
from linli.algorithms.files.read import Table, numbers, read_table
from linli.algorithms.files.say import say, tell
from linli.algorithms.files.write import write_table
from linli.algorithms.kernels import Floats, Integers
from linli.algorithms.matching import SKILLS_MAX, Helpers, Matching, Needs, match
from linli.foundation.refusals import Refused

SKILLS = ("skills", "技能")
START = ("start", "开始")
END = ("end", "结束")
ROOM = ("room", "可接")
LOAD = ("load", "已接")
NAMES = ("id", "编号")
SEPARATORS = str.maketrans({"、": ";", "；": ";", ",": ";", "，": ";"})


def run(options: argparse.Namespace) -> int:
    """Write one row a proposal, with its reasons; a person confirms."""
    asked = read_table(options.needs, datum=options.datum)
    offered = read_table(options.helpers, datum=options.datum)
    if len(asked) == 0 or len(offered) == 0:
        raise Refused("match.empty", "需求或帮手为空，无法匹配，请检查文件。")
    tell([*asked.warnings, *offered.warnings])
    plane = plane_around(asked.points())
    known: dict[str, int] = {}
    needs = Needs(plane.points(asked.points()), skills(asked, known), *hours(asked))
    helpers = Helpers(
        plane.points(offered.points()),
        skills(offered, known),
        *hours(offered),
        whole(offered, ROOM, 1),
        whole(offered, LOAD, 0),
    )
    result = match(needs, helpers, options.metres, options.candidates)
    write(options.out, asked, offered, result)
    say(
        f"需求 {len(needs)} 条：提议 {len(result.proposals)} 条，"
        f"帮手已满 {len(result.crowded_out)} 条，无人可帮 {len(result.hopeless)} 条。"
    )
    say(f"已写入 {options.out}；每条提议须由人确认。")
    return 0


def skills(table: Table, known: dict[str, int]) -> Integers:
    """Skills as bits; words are parted by ; or 、."""
    column = table.find(SKILLS)
    bits = np.zeros(len(table), np.int64)
    if column is None:
        return bits
    for row, text in enumerate(column):
        for word in str(text or "").translate(SEPARATORS).split(";"):
            if word.strip():
                bits[row] |= 1 << known.setdefault(word.strip(), len(known))
    if len(known) > SKILLS_MAX:
        raise Refused("match.skills", "技能种类超过 %(most)s 种，请合并后再试。", most=SKILLS_MAX)
    return bits


def hours(table: Table) -> tuple[Floats, Floats]:
    """First and last hour; the whole day without the columns."""
    start, end = table.find(START), table.find(END)
    count = len(table)
    return (
        np.zeros(count) if start is None else numbers(start, "start"),
        np.full(count, 24.0) if end is None else numbers(end, "end"),
    )


def whole(table: Table, names: tuple[str, ...], default: int) -> Integers:
    """A column of whole numbers, or a default."""
    column = table.find(names)
    if column is None:
        return np.full(len(table), default, np.int64)
    return numbers(column, names[0]).astype(np.int64)


def write(path: str, asked: Table, offered: Table, result: Matching) -> None:
    """Proposals as rows at the place of the need."""
    need = np.array([item.need for item in result.proposals], np.int64)
    helper = np.array([item.helper for item in result.proposals], np.int64)
    geometry = shapely.points(asked.points()[need]) if len(need) else np.empty(0, object)
    added = {
        "need": labels(asked)[need],
        "helper": labels(offered)[helper],
        "metres": np.array([round(item.metres) for item in result.proposals], np.int64),
        "helper_load": np.array([item.load_before for item in result.proposals], np.int64),
        "other_helpers": np.array([item.others for item in result.proposals], np.int64),
        "next_metres": np.array(
            [round(item.next_metres, 0) if math.isfinite(item.next_metres) else -1 for item in result.proposals]
        ),
    }  # fmt: skip
    write_table(path, Table(np.asarray(geometry), {}), added)


def labels(table: Table) -> Integers:
    """The column of names, or row numbers from 1."""
    column = table.find(NAMES)
    return np.arange(1, len(table) + 1) if column is None else column
