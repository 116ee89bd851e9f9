"""Certified reasons and broken rules in plain words; the sentences are keys of translations."""

from __future__ import annotations

from typing import Final

from linli.foundation.refusals import Refused

# By the reason that the drawing certifies (linli/algorithms/grids/model.py).
REASONS: Final[dict[str, Refused]] = {
    "cell_below_minimum": Refused(
        "reason.below",
        "河流、主干道或社区边界围住的这一片总共只有 %(needed)s 户，不到下限，并不过去。",
    ),
    "cell_total_between_multiples": Refused(
        "reason.multiple", "这一片总共 %(needed)s 户，怎么分都凑不成都在范围内的网格。"
    ),
    "building_over_maximum": Refused(
        "reason.building", "%(where)s一栋就有 %(needed)s 户，超过上限，楼栋不再拆开。"
    ),
    "dead_end": Refused(
        "reason.dead_end", "%(where)s是必经之处，和它分不开的楼栋至少有 %(needed)s 户。"
    ),
    "proved_by_search": Refused(
        "reason.search", "已把周围 %(needed)s 户的所有分法都试过，没有一种合规。"
    ),
    "not_proven": Refused("reason.open", "没能证明不可避免，请人工看看能不能调整。"),
    "by_hand": Refused("reason.by_hand", "手工调整后户数不在范围内，请在说明里写明原因。"),
}
PROVEN: Final = frozenset(REASONS) - {"not_proven", "by_hand"}

BREAKS: Final[dict[str, Refused]] = {
    "too_few": Refused("break.few", "网格只剩 %(households)s 户，低于下限 %(low)s 户。"),
    "too_many": Refused("break.many", "网格将有 %(households)s 户，超过上限 %(high)s 户。"),
    "torn": Refused("break.torn", "原网格会断成 %(parts)s 块，中间隔着河流、主干道或别的网格。"),
    "apart": Refused("break.apart", "这栋楼和要去的网格不相连。"),
    "compound_split": Refused("break.split", "“%(compound)s”会被拆到两个网格。"),
}
MENDS: Final[dict[str, Refused]] = {
    "in_range": Refused("mend.range", "有一个网格回到范围内。"),
    "compound_whole": Refused("mend.compound", "小区重新合在一个网格里。"),
}
