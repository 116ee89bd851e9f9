"""Figures and rules in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from linli.apps.planning.models import Study
from linli.apps.planning.queries import GridRow
from linli.apps.planning.rules.drawing import Break, Figures
from linli.apps.planning.rules.reasons import BREAKS, MENDS
from linli.foundation.refusals import Refused
from linli.interface.middleware import sentence

PHASES: Final = {
    "start": gettext_lazy("启动计算程序（第一次要久一些）"),
    "prepare": gettext_lazy("整理楼栋和相邻关系"),
    "draw": gettext_lazy("划分网格"),
    "prove": gettext_lazy("核对例外的理由"),
    "walk": gettext_lazy("沿道路计算步行时间"),
    "points": gettext_lazy("准备各处路口的可达范围"),
    "choose": gettext_lazy("挑选地点并求界"),
    "match": gettext_lazy("匹配"),
    "store": gettext_lazy("保存结果"),
}
# What the reading task says of a cell (linli/algorithms/tasks/read.py), for the translators.
FAULTS: Final = (
    gettext_noop("应是 0 或更大的整数，请改正。"),
    gettext_noop("应是 1 到 200 的整数，请改正。"),
    gettext_noop("应是 0 到 24 的数，请改正。"),
    gettext_noop("缺少这一列，请补上。"),
    gettext_noop("与前面的楼栋轮廓重复，请删除。"),
    gettext_noop("应是日期，例如 2026-05-01。"),
)
STAGES: Final = {
    "planned": gettext_lazy("没有同步规划"),
    "built": gettext_lazy("没有同步建设"),
    "in_use": gettext_lazy("没有同步启用"),
}
MODES: Final = {
    "draw": gettext_lazy("重新划分"),
    "least": gettext_lazy("尽量少动"),
    "shape": gettext_lazy("形状最好"),
}


@dataclass(frozen=True, slots=True)
class Principle:
    """One of the five principles with a figure before and after; `tone` says which way it went."""

    name: str
    measure: str
    before: str
    after: str
    tone: str


def sentence_of(trouble: Mapping[str, Any]) -> str:
    """Return a kept refusal in the reader's language, an empty text for none."""
    if not trouble:
        return ""
    return sentence(Refused(trouble["code"], trouble["sentence"], **trouble["params"]))


def lagging_words(found: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return new compounds whose service centre lags behind, with the stages in words."""
    return [
        (name, "、".join(str(STAGES[stage]) for stage in stages))
        for name, stages in found.get("lagging", [])
    ]


def reason_words(grid: GridRow) -> str:
    """Return why a grid is out of range, as a sentence."""
    return sentence(grid.sentence) if grid.sentence is not None else ""


def break_words(breaks: tuple[Break, ...]) -> list[str]:
    """Return the broken rules as sentences."""
    return [
        sentence(Refused(each.code, BREAKS[each.code].sentence, **dict(each.params)))
        for each in breaks
    ]


def mend_words(mends: tuple[str, ...]) -> list[str]:
    return [sentence(MENDS[code]) for code in mends]


def parameter_words(study: Study) -> list[str]:
    """Return the parameters of a study in a few words."""
    facts = study.facts
    words = []
    if "low" in facts:
        words += [_("%(low)s–%(high)s 户") % facts, str(MODES[facts["mode"]])]
        words += [_("网格越少越好") if facts["fewest"] else _("目标 %(target)s 户") % facts]
        words += [_("尽量不拆小区")] if facts["whole"] else []
        words += [_("种子 %(seed)s") % facts]
    if "pace" in facts:
        words += [_("%(minutes)s 分钟") % facts, _("每分钟 %(pace)s 米") % facts]
        words += [_("无障碍")] if facts["barrier_free"] else []
    if "metres" in facts:
        words += [_("最远 %(metres)s 米") % facts]
    return words


def five_principles(before: Figures, after: Figures, result: Mapping[str, Any]) -> list[Principle]:
    """Return the five principles, each with what was counted before and after."""
    return [
        _less(_("因地制宜"), _("被河流、主干道隔断的网格"), before.torn, after.torn),
        _more(
            _("规模适度"),
            _("户数合适的网格"),
            (
                before.in_range_percent,
                f"{before.in_range} / {before.grids}（{before.in_range_percent}%）",
            ),
            (
                after.in_range_percent,
                f"{after.in_range} / {after.grids}（{after.in_range_percent}%）",
            ),
        ),
        _less(_("无缝覆盖"), _("没有网格的楼栋"), before.without_grid, after.without_grid),
        _less(_("方便群众"), _("家门到网格中心平均多少米"), before.metres, after.metres),
        _less(
            _("便于管理"), _("被拆到几个网格的小区"), before.split_compounds, after.split_compounds
        ),
        _less(
            _("便于管理"),
            _("网格数（理论最少 %(fewest)s 个）") % {"fewest": result["fewest_possible"]},
            before.grids,
            after.grids,
        ),
    ]


def _less(name: str, measure: str, before: int, after: int) -> Principle:
    tone = "good" if after < before else "warn" if after > before else ""
    return Principle(name, measure, str(before), str(after), tone)


def _more(name: str, measure: str, before: tuple[int, str], after: tuple[int, str]) -> Principle:
    tone = "good" if after[0] > before[0] else "warn" if after[0] < before[0] else ""
    return Principle(name, measure, before[1], after[1], tone)
